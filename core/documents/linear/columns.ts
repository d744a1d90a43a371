import { COLUMN, type Operations } from '../unit/change-ops.ts'
import { ChunkReader, unsignedValue, unsound } from '../unit/chunk-reader.ts'

/** The operations of one change, column by column; `undefined` where a whole column is null. */
export interface OperationColumns {
  readonly count: number
  readonly actions: readonly number[]
  readonly objectActors: Column<number>
  readonly objectCounters: Column<number>
  readonly keyActors: Column<number>
  readonly keyCounters: Column<number>
  readonly keyTexts: Column<string>
  readonly inserts: readonly boolean[]
  readonly metas: readonly number[]
  /** Behind the metas' lengths, one after the other. */
  readonly values: ChunkReader
  readonly predCounts: readonly number[]
  readonly predActors: Column<number>
  readonly predCounters: Column<number>
}
type Column<T> = readonly (T | null)[] | undefined

/**
 * Reads the operations of a change that was found to be in form, and takes only the one encoding that Automerge itself
 * writes: what is here cannot be something else there.
 * @throws MeshError `documents/unsound`
 */
export function readOperationColumns({ count, columns }: Operations): OperationColumns {
  const reader = (column: number): ChunkReader | undefined => {
    const found = columns.get(column)
    if (found === undefined) return undefined
    if (found.at === found.end) throw unsound() // an empty column is left out
    return new ChunkReader(found.bytes, found.at, found.end)
  }
  const counts = present(runs(reader(COLUMN.predCount), count, unsignedValue), count)
  const preds = counts.reduce((sum, item) => sum + item, 0)
  return {
    count,
    actions: present(runs(reader(COLUMN.action), count, unsignedValue), count),
    objectActors: whole(runs(reader(COLUMN.objectActor), count, unsignedValue), count),
    objectCounters: whole(runs(reader(COLUMN.objectCounter), count, unsignedValue), count),
    keyActors: whole(runs(reader(COLUMN.keyActor), count, unsignedValue), count),
    keyCounters: whole(deltas(reader(COLUMN.keyCounter), count), count),
    keyTexts: whole(runs(reader(COLUMN.keyText), count, readText), count),
    inserts: booleans(reader(COLUMN.insert), count),
    metas: present(runs(reader(COLUMN.valueMeta), count, unsignedValue), count),
    values: reader(COLUMN.value) ?? new ChunkReader(new Uint8Array(0), 0, 0),
    predCounts: counts,
    predActors: whole(runs(reader(COLUMN.predActor), preds, unsignedValue), preds),
    predCounters: whole(deltas(reader(COLUMN.predCounter), preds), preds),
  }
}

/** Run-length encoded values in canonical form: no run of one, no two neighbours that one would have held. */
function runs<T>(column: ChunkReader | undefined, limit: number, value: (column: ChunkReader) => T): (T | null)[] {
  const values: (T | null)[] = []
  if (column === undefined) return values
  let last: T | null | undefined
  let wasLiteral = false
  while (!column.done) {
    const run = column.signed()
    const length = run === 0 ? column.unsigned() : Math.abs(run)
    if (length < 1 || length > limit - values.length) throw unsound()
    if (run < 0) {
      if (wasLiteral) throw unsound()
      for (let left = length; left > 0; left--) {
        const next = value(column)
        if (next === last) throw unsound()
        values.push(next)
        last = next
      }
    } else {
      if (run === 1) throw unsound()
      const next = run === 0 ? null : value(column)
      if (next === last) throw unsound()
      for (let left = length; left > 0; left--) values.push(next)
      last = next
    }
    wasLiteral = run < 0
  }
  return values
}

function deltas(column: ChunkReader | undefined, limit: number): (number | null)[] {
  let last = 0
  return runs(column, limit, (reader) => reader.signed()).map((delta) => (delta === null ? null : (last += delta)))
}

function booleans(column: ChunkReader | undefined, limit: number): boolean[] {
  const values: boolean[] = []
  for (let value = false; column !== undefined && !column.done; value = !value) {
    const length = column.unsigned()
    if (length > limit - values.length || (length === 0 && (value || column.done))) throw unsound()
    for (let left = length; left > 0; left--) values.push(value)
  }
  if (values.length !== limit) throw unsound()
  return values
}

function readText(column: ChunkReader): string {
  return Buffer.from(column.take(column.unsigned())).toString()
}

function whole<T>(values: (T | null)[], count: number): (T | null)[] | undefined {
  if (values.length === 0) return undefined
  if (values.length !== count || values.every((value) => value === null)) throw unsound()
  return values
}

function present<T>(values: (T | null)[], count: number): T[] {
  if (values.length !== count || values.includes(null)) throw unsound()
  return values as T[]
}
