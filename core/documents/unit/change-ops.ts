import { isUtf8 } from 'node:buffer'

import { ChunkReader, countBooleans, readDeltas, readRuns, unsignedValue, unsound } from './chunk-reader.ts'

/** Most operations in a change, deepest nesting that one change may make, longest map key in bytes. */
export const MAX_OPERATIONS = 5_000
export const MAX_DEPTH = 16
const MAX_KEY_BYTES = 256
const MAX_PREDECESSORS = 4 * MAX_OPERATIONS

/** Columns as id * 16 + type, without the deflate bit (8). Marks and every column not named here are refused. */
export const COLUMN = {
  objectActor: 0x01,
  objectCounter: 0x02,
  keyActor: 0x11,
  keyCounter: 0x13,
  keyText: 0x15,
  insert: 0x34,
  action: 0x42,
  valueMeta: 0x56,
  value: 0x57,
  predCount: 0x70,
  predActor: 0x71,
  predCounter: 0x73,
} as const
const KNOWN_COLUMNS: ReadonlySet<number> = new Set(Object.values(COLUMN))

export const MAKE_MAP = 0
export const SET = 1
export const MAKE_LIST = 2
export const DELETE = 3
export const MAKE_TEXT = 4
export const INCREMENT = 5 // tables (6) and marks (7) are not ours

/**
 * Reads the operations of a change (everything after the other actors) and refuses whatever Muster never writes:
 * operations that point at later ones, nesting deeper than 16, the key `__proto__`, values that JSON does not have.
 * @param actors number of actors the change names, its own first
 * @throws MeshError `documents/unsound`
 */
export function readOperations(reader: ChunkReader, startOp: number, actors: number): Operations {
  const columns = readColumns(reader)
  const again = new Map(Array.from(columns, ([id, { bytes, at, end }]) => [id, { bytes, at, end }]))
  const actions = readRuns(columns.get(COLUMN.action), MAX_OPERATIONS, readAction)
  const count = actions.length
  if (count === 0) throw unsound()

  if (checkObjects(columns, actions, startOp, actors) > MAX_DEPTH) throw unsound()
  checkKeys(columns, count, startOp, actors)
  if (countBooleans(columns.get(COLUMN.insert), count) !== count) throw unsound()
  checkValues(columns, count)
  const predecessors = checkPredecessors(columns, count, startOp, actors)
  const additive = predecessors === 0 && !actions.includes(DELETE) && !actions.includes(INCREMENT)
  return { count, additive, columns: again }
}

/** What is told of a change's operations. */
export interface Operations {
  /** 1 to 5,000. */
  readonly count: number
  /** Whether all of them only put things where their writer knew of nothing. */
  readonly additive: boolean
  /** Where the columns that are there lie, by {@link COLUMN}. */
  readonly columns: ReadonlyMap<number, { readonly bytes: Uint8Array; readonly at: number; readonly end: number }>
}

type Columns = ReadonlyMap<number, ChunkReader>

function readColumns(reader: ChunkReader): Columns {
  const found: [number, number][] = []
  const columns = reader.unsigned()
  if (columns > KNOWN_COLUMNS.size) throw unsound()
  for (let left = columns, last = 0; left > 0; left--) {
    const column = reader.unsigned()
    if (column <= last || !KNOWN_COLUMNS.has(column)) throw unsound() // a deflated one is not known
    last = column
    found.push([column, reader.unsigned()])
  }
  const byColumn = new Map<number, ChunkReader>()
  for (const [column, length] of found) {
    if (length > reader.end - reader.at) throw unsound()
    byColumn.set(column, new ChunkReader(reader.bytes, reader.at, reader.at + length))
    reader.at += length
  }
  return byColumn
}

function readAction(column: ChunkReader): number {
  const action = column.unsigned()
  if (action > INCREMENT) throw unsound()
  return action
}

/** A column is absent when all of it is null. */
function whole<T>(values: (T | null)[], count: number): (T | null)[] | undefined {
  if (values.length !== 0 && values.length !== count) throw unsound()
  return values.length === 0 ? undefined : values
}

