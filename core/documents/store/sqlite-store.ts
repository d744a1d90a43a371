import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

import { MeshError } from '../../shared/errors.ts'
import type { RowKey, Store, StoreWriter } from '../ports.ts'

import { hasLostTail, isStructureSound, type StoreDamage } from './file-check.ts'
import { dropKeptAside, syncFolder } from './kept-aside.ts'
import { pagedRows } from './paged-rows.ts'
import { isSqliteError, storeError } from './sqlite-errors.ts'

/** `PRAGMA user_version` of the files this version writes. */
export const STORE_VERSION = 1
/** Page 1 of a database file: the magic in front, `user_version` as u32be at byte 60 (sqlite.org/fileformat2.html). */
export const MAGIC = 'SQLite format 3\0'
/** Where the version stands, see {@link MAGIC}. */
export const VERSION_OFFSET = 60

/** Makes the one table, and says which version that is. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rows (space INTEGER NOT NULL, grp BLOB NOT NULL, item BLOB NOT NULL, value BLOB NOT NULL, UNIQUE (space, grp, item));
  PRAGMA user_version = ${STORE_VERSION};
`

interface Row {
  grp: Uint8Array
  item: Uint8Array
  value: Uint8Array
}

interface Statements {
  get: StatementSync
  first: StatementSync
  list: StatementSync
  listSpace: StatementSync
  put: StatementSync
  delete: StatementSync
  deleteGroup: StatementSync
}

/**
 * The store on disk: SQLite in WAL mode, synced at each commit, freed bytes overwritten. One process has it open
 * (the profile's lock sees to that), which also spares the shared-memory file.
 */
export class SqliteStore implements Store {
  readonly #path: string
  readonly #onDamage: ((what: StoreDamage) => void) | undefined
  #database: DatabaseSync | undefined
  #statements: Statements | undefined
  /** Behind the end of the journal may stand what is left of a commit that failed: at the next start it would look like damage. */
  #hasRemains = false

  /**
   * @param options.path of the file; its folder exists. Nothing is touched before {@link start}.
   * @param options.onDamage told while starting, where the files can be read in spite of it
   */
  constructor(options: { path: string; onDamage?: (what: StoreDamage) => void }) {
    this.#path = options.path
    this.#onDamage = options.onDamage
  }

