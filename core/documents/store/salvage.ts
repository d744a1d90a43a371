import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { MeshError } from '../../shared/errors.ts'
import { hasLostTail, isStructureSound } from './file-check.ts'
import { KEPT_ASIDE, REBUILT } from './kept-aside.ts'
import { storeError } from './sqlite-errors.ts'
import { MAGIC, SCHEMA, STORE_VERSION, VERSION_OFFSET } from './sqlite-store.ts'

/** What became of the file of a store. */
export interface Salvage {
  readonly state: 'sound' | 'rebuilt' | 'lost'
  /** Whether the end of what was written last is gone. */
  readonly lostTail: boolean
  /** Name of the file that was kept aside, in the same folder. */
  readonly keptAs: string | undefined
}

/** A gap of so many rows that cannot be read in a row ends the search. */
const LONGEST_GAP = 20_000

/**
 * Looks at the file of a store that nobody has open. Where its structure is damaged, every row that can still be read goes
 * into a new file, which then takes its place; the damaged one is kept aside, byte for byte.
 *
 * @param now for the name of what is kept aside, milliseconds
 * @throws MeshError `documents/written-by-newer-version` (nothing is touched), `documents/disk-full`, `documents/read-only`,
 *   `documents/unreadable`: the old file is in its place then
 */
export function salvage(file: string, now: number): Salvage {
  if (!existsSync(file)) return { state: 'lost', lostTail: false, keptAs: undefined }
  try {
    const head = readHead(file)
    if (head.length === 0) return { state: 'sound', lostTail: false, keptAs: undefined }
    const isDatabase = head.toString('latin1', 0, MAGIC.length) === MAGIC
    if (isDatabase && head.readUInt32BE(VERSION_OFFSET) > STORE_VERSION)
      throw new MeshError('documents/written-by-newer-version', 'The store was written by a newer version of Muster')
    const lostTail = hasLostTail(`${file}-wal`)
    // a journal that breaks off is cut there as soon as somebody opens it
    const early = lostTail ? keepAside(file, now) : undefined
    if (isDatabase && isSound(file)) return { state: 'sound', lostTail, keptAs: early }
    if (!isDatabase) return { state: 'lost', lostTail, keptAs: early }
    const keptAs = early ?? keepAside(file, now)
    return { state: rebuild(file) ? 'rebuilt' : 'lost', lostTail, keptAs }
  } catch (error) {
    throw storeError(error)
  }
}

function keepAside(file: string, now: number): string {
  const kept = `${file}${KEPT_ASIDE}${new Date(now).toISOString().replaceAll(/[-:]|\..*/g, '')}`
  for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, kept + part)
  return path.basename(kept)
}

function readHead(file: string): Buffer {
  const head = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    return head.subarray(0, readSync(handle, head, 0, head.length, 0))
  } finally {
    closeSync(handle)
  }
}

function isSound(file: string): boolean {
  const database = open(file)
  try {
    return database !== undefined && isStructureSound(database)
  } finally {
    closeQuietly(database)
  }
}

/** @returns false when not one row can be read; the file is left alone then */
function rebuild(file: string): boolean {
  const fresh = file + REBUILT
  for (const part of ['', '-wal', '-journal']) rmSync(fresh + part, { force: true })
  closeSync(openSync(fresh, 'wx', 0o600))
  const from = open(file)
  const to = new DatabaseSync(fresh)
  let isDone = false
  try {
    to.exec(`PRAGMA synchronous = FULL; BEGIN; ${SCHEMA}`)
    const put = to.prepare('INSERT OR IGNORE INTO rows (space, grp, item, value) VALUES (?, ?, ?, ?)')
    let count = 0
    for (const { space, grp, item, value } of from === undefined ? [] : readable(from)) {
      put.run(space, grp, item, value)
      count++
    }
    to.exec('COMMIT')
    if (count === 0) return false
    isDone = true
  } finally {
    closeQuietly(from)
    to.close()
    if (!isDone) rmSync(fresh, { force: true })
  }
  rmSync(`${file}-wal`, { force: true }) // what it held was read
  renameSync(fresh, file)
  const folder = openSync(path.dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
  return true
}

interface Row {
  readonly space: number
  readonly grp: Uint8Array
  readonly item: Uint8Array
  readonly value: Uint8Array
}

/** Every row that can be read, in the order of the table; what cannot is stepped over, a row at a time. */
function* readable(database: DatabaseSync): Generator<Row> {
  const next = database.prepare(
    'SELECT rowid AS id, space, grp, item, value FROM rows NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1',
  )
  const one = database.prepare('SELECT rowid AS id, space, grp, item, value FROM rows NOT INDEXED WHERE rowid = ?')
  let at = 0
  let gap = 0
  while (gap < LONGEST_GAP) {
    // after a gap row by row: a search for the next one would stumble over the same page again
    const row = attempt(() => (gap === 0 ? next.get(at) : one.get(at + 1))) as
      | (Row & { id: number })
      | 'failed'
      | undefined
    if (row === undefined && gap === 0) return
    if (row === 'failed' || row === undefined) {
      if (gap > 0) at++
      gap++
      continue
    }
    if (row.id <= at) return // a page that leads back
    gap = 0
    at = row.id
    if (isRow(row)) yield row
  }
}

function attempt<T>(read: () => T): T | 'failed' {
  try {
    return read()
  } catch {
    return 'failed'
  }
}

function isRow({ space, grp, item, value }: Row): boolean {
  return Number.isInteger(space) && [grp, item, value].every((it) => it instanceof Uint8Array)
}

function open(file: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 0 })
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return database
  } catch {
    closeQuietly(database)
    return undefined
  }
}

function closeQuietly(database: DatabaseSync | undefined): void {
  try {
    database?.close()
  } catch {
    // a damaged file may not close in order
  }
}