/** @returns the deepest nesting made here, counting objects from elsewhere as children of the root */
function checkObjects(columns: Columns, actions: readonly (number | null)[], startOp: number, actors: number): number {
  const count = actions.length
  const objectActors = whole(readRuns(columns.get(COLUMN.objectActor), count, unsignedValue), count)
  const counters = whole(readRuns(columns.get(COLUMN.objectCounter), count, unsignedValue), count)
  if ((objectActors === undefined) !== (counters === undefined)) throw unsound()
  const depths: number[] = []
  let deepest = 1
  for (let i = 0; i < count; i++) {
    const action = actions[i]
    if (action === null || action === undefined) throw unsound()
    const actor = objectActors?.[i] ?? null
    const counter = counters?.[i] ?? null
    if ((actor === null) !== (counter === null)) throw unsound()
    let depth = 1
    if (actor !== null && counter !== null) {
      checkOpId(actor, counter, startOp + i, actors)
      depth = 2
      if (actor === 0 && counter >= startOp) {
        depth = depths[counter - startOp]! + 1
        if (depth === 1) throw unsound() // not an operation that makes an object
      }
    }
    const makes = action === MAKE_MAP || action === MAKE_LIST || action === MAKE_TEXT
    depths.push(makes ? depth : 0)
    if (depth > deepest) deepest = depth
  }
  return deepest
}

function checkKeys(columns: Columns, count: number, startOp: number, actors: number): void {
  const keyActors = whole(readRuns(columns.get(COLUMN.keyActor), count, unsignedValue), count)
  const counters = whole(readDeltas(columns.get(COLUMN.keyCounter), count), count)
  const texts = whole(readRuns(columns.get(COLUMN.keyText), count, readKey), count)
  for (let i = 0; i < count; i++) {
    const actor = keyActors?.[i] ?? null
    const counter = counters?.[i] ?? null
    const text = texts?.[i] ?? null
    if ((text === null) === (counter === null)) throw unsound() // a map key or a list position, not both
    if (counter === null || counter === 0 ? actor !== null : actor === null) throw unsound() // 0: the list's start
    if (counter !== null && actor !== null) checkOpId(actor, counter, startOp + i, actors)
  }
}

function readKey(column: ChunkReader): true {
  const length = column.unsigned()
  if (length > MAX_KEY_BYTES) throw unsound()
  const key = column.take(length)
  if (!isUtf8(key)) throw unsound()
  if (length === 9 && Buffer.compare(key, PROTO) === 0) throw unsound()
  return true
}
const PROTO = Buffer.from('__proto__')

function checkValues(columns: Columns, count: number): void {
  const metas = readRuns(columns.get(COLUMN.valueMeta), count, unsignedValue)
  if (metas.length !== count) throw unsound()
  const raw = columns.get(COLUMN.value)
  const values = raw ?? new ChunkReader(new Uint8Array(0), 0, 0)
  for (const meta of metas) {
    if (meta === null) throw unsound()
    checkValue(values, meta % 16, Math.floor(meta / 16))
  }
  if (!values.done) throw unsound()
}

/** Type numbers of Automerge's value metadata: 0 null, 1 false, 2 true, 4 int, 5 float, 6 text, 8 counter. */
function checkValue(values: ChunkReader, type: number, length: number): void {
  const end = values.at + length
  if (type <= 2) {
    if (length !== 0) throw unsound()
  } else if (type === 4 || type === 8) values.signed()
  else if (type === 5) {
    const bytes = values.take(8)
    if (!Number.isFinite(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true))) throw unsound()
  } else if (type === 6 && length === 1 && values.at < values.end && values.bytes[values.at]! < 0x80) {
    values.at++ // a letter of a text, as most values are
  } else if (type === 6) {
    if (!isUtf8(values.take(length))) throw unsound()
  } else throw unsound()
  if (values.at !== end) throw unsound()
}

/** @returns how many there are */
function checkPredecessors(columns: Columns, count: number, startOp: number, actors: number): number {
  const counts = readRuns(columns.get(COLUMN.predCount), count, unsignedValue)
  if (counts.length !== count) throw unsound()
  let total = 0
  for (const preds of counts) {
    total += preds ?? Number.POSITIVE_INFINITY
    if (total > MAX_PREDECESSORS) throw unsound()
  }
  const predActors = readRuns(columns.get(COLUMN.predActor), total, unsignedValue)
  const counters = readDeltas(columns.get(COLUMN.predCounter), total)
  if (predActors.length !== total || counters.length !== total) throw unsound()
  for (let i = 0, next = 0; i < count; i++) {
    for (let left = counts[i]!; left > 0; left--, next++) {
      const actor = predActors[next] ?? null
      const counter = counters[next] ?? null
      if (actor === null || counter === null) throw unsound()
      checkOpId(actor, counter, startOp + i, actors)
    }
  }
  return total
}

/** An operation can only know those with lower numbers. */
function checkOpId(actor: number, counter: number, own: number, actors: number): void {
  if (actor >= actors || counter < 1 || counter >= own) throw unsound()
}