  /**
   * @throws MeshError `documents/written-by-newer-version` (the file is left as it is), `documents/corrupt`,
   *   `documents/read-only`, `documents/disk-full`, `documents/unreadable`, `documents/busy`
   */
  async start(): Promise<void> {
    if (this.#database !== undefined) return
    try {
      prepareFile(this.#path)
      if (hasLostTail(`${this.#path}-wal`)) this.#onDamage?.('tail')
      this.#database = new DatabaseSync(this.#path, { timeout: 0 })
      this.#open(this.#database)
      if (this.#onDamage !== undefined && !isStructureSound(this.#database)) this.#onDamage('structure')
    } catch (error) {
      await this.stop()
      throw storeError(error)
    }
  }

  #open(database: DatabaseSync): void {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384',
    )
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version > STORE_VERSION) throw newerVersion()
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000')
    if (version < STORE_VERSION) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT`)
    this.#statements = {
      get: database.prepare('SELECT value FROM rows WHERE space = ? AND grp = ? AND item = ?'),
      first: database.prepare('SELECT grp, item, value FROM rows WHERE space = ? ORDER BY grp, item LIMIT ?'),
      list: database.prepare(
        'SELECT grp, item, value FROM rows WHERE space = ? AND grp = ? AND item > ? ORDER BY item LIMIT ?',
      ),
      listSpace: database.prepare(
        'SELECT grp, item, value FROM rows WHERE space = ? AND (grp, item) > (?, ?) ORDER BY grp, item LIMIT ?',
      ),
      put: database.prepare(
        'INSERT INTO rows (space, grp, item, value) VALUES (?, ?, ?, ?) ON CONFLICT (space, grp, item) DO UPDATE SET value = excluded.value',
      ),
      delete: database.prepare('DELETE FROM rows WHERE space = ? AND grp = ? AND item = ?'),
      deleteGroup: database.prepare('DELETE FROM rows WHERE space = ? AND grp = ?'),
    }
  }

  /** Whether the file hangs together; false when it is not open. */
  isSound(): boolean {
    return this.#database !== undefined && isStructureSound(this.#database)
  }

  async stop(): Promise<void> {
    const database = this.#database
    this.#database = undefined
    this.#statements = undefined
    try {
      database?.close()
    } catch {
      // stopping never fails; what was committed is on the disk already
    }
  }

  get(key: RowKey): Uint8Array | undefined {
    const row = this.#ask(({ get }) => get.get(key.space, key.group, key.item)) as { value: Uint8Array } | undefined
    return row?.value
  }

  *list(space: number, group: Uint8Array): Generator<{ item: Uint8Array; value: Uint8Array }> {
    const next = (last: Row | undefined, limit: number): readonly Row[] =>
      this.#ask(({ list }) => list.all(space, group, last?.item ?? new Uint8Array(0), limit)) as unknown as Row[]
    for (const { item, value } of pagedRows(next)) yield { item, value }
  }

  *listSpace(space: number): Generator<{ group: Uint8Array; item: Uint8Array; value: Uint8Array }> {
    const next = (last: Row | undefined, limit: number): readonly Row[] =>
      this.#ask(({ first, listSpace }) =>
        last === undefined ? first.all(space, limit) : listSpace.all(space, last.grp, last.item, limit),
      ) as unknown as Row[]
    for (const { grp, item, value } of pagedRows(next)) yield { group: grp, item, value }
  }

  transaction<T>(work: (tx: StoreWriter) => T, options: { readonly derived?: boolean } = {}): T {
    const { put, delete: remove, deleteGroup } = this.#opened()
    const database = this.#database!
    try {
      // In WAL mode NORMAL leaves the file whole after a power cut, only without the last commits (sqlite.org/pragma.html)
      if (options.derived === true) database.exec('PRAGMA synchronous = NORMAL')
      database.exec('BEGIN IMMEDIATE')
      const result = work({
        put: (key, value) => void put.run(key.space, key.group, key.item, value),
        delete: (key) => void remove.run(key.space, key.group, key.item),
        deleteGroup: (space, group) => void deleteGroup.run(space, group),
      })
      database.exec('COMMIT')
      if (this.#hasRemains) this.#dropRemains(database)
      return result
    } catch (error) {
      this.#hasRemains = true
      rollBack(database)
      throw isSqliteError(error) ? this.#writeError(error) : error
    } finally {
      if (options.derived === true) database.exec('PRAGMA synchronous = FULL')
    }
  }

  scrub(): void {
    this.#opened()
    let done: { busy: number } | undefined
    try {
      done = this.#database!.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number } | undefined
    } catch (error) {
      throw this.#writeError(error)
    }
    // A checkpoint that somebody stands in the way of is no error of SQLite's (sqlite.org/pragma.html)
    if (done?.busy !== 0) throw new MeshError('documents/busy', 'Freed bytes could not be dropped yet')
    try {
      dropKeptAside(this.#path)
    } catch (error) {
      throw storeError(error)
    }
  }

  /** SQLite tells a full disk by its own code and all else by one: what it is, the system says to whoever writes there now. */
  #writeError(thrown: unknown): MeshError {
    const error = storeError(thrown)
    if (error.code !== 'documents/write-failed') return error
    try {
      writeBeside(this.#path)
      return error
    } catch (reason) {
      const known = storeError(reason)
      return known.code === 'documents/unreadable' ? error : known
    }
  }

  #dropRemains(database: DatabaseSync): void {
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      this.#hasRemains = false
    } catch {
      // after the next commit
    }
  }

  #ask<T>(question: (statements: Statements) => T): T {
    const statements = this.#opened()
    try {
      return question(statements)
    } catch (error) {
      throw storeError(error)
    }
  }

  #opened(): Statements {
    if (this.#statements === undefined) throw new MeshError('documents/unreadable', 'The store is not open')
    return this.#statements
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself (a full disk, say)
  }
}

/** Writes a block of nothing next to the file, and takes it away. @throws what the file system throws */
function writeBeside(path: string): void {
  const beside = `${path}-try`
  const file = openSync(beside, 'w', 0o600)
  try {
    writeSync(file, Buffer.alloc(4096), 0, 4096, 0)
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(beside, { force: true })
  }
}

/** Creates the file for its owner only, or looks at what is there before SQLite may write to it. */
function prepareFile(path: string): void {
  accessSync(dirname(path), constants.W_OK) // SQLite tells a read-only disk from a missing file only later, with the first write
  if (existsSync(path)) {
    accessSync(path, constants.W_OK)
    checkHeader(path)
    // SQLite would make it, and could not say why it cannot
    return closeSync(openSync(`${path}-wal`, 'a', 0o600))
  }
  const file = openSync(path, 'wx', 0o600)
  try {
    fchmodSync(file, 0o600) // whatever the umask is
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  syncFolder(dirname(path))
}

function checkHeader(path: string): void {
  const head = Buffer.alloc(100)
  const file = openSync(path, 'r')
  let length: number
  try {
    length = readSync(file, head, 0, head.length, 0)
  } finally {
    closeSync(file)
  }
  if (length === 0) return // made, and then the power went
  if (length < head.length || head.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new MeshError('documents/corrupt', 'The store is damaged')
  if (head.readUInt32BE(VERSION_OFFSET) > STORE_VERSION) throw newerVersion()
}

function newerVersion(): MeshError {
  return new MeshError('documents/written-by-newer-version', 'The store was written by a newer version of Muster')
}
