import { isUtf8 } from 'node:buffer'

import { COLUMN, INCREMENT, MAX_OPERATIONS, type Operations, type Stretch } from './change-ops.ts'
import { ChunkReader, unsound } from './chunk-reader.ts'
import { readBooleans, readRuns, RunCursor, signedValue, spread, summed, unsignedValue } from './columns.ts'
import type { Form, Runs } from './columns.ts'
import { OperationChecks } from './operation-checks.ts'

/** Longest map key. */
const MAX_KEY_BYTES = 256
const MAX_PREDECESSORS = 4 * MAX_OPERATIONS
const KNOWN_COLUMNS: ReadonlySet<number> = new Set(Object.values(COLUMN))

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
  const count = actions.total
  if (count === 0 || actions.values.includes(null)) throw unsound()
  const predecessors = readPredecessors(columns, { count, form })
  const cursors = cursorsOf(columns, { actions, predCounts: predecessors.counts, count, form })
  const values = columns.get(COLUMN.value) ?? new ChunkReader(new Uint8Array(0), 0, 0)
  const { bytes, at, end } = values
  const checks = new OperationChecks({ startOp, actors, values, predecessors })
  const stretches: Stretch[] = []
  for (let done = 0, keyCounter = 0; done < count;) {
    const stretch = nextStretch(cursors, keyCounter)
    checks.check(stretch, startOp + done)
    stretches.push(stretch)
    done += stretch.count
    if (stretch.keyCounter !== null) keyCounter = stretch.keyCounter + (stretch.count - 1) * stretch.keyStep
  }
  if (!values.done) throw unsound()
  if (checks.named.includes(0, 1)) throw unsound() // Automerge would lose an actor that no operation names, and the hash with it
  const { actors: predActors, counters: predCounters } = predecessors
  return {
    count,
    canonical: form.canonical,
    stretches,
    values: { bytes, at, end },
    predActors,
    predCounters,
    named: checks.named,
  }
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

type Columns = ReadonlyMap<number, ChunkReader>
type Cursors = ReturnType<typeof cursorsOf>

function cursorsOf(
  columns: Columns,
  about: { actions: Runs<number>; predCounts: Runs<number>; count: number; form: Form },
) {
  const { actions, predCounts, count, form } = about
  const all = { limit: count, form }
  const cursor = <T>(id: number, value: (column: ChunkReader) => T): RunCursor<T> => {
    const runs = readRuns(columns.get(id), all, value)
    if (runs.values.length === 1 && runs.values[0] === null) form.canonical = false // absent when all of it is null
    return new RunCursor(runs, count)
  }
  const by = {
    action: new RunCursor(actions, count),
    objectActor: cursor(COLUMN.objectActor, unsignedValue),
    objectCounter: cursor(COLUMN.objectCounter, unsignedValue),
    keyActor: cursor(COLUMN.keyActor, unsignedValue),
    keyStep: cursor(COLUMN.keyCounter, signedValue),
    keyText: cursor(COLUMN.keyText, readKey),
    insert: new RunCursor(readBooleans(columns.get(COLUMN.insert), all), count),
    meta: cursor(COLUMN.valueMeta, unsignedValue),
    preds: new RunCursor(predCounts, count),
  }
  return { by, all: Object.values(by) }
}

/** @param keyCounter the last one that was not null, from 0 */
function nextStretch(cursors: Cursors, keyCounter: number): Stretch {
  const { action, objectActor, objectCounter, keyActor, keyStep, keyText, insert, meta, preds } = cursors.by
  const count = Math.min(...cursors.all.map(({ left }) => left))
  const step = keyStep.value
  if (action.value === null || insert.value === null || meta.value === null || preds.value === null) throw unsound()
  const stretch = {
    count,
    action: action.value,
    objectActor: objectActor.value,
    objectCounter: objectCounter.value,
    keyText: keyText.value,
    keyActor: keyActor.value,
    keyCounter: step === null ? null : keyCounter + step,
    keyStep: step ?? 0,
    insert: insert.value,
    meta: meta.value,
    preds: preds.value,
  }
  for (const cursor of cursors.all) cursor.skip(count)
  return stretch
}

interface Predecessors {
  readonly counts: Runs<number>
  readonly actors: readonly number[]
  readonly counters: readonly number[]
}

function readPredecessors(columns: Columns, { count, form }: { count: number; form: Form }): Predecessors {
  const counts = readRuns(columns.get(COLUMN.predCount), { limit: count, form }, unsignedValue)
  let total = 0
  for (const [at, preds] of counts.values.entries()) {
    total += (preds ?? Number.POSITIVE_INFINITY) * counts.lengths[at]!
    if (total > MAX_PREDECESSORS) throw unsound()
  }
  const actors = spread(readRuns(columns.get(COLUMN.predActor), { limit: total, form }, unsignedValue))
  const counters = summed(spread(readRuns(columns.get(COLUMN.predCounter), { limit: total, form }, signedValue)))
  if (actors.length !== total || counters.length !== total) throw unsound()
  if (actors.includes(null) || counters.includes(null)) throw unsound()
  return { counts, actors: actors as number[], counters: counters as number[] }
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
