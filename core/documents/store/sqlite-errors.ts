import { MeshError, type ErrorCode } from '../../shared/errors.ts'
import { systemCode } from '../../shared/system-code.ts'

/** Primary result codes of SQLite (sqlite.org/rescode.html) that mean something to a person. */
const CODES: ReadonlyMap<number, ErrorCode> = new Map([
  [3, 'documents/read-only'], // PERM
  [5, 'documents/busy'],
  [6, 'documents/busy'], // LOCKED
  [8, 'documents/read-only'],
  [10, 'documents/unreadable'], // IOERR
  [11, 'documents/corrupt'],
  [13, 'documents/disk-full'],
  [14, 'documents/unreadable'], // CANTOPEN
  [18, 'domain/too-large'], // TOOBIG
  [26, 'documents/corrupt'], // NOTADB
])

/** Of its extended codes of an input or output error those of writing: 778 WRITE, 1034 FSYNC, 1290 DIR_FSYNC, 1546 TRUNCATE. */
const WRITE_CODES: ReadonlySet<number> = new Set([778, 1034, 1290, 1546])

/** Codes of the file system, for what we do to the file ourselves. */
const SYSTEM_CODES: ReadonlyMap<string, ErrorCode> = new Map([
  ['ENOSPC', 'documents/disk-full'],
  ['EDQUOT', 'documents/disk-full'],
  ['EROFS', 'documents/read-only'],
  ['EACCES', 'documents/read-only'],
  ['EPERM', 'documents/read-only'],
])

const WORDS: Partial<Record<ErrorCode, string>> = {
  'documents/read-only': 'The store cannot be written to',
  'documents/busy': 'Another process has the store open',
  'documents/corrupt': 'The store is damaged',
  'documents/disk-full': 'The disk is full',
  'documents/unreadable': 'The store cannot be read',
  'documents/write-failed': 'The disk did not take what was written',
  'domain/too-large': 'Too large for the store',
}

/** What SQLite or the file system threw, as one of our codes. Neither path nor statement is passed on in the message. */
export function storeError(thrown: unknown): MeshError {
  if (thrown instanceof MeshError) return thrown
  const code = codeOf(thrown)
  return new MeshError(code, WORDS[code] ?? 'The store failed', { cause: thrown })
}

function codeOf(thrown: unknown): ErrorCode {
  if (!(thrown instanceof Error)) return 'shared/internal'
  const { errcode } = thrown as { errcode?: unknown }
  const code = systemCode(thrown)
  if (typeof errcode === 'number' && WRITE_CODES.has(errcode)) return 'documents/write-failed'
  if (typeof errcode === 'number') return CODES.get(errcode & 0xff) ?? 'shared/internal'
  return code.startsWith('ERR_') ? 'shared/internal' : (SYSTEM_CODES.get(code) ?? 'documents/unreadable')
}

/** Whether SQLite threw it: only that is translated, a caller's own error passes as it is. */
export function isSqliteError(thrown: unknown): boolean {
  return thrown instanceof Error && typeof (thrown as { errcode?: unknown }).errcode === 'number'
}
