import { type ChunkReader, unsound } from './chunk-reader.ts'

/** Of several ways to write the same columns Automerge uses one. What is read in another one is noted here. */
export interface Form {
  canonical: boolean
}

/** A column as it is written: each value, and how many times it stands one after the other. */
export interface Runs<T> {
  readonly values: (T | null)[]
  readonly lengths: number[]
  /** Of the lengths. */
  total: number
}

interface Options {
  /** Most values of the column. */
  readonly limit: number
  readonly form: Form
}

/**
 * Run-length encoded values (Automerge's storage format, "RLE columns"): at most `limit`. A null run gives null. In canonical form
 * no run has one value, and no two neighbours are such that one would have held both.
 * @throws MeshError `documents/unsound`
 */
export function readRuns<T>(
  column: ChunkReader | undefined,
  { limit, form }: Options,
  value: (column: ChunkReader) => T,
): Runs<T> {
  const runs: Runs<T> = { values: [], lengths: [], total: 0 }
  if (column === undefined) return runs
  let last: T | null | undefined
  let wasLiteral = false
  while (!column.done) {
    const run = column.signed()
    const length = run === 0 ? column.unsigned() : Math.abs(run)
    if (length < 1 || length > limit - runs.total) throw unsound()
    if (run < 0) {
      if (wasLiteral) form.canonical = false
      for (let left = length; left > 0; left--) {
        const next = value(column)
        if (next === last) form.canonical = false
        add(runs, next, 1)
        last = next
      }
    } else {
      const next = run === 0 ? null : value(column)
      if (run === 1 || next === last) form.canonical = false
      add(runs, next, length)
      last = next
    }
    wasLiteral = run < 0
  }
  return runs
}

/** Booleans from a column of alternating run lengths, false first, at most `limit`. @throws MeshError `documents/unsound` */
export function readBooleans(column: ChunkReader | undefined, { limit, form }: Options): Runs<boolean> {
  const runs: Runs<boolean> = { values: [], lengths: [], total: 0 }
  for (let value = false; column !== undefined && !column.done; value = !value) {
    const length = column.unsigned()
    if (length > limit - runs.total) throw unsound()
    if (length > 0) add(runs, value, length)
    else if (value || column.done) form.canonical = false
  }
  return runs
}

/** The values one by one. */
export function spread<T>({ values, lengths }: Runs<T>): (T | null)[] {
  return values.flatMap((value, at) => Array.from({ length: lengths[at]! }, () => value))
}

/** Numbers that were each given as the difference from the one before it (from 0). @throws MeshError `documents/unsound` */
export function summed(deltas: readonly (number | null)[]): (number | null)[] {
  let last = 0
  return deltas.map((delta) => {
    if (delta === null) return null
    last += delta
    if (!Number.isSafeInteger(last)) throw unsound()
    return last
  })
}

/** Goes through a column run by run, together with others whose runs end elsewhere. */
export class RunCursor<T> {
  readonly #runs: Runs<T>
  #at = 0
  /** Of the present run; 0 at the end. */
  left: number

  /** @throws MeshError `documents/unsound` for a column of other length; one that is absent is null throughout */
  constructor(runs: Runs<T>, count: number) {
    if (runs.total === 0) add(runs, null, count)
    if (runs.total !== count) throw unsound()
    this.#runs = runs
    this.left = runs.lengths[0] ?? 0
  }

  get value(): T | null {
    return this.#runs.values[this.#at]!
  }

  /** @param count at most {@link left} */
  skip(count: number): void {
    this.left -= count
    if (this.left === 0) this.left = this.#runs.lengths[++this.#at] ?? 0
  }
}

function add<T>(runs: Runs<T>, value: T | null, length: number): void {
  runs.values.push(value)
  runs.lengths.push(length)
  runs.total += length
}

export const unsignedValue = (column: ChunkReader): number => column.unsigned()
export const signedValue = (column: ChunkReader): number => column.signed()
