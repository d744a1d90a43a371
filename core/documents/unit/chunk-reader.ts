import { MeshError } from '../../shared/errors.ts'

/** The one answer to a change that is not as Muster writes it. */
export function unsound(): MeshError {
  return new MeshError('documents/unsound', 'A change that is not as it should be')
}

/**
 * Reads the numbers of Automerge's formats from `bytes`, never past `end`. Numbers are LEB128 in their shortest form,
 * as Automerge itself demands in headers, and no greater than 2^53 - 1, which Automerge does not demand.
 */
export class ChunkReader {
  readonly bytes: Uint8Array
  readonly end: number
  at: number

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get done(): boolean {
    return this.at >= this.end
  }

  /** Unsigned LEB128. @throws MeshError `documents/unsound` */
  unsigned(): number {
    let value = 0
    let scale = 1
    for (;;) {
      if (this.at >= this.end) throw unsound()
      const byte = this.bytes[this.at++]!
      value += (byte & 0x7f) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw unsound()
      if (byte < 0x80) {
        if (byte === 0 && scale > 1) throw unsound() // overlong
        return value
      }
      scale *= 128
      if (scale > Number.MAX_SAFE_INTEGER) throw unsound()
    }
  }

  /** Signed LEB128. @throws MeshError `documents/unsound` */
  signed(): number {
    // Up to 8 bytes hold a safe integer; their 56 bits do not fit a double, so the upper and lower halves are kept apart
    let low = 0
    let high = 0
    let previous = 0
    for (let count = 0; count < 8; count++) {
      if (this.at >= this.end) throw unsound()
      const byte = this.bytes[this.at++]!
      const bits = byte & 0x7f
      if (count < 4) low += bits * 128 ** count
      else high += bits * 128 ** (count - 4)
      if (byte < 0x80) {
        const negative = byte >= 0x40
        if (count > 0 && byte === (negative ? 0x7f : 0) && previous >= 0x40 === negative) throw unsound() // overlong
        if (negative && count < 4) low -= 128 ** (count + 1)
        else if (negative) high -= 128 ** (count - 3)
        const value = high * 128 ** 4 + low
        if (!Number.isSafeInteger(value)) throw unsound()
        return value
      }
      previous = bits
    }
    throw unsound()
  }

  /** The next `length` bytes, as a view. @throws MeshError `documents/unsound` */
  take(length: number): Uint8Array {
    const from = this.at
    if (length > this.end - from) throw unsound()
    this.at = from + length
    return this.bytes.subarray(from, this.at)
  }
}

/** Of several ways to write the same columns Automerge uses one. What is read in another one is noted here. */
export interface Form {
  canonical: boolean
}

/**
 * Run-length encoded values (Automerge's storage format, "RLE columns"): at most `limit`, which is checked before
 * a run is spread out, so a byte cannot become a million values. A null run gives nulls. In canonical form no run has one
 * value, and no two neighbours are such that one would have held both.
 * @throws MeshError `documents/unsound`
 */
export function readRuns<T>(
  column: ChunkReader | undefined,
  { limit, form }: { readonly limit: number; readonly form: Form },
  value: (column: ChunkReader) => T,
): (T | null)[] {
  const values: (T | null)[] = []
  if (column === undefined) return values
  let last: T | null | undefined
  let wasLiteral = false
  while (!column.done) {
    const run = column.signed()
    const length = run === 0 ? column.unsigned() : Math.abs(run)
    if (length < 1 || length > limit - values.length) throw unsound()
    if (run < 0) {
      if (wasLiteral) form.canonical = false
      for (let left = length; left > 0; left--) {
        const next = value(column)
        if (next === last) form.canonical = false
        values.push(next)
        last = next
      }
    } else {
      const next = run === 0 ? null : value(column)
      if (run === 1 || next === last) form.canonical = false
      for (let left = length; left > 0; left--) values.push(next)
      last = next
    }
    wasLiteral = run < 0
  }
  return values
}

/** As {@link readRuns}, of numbers each given as the difference from the one before it (from 0). */
export function readDeltas(
  column: ChunkReader | undefined,
  options: { readonly limit: number; readonly form: Form },
): (number | null)[] {
  const values = readRuns(column, options, signedValue)
  let last = 0
  for (let i = 0; i < values.length; i++) {
    const delta = values[i]!
    if (delta === null) continue
    last += delta
    if (!Number.isSafeInteger(last)) throw unsound()
    values[i] = last
  }
  return values
}

/** Booleans from a column of alternating run lengths, false first, at most `limit`. @throws MeshError `documents/unsound` */
export function readBooleans(
  column: ChunkReader | undefined,
  { limit, form }: { readonly limit: number; readonly form: Form },
): boolean[] {
  const values: boolean[] = []
  for (let value = false; column !== undefined && !column.done; value = !value) {
    const length = column.unsigned()
    if (length > limit - values.length) throw unsound()
    if (length === 0 && (value || column.done)) form.canonical = false
    for (let left = length; left > 0; left--) values.push(value)
  }
  return values
}

export const unsignedValue = (column: ChunkReader): number => column.unsigned()
const signedValue = (column: ChunkReader): number => column.signed()
