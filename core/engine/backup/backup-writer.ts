import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'

import { wipe } from '../../identity/hashes.ts'
import { seal } from '../../identity/sodium.ts'
import { syncFolder } from '../../identity/vault/durable-file.ts'
import {
  checkPassphrase,
  DEFAULT_COST,
  type PassphraseCost,
  passphraseKey,
} from '../../identity/vault/passphrase-key.ts'
import { toHex } from '../../shared/bytes.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { systemCode } from '../../shared/system-code.ts'
import { FrameWriter } from './format/frames.ts'
import { encodeHead, KEY_AD, MAGIC, prefixed } from './format/head.ts'
import type { Item } from './format/items.ts'

export interface BackupTarget {
  /** Absolute. What stands there is replaced only when it is a backup too. */
  readonly file: string
  readonly passphrase: string
  readonly random: RandomBytes
  readonly cost?: PassphraseCost
  readonly signal: AbortSignal
}

/**
 * Writes a backup of `items`, sealed under the passphrase: beside its place, synced, then renamed, so that at any moment
 * there is the old file, the new one, or none under the name. Mode 0600.
 *
 * @returns its size in bytes
 * @throws MeshError `identity/passphrase-too-short`, `documents/backup-unwritable`, `documents/disk-full`,
 *   `documents/read-only`, `shared/aborted`, and what `items` throws; nothing is left behind then
 */
export async function writeBackup(items: AsyncIterable<Item> | Iterable<Item>, target: BackupTarget): Promise<number> {
  const { file, passphrase, random, cost = DEFAULT_COST, signal } = target
  checkPassphrase(passphrase)
  await checkPlace(file)
  const salt = random(16)
  const passKey = await passphraseKey(passphrase, { salt, cost, signal })
  const fileKey = random(32)
  const writer = new FrameWriter(fileKey)
  const head = encodeHead({
    salt,
    cost,
    sealedKey: seal(passKey, { ad: KEY_AD, text: fileKey }),
    streamHeader: writer.streamHeader,
  })
  wipe(passKey)
  wipe(fileKey)
  writer.bindTo(head)
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${toHex(random(4))}.part`)
  try {
    const handle = await open(beside, 'wx', 0o600)
    let size = 0
    try {
      const sink = async (bytes: Uint8Array): Promise<void> => {
        if (signal.aborted) throw new MeshError('shared/aborted', 'Stopped before the backup was whole')
        size += bytes.byteLength
        await writeAll(handle, bytes)
      }
      await sink(prefixed(head))
      for await (const item of items) await writer.add(item, sink)
      await writer.end(sink)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, file)
    syncFolder(path.dirname(file))
    return size
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw targetFailure(error)
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.byteLength) written += (await handle.write(bytes, written)).bytesWritten
}

/** Whatever else has that name is somebody's, and stays. */
async function checkPlace(file: string): Promise<void> {
  if (!path.isAbsolute(file))
    throw new MeshError('domain/invalid-input', 'The path is not absolute', { details: { field: 'file' } })
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw targetFailure(error)
  }
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.byteLength), 0, MAGIC.byteLength, 0)
    if (bytesRead === 0 || Buffer.from(MAGIC).equals(buffer)) return
    throw new MeshError('documents/backup-unwritable', 'Another file has that name', { details: { reason: 'taken' } })
  } catch (error) {
    throw targetFailure(error)
  } finally {
    await handle.close()
  }
}

function targetFailure(cause: unknown): MeshError | Error {
  if (cause instanceof MeshError) return cause
  const reason = systemCode(cause)
  if (reason === '') return cause as Error
  if (reason === 'ENOSPC' || reason === 'EDQUOT') {
    return new MeshError('documents/disk-full', 'The disk has no room for the backup', { cause })
  }
  return new MeshError('documents/backup-unwritable', 'The backup could not be written', { cause, details: { reason } })
}
