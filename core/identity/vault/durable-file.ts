import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import { systemCode } from '../../shared/system-code.ts'

const WRITE_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'documents/disk-full',
  EDQUOT: 'documents/disk-full',
  EROFS: 'documents/read-only',
  EACCES: 'documents/read-only',
  EPERM: 'documents/read-only',
}

/** A failed write as a named error: disk full, read-only, or the profile is unreadable. */
export function writeFailure(cause: unknown): MeshError {
  if (cause instanceof MeshError) return cause
  const reason = systemCode(cause)
  const code = WRITE_CODES[reason] ?? 'identity/profile-unreadable'
  return new MeshError(code, 'The profile folder could not be written', { cause, details: { reason } })
}

/** A file's bytes, at most `maxBytes`; undefined when there is no such file. @throws MeshError `identity/profile-unreadable` */
export function readSmallFile(path: string, maxBytes: number): Uint8Array | undefined {
  try {
    const bytes = readFileSync(path)
    return new Uint8Array(bytes.subarray(0, maxBytes + 1))
  } catch (cause) {
    const reason = systemCode(cause)
    if (reason === 'ENOENT' || reason === 'ENOTDIR') return undefined
    throw new MeshError('identity/profile-unreadable', 'A file of the profile could not be read', {
      cause,
      details: { reason },
    })
  }
}

/**
 * Puts `bytes` in the place of `path` in one step: after a crash or a power cut there is the old file or the new one,
 * whole. When this returns, the new one is on the disk. Mode 0600.
 *
 * @throws MeshError `documents/disk-full`, `documents/read-only`, `identity/profile-unreadable`; the old file is then untouched
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.new`
  try {
    rmSync(temporary, { force: true })
    const file = openSync(temporary, 'wx', 0o600)
    try {
      let written = 0
      while (written < bytes.byteLength) written += writeSync(file, bytes, written)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (cause) {
    removeQuietly(temporary)
    throw writeFailure(cause)
  }
}

/** Makes names created or renamed in a folder durable. Does nothing where folders cannot be opened (Windows). */
export function syncFolder(path: string): void {
  let folder: number
  try {
    folder = openSync(path, 'r')
  } catch (cause) {
    if (process.platform === 'win32') return
    throw cause
  }
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // the failure that brought us here is the one to tell
  }
}
