import { isUtf8 } from 'node:buffer'

import { ChunkReader, type Form, readBooleans, readDeltas, readRuns, unsignedValue, unsound } from './chunk-reader.ts'

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

/** The operations of one change, column by column; `undefined` where a whole column is null. */
export interface Operations {
  /** 1 to 5,000. */
  readonly count: number
  /** Whether all of them only put things where their writer knew of nothing. */
  readonly additive: boolean
  /** Whether they are encoded as Automerge itself encodes them: what is here cannot be something else there. */
  readonly canonical: boolean
  readonly actions: readonly number[]
  readonly objectActors: Column<number>
  readonly objectCounters: Column<number>
  readonly keyActors: Column<number>
  readonly keyCounters: Column<number>
  readonly keyTexts: Column<string>
  readonly inserts: readonly boolean[]
  readonly metas: readonly number[]
  /** Where the values lie behind the metas' lengths, one after the other. */
  readonly values: { readonly bytes: Uint8Array; readonly at: number; readonly end: number }
  readonly predCounts: readonly number[]
  readonly predActors: Column<number>
  readonly predCounters: Column<number>
}
type Column<T> = readonly (T | null)[] | undefined

/**
 * Reads the operations of a change (everything after the other actors) and refuses whatever Muster never writes:
 * operations that point at later ones, nesting deeper than 16, the key `__proto__`, values that JSON does not have.
 * @param actors number of actors the change names, its own first
 * @throws MeshError `documents/unsound`
 */
export function readOperations(reader: ChunkReader, startOp: number, actors: number): Operations {
  const form: Form = { canonical: true }
  const columns = readColumns(reader, form)
  const actions = readRuns(columns.get(COLUMN.action), { limit: MAX_OPERATIONS, form }, readAction)
  const change = { columns, startOp, actors, count: actions.length, form }
  if (change.count === 0 || actions.includes(null)) throw unsound()
  const objects = readObjects(change, actions as number[])
  const keys = readKeys(change)
  const inserts = readBooleans(columns.get(COLUMN.insert), { limit: change.count, form })
  if (inserts.length !== change.count) throw unsound()
  const values = readValues(change)
  const predecessors = readPredecessors(change)
  const additive = predecessors.predCounters === undefined && !actions.includes(DELETE) && !actions.includes(INCREMENT)
  return {
    count: change.count,
    additive,
    canonical: form.canonical,
    actions: actions as number[],
    ...objects,
    ...keys,
    inserts,
    ...values,
    ...predecessors,
  }
}

/** A change that is being read. */
interface Reading {
  readonly columns: ReadonlyMap<number, ChunkReader>
  readonly startOp: number
  readonly actors: number
  /** Of operations. */
  readonly count: number
  readonly form: Form
}

