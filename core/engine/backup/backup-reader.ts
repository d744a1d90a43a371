import { type FileHandle, open } from 'node:fs/promises'

import { wipe } from '../../identity/hashes.ts'
import { unseal } from '../../identity/sodium.ts'
import { systemCode } from '../../shared/system-code.ts'
import { passphraseKey } from '../../identity/vault/passphrase-key.ts'
import { MeshError } from '../../shared/errors.ts'
import { readItems } from './format/frames.ts'
import { backupDamaged, decodeHead, KEY_AD, PREFIX_BYTES, readPrefix } from './format/head.ts'
import type { Item } from './format/items.ts'

/** A backup that its passphrase has opened. Only read. */
export class BackupReader {
  readonly #handle: FileHandle
  readonly #key: Uint8Array
  readonly #streamHeader: Uint8Array
  readonly #head: Uint8Array

  private constructor(parts: { handle: FileHandle; key: Uint8Array; streamHeader: Uint8Array; head: Uint8Array }) {
    this.#handle = parts.handle
    this.#key = parts.key
    this.#streamHeader = parts.streamHeader
    this.#head = parts.head
  }

  /**
   * @param file absolute
   * @throws MeshError `documents/backup-unreadable`, `documents/not-a-backup`, `documents/backup-damaged`,
   *   `documents/written-by-newer-version`, `documents/backup-passphrase`, `shared/aborted`
   */
  static async open(file: string, options: { passphrase: string; signal: AbortSignal }): Promise<BackupReader> {
    const handle = await open(file, 'r').catch((cause: unknown) => {
      throw unreadable(cause)
    })
    try {
      const length = readPrefix(await readAt(handle, 0, PREFIX_BYTES))
      const head = await readAt(handle, PREFIX_BYTES, length)
      const { salt, cost, sealedKey, streamHeader } = decodeHead(head)
      const passKey = await passphraseKey(options.passphrase, { salt, cost, signal: options.signal })
      const key = unseal(passKey, { ad: KEY_AD, sealed: sealedKey })
      wipe(passKey)
      if (key === undefined)
        throw new MeshError('documents/backup-passphrase', 'The passphrase does not open this backup')
      return new BackupReader({ handle, key, streamHeader, head })
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /**
   * All items from the first on; may be asked for again. That the file is whole is known only when they have ended.
   * @throws MeshError `documents/backup-damaged`, `documents/backup-unreadable`, `shared/aborted`
   */
  async *items(signal: AbortSignal): AsyncGenerator<Item> {
    let at = PREFIX_BYTES + this.#head.byteLength
    const source = async (maxBytes: number): Promise<Uint8Array> => {
      if (signal.aborted) throw new MeshError('shared/aborted', 'Stopped while reading the backup')
      const bytes = await readAt(this.#handle, at, maxBytes)
      at += bytes.byteLength
      return bytes
    }
    const options = { key: this.#key, streamHeader: this.#streamHeader, head: this.#head }
    let isEnded = false
    for await (const item of readItems(source, options)) {
      if (isEnded) throw backupDamaged()
      isEnded = item[0] === 'end'
      yield item
    }
    if (!isEnded) throw backupDamaged()
  }

  async close(): Promise<void> {
    wipe(this.#key)
    await this.#handle.close()
  }
}

/** Up to so many bytes; fewer only where the file ends. */
async function readAt(handle: FileHandle, at: number, maxBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(maxBytes)
  let read = 0
  try {
    while (read < maxBytes) {
      const { bytesRead } = await handle.read(bytes, read, maxBytes - read, at + read)
      if (bytesRead === 0) break
      read += bytesRead
    }
  } catch (cause) {
    throw unreadable(cause)
  }
  return bytes.subarray(0, read)
}

function unreadable(cause: unknown): MeshError {
  return new MeshError('documents/backup-unreadable', 'The backup cannot be read', {
    cause,
    details: { reason: systemCode(cause) },
  })
}
