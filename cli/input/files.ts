import { open, readFile, rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'

import { MeshError } from '../../core/shared/errors.ts'
import { usage } from './names.ts'

/** Largest file of records, in bytes: what one call to the engine takes. */
const MAX_BYTES = 30 << 20
const MAX_IMAGE_BYTES = 20 << 20
/** No record goes deeper, and what goes very deep cannot be passed on. */
const MAX_DEPTH = 50

/**
 * JSON from a file, or from standard input for `-`. A byte order mark is forgiven.
 *
 * @throws MeshError `cli/file-unreadable`, `domain/too-large`, `domain/invalid-input` when it is not JSON
 */
export async function readJson(file: string, stdin: Readable): Promise<unknown> {
  const bytes = file === '-' ? await readAll(stdin, MAX_BYTES) : await readWhole(file, MAX_BYTES)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isDeep(value)) throw new Error('Nested too deeply')
    return value
  } catch (cause) {
    throw new MeshError('domain/invalid-input', 'The file is not JSON', {
      cause,
      details: { field: 'the file', reason: 'malformed' },
    })
  }
}

function isDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}

/** @throws MeshError `cli/file-unreadable`, `identity/invite-unreadable-image` when it is far too large for a picture of a code */
export async function readImage(file: string): Promise<Uint8Array> {
  return readWhole(file, MAX_IMAGE_BYTES).catch((error: unknown) => {
    if (error instanceof MeshError && error.code === 'domain/too-large')
      throw new MeshError('identity/invite-unreadable-image', 'The picture is too large', { cause: error })
    throw error
  })
}

/** One line or more of text from standard input, trimmed. */
export async function readText(stdin: Readable): Promise<string> {
  return (await readAll(stdin, 1 << 20)).toString('utf8').trim()
}

/**
 * Makes a file, for this person only, before the work whose outcome it takes: so the work is not done in vain. Never over a file that is
 * there: it may be the one copy of something, and others may read it. One that nothing was written to is gone when it is closed.
 *
 * @throws MeshError `cli/usage` when it is there, `cli/file-unwritable`
 */
export async function prepareFile(
  file: string,
): Promise<{ write(content: Uint8Array | string): Promise<void>; close(): Promise<void> }> {
  const fail = (cause: unknown): never => {
    if ((cause as { code?: unknown }).code === 'EEXIST') throw usage(`${file} is there already: give another name.`)
    throw new MeshError('cli/file-unwritable', 'The file cannot be written', { cause, details: { file } })
  }
  const handle = await open(file, 'wx', 0o600).catch(fail)
  let isWritten = false
  return {
    write: async (content) => {
      await handle.writeFile(content).catch(fail)
      isWritten = true
    },
    close: async () => {
      await handle.close()
      if (!isWritten) await rm(file, { force: true })
    },
  }
}

async function readWhole(file: string, maxBytes: number): Promise<Buffer> {
  try {
    // a device or a pipe has no size to trust
    const { size } = await stat(file)
    if (size > maxBytes) throw tooLarge()
    const bytes = await readFile(file)
    if (bytes.length > maxBytes) throw tooLarge()
    return bytes
  } catch (cause) {
    if (cause instanceof MeshError) throw cause
    throw new MeshError('cli/file-unreadable', 'The file cannot be read', { cause, details: { file } })
  }
}

async function readAll(stdin: Readable, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stdin) {
    const bytes = Buffer.from(part as Uint8Array)
    size += bytes.length
    if (size > maxBytes) throw tooLarge()
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

const tooLarge = (): MeshError => new MeshError('domain/too-large', 'More than Muster reads at once')