function readColumns(reader: ChunkReader, form: Form): ReadonlyMap<number, ChunkReader> {
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
    if (length === 0) form.canonical = false // an empty column is left out
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
function whole<T>(values: (T | null)[], count: number, form: Form): (T | null)[] | undefined {
  if (values.length === 0) return undefined
  if (values.length !== count) throw unsound()
  if (form.canonical && values[0] === null && values.every((value) => value === null)) form.canonical = false
  return values
}

function readObjects(
  { columns, startOp, actors, count, form }: Reading,
  actions: readonly number[],
): Pick<Operations, 'objectActors' | 'objectCounters'> {
  const all = { limit: count, form }
  const objectActors = whole(readRuns(columns.get(COLUMN.objectActor), all, unsignedValue), count, form)
  const objectCounters = whole(readRuns(columns.get(COLUMN.objectCounter), all, unsignedValue), count, form)
  if ((objectActors === undefined) !== (objectCounters === undefined)) throw unsound()
  // of what is made here, counting objects from elsewhere as children of the root; 0: no object
  const depths: number[] = []
  for (let i = 0; i < count; i++) {
    const action = actions[i]
    const actor = objectActors?.[i] ?? null
    const counter = objectCounters?.[i] ?? null
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
    if (depth > MAX_DEPTH) throw unsound()
    const makes = action === MAKE_MAP || action === MAKE_LIST || action === MAKE_TEXT
    depths.push(makes ? depth : 0)
  }
  return { objectActors, objectCounters }
}

function readKeys({
  columns,
  startOp,
  actors,
  count,
  form,
}: Reading): Pick<Operations, 'keyActors' | 'keyCounters' | 'keyTexts'> {
  const all = { limit: count, form }
  const keyActors = whole(readRuns(columns.get(COLUMN.keyActor), all, unsignedValue), count, form)
  const keyCounters = whole(readDeltas(columns.get(COLUMN.keyCounter), all), count, form)
  const keyTexts = whole(readRuns(columns.get(COLUMN.keyText), all, readKey), count, form)
  for (let i = 0; i < count; i++) {
    const actor = keyActors?.[i] ?? null
    const counter = keyCounters?.[i] ?? null
    const text = keyTexts?.[i] ?? null
    if ((text === null) === (counter === null)) throw unsound() // a map key or a list position, not both
    if (counter === null || counter === 0 ? actor !== null : actor === null) throw unsound() // 0: the list's start
    if (counter !== null && actor !== null) checkOpId(actor, counter, startOp + i, actors)
  }
  return { keyActors, keyCounters, keyTexts }
}

function readKey(column: ChunkReader): string {
  const length = column.unsigned()
  if (length > MAX_KEY_BYTES) throw unsound()
  const key = column.take(length)
  if (!isUtf8(key)) throw unsound()
  const text = Buffer.from(key.buffer, key.byteOffset, length).toString()
  if (text === '__proto__') throw unsound()
  return text
}

function readValues({ columns, count, form }: Reading): Pick<Operations, 'metas' | 'values'> {
  const metas = readRuns(columns.get(COLUMN.valueMeta), { limit: count, form }, unsignedValue)
  if (metas.length !== count) throw unsound()
  const values = columns.get(COLUMN.value) ?? new ChunkReader(new Uint8Array(0), 0, 0)
  const { bytes, at, end } = values
  for (const meta of metas) {
    if (meta === null) throw unsound()
    checkValue(values, meta % 16, Math.floor(meta / 16))
  }
  if (!values.done) throw unsound()
  return { metas: metas as number[], values: { bytes, at, end } }
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

function readPredecessors({
  columns,
  startOp,
  actors,
  count,
  form,
}: Reading): Pick<Operations, 'predCounts' | 'predActors' | 'predCounters'> {
  const predCounts = readRuns(columns.get(COLUMN.predCount), { limit: count, form }, unsignedValue)
  if (predCounts.length !== count) throw unsound()
  let total = 0
  for (const preds of predCounts) {
    total += preds ?? Number.POSITIVE_INFINITY
    if (total > MAX_PREDECESSORS) throw unsound()
  }
  const predActors = readRuns(columns.get(COLUMN.predActor), { limit: total, form }, unsignedValue)
  const predCounters = readDeltas(columns.get(COLUMN.predCounter), { limit: total, form })
  if (predActors.length !== total || predCounters.length !== total) throw unsound()
  for (let i = 0, next = 0; i < count; i++) {
    for (let left = predCounts[i]!; left > 0; left--, next++) {
      const actor = predActors[next] ?? null
      const counter = predCounters[next] ?? null
      if (actor === null || counter === null) throw unsound()
      checkOpId(actor, counter, startOp + i, actors)
    }
  }
  return {
    predCounts: predCounts as number[],
    predActors: total === 0 ? undefined : predActors,
    predCounters: total === 0 ? undefined : predCounters,
  }
}

/** An operation can only know those with lower numbers. */
function checkOpId(actor: number, counter: number, own: number, actors: number): void {
  if (actor >= actors || counter < 1 || counter >= own) throw unsound()
}
