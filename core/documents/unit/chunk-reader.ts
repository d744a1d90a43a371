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
