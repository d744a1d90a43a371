import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { MeshError } from '../../shared/errors.ts'
import { writeFailure } from './durable-file.ts'
import { makeProfileFolder } from './vault.ts'

const SQLITE_BUSY = 5

/** The right to use a profile folder; held by one process at a time. */
export interface ProfileLock {
  /** Safe twice. */
  release(): void
}

/**
 * Takes the profile for this process, at once or not at all. The system drops the lock with the process, so `kill -9`
 * leaves nothing behind. Makes the folder when it is not there.
 *
 * @throws MeshError `identity/profile-in-use`, `documents/read-only`, `documents/disk-full`, `identity/profile-unreadable`
 */
export function acquireProfileLock(dir: string): ProfileLock {
  makeProfileFolder(dir)
  const path = join(dir, 'lock.sqlite')
  try {
    closeSync(openSync(path, 'a', 0o600)) // so that SQLite does not choose the mode
  } catch (cause) {
    throw writeFailure(cause)
  }
  const database = openLock(path)
  return {
    release: () => {
      if (database.isOpen) database.close()
    },
  }
}

function openLock(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    // no journal: nothing is ever written here, and a full disk must not keep anybody out
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    const busy = typeof cause === 'object' && cause !== null && 'errcode' in cause && cause.errcode === SQLITE_BUSY
    if (busy) throw new MeshError('identity/profile-in-use', 'Another Muster has this profile open', { cause })
    throw new MeshError('identity/profile-unreadable', 'The profile could not be locked', { cause })
  }
}
