import { fromHex, toHex } from '../../../shared/bytes.ts'

/** Which unit has a session's number, and in which document it is. Ids hex. */
export interface SequenceUse {
  readonly sequence: number
  readonly document: string
  readonly unit: string
}

const USE_BYTES = 8 + 16 + 16

/** Packed: u64be sequence, document id, unit id, one use after the other. */
export function encodeUses(uses: readonly SequenceUse[]): Uint8Array {
  const bytes = Buffer.alloc(uses.length * USE_BYTES)
  for (const [index, { sequence, document, unit }] of uses.entries()) {
    bytes.writeBigUInt64BE(BigInt(sequence), index * USE_BYTES)
    bytes.set(fromHex(document), index * USE_BYTES + 8)
    bytes.set(fromHex(unit), index * USE_BYTES + 24)
  }
  return bytes
}

export function* decodeUses(packed: Uint8Array): Generator<SequenceUse> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  for (let at = 0; at + USE_BYTES <= bytes.length; at += USE_BYTES) {
    yield {
      sequence: Number(bytes.readBigUInt64BE(at)),
      document: toHex(bytes.subarray(at + 8, at + 24)),
      unit: toHex(bytes.subarray(at + 24, at + 40)),
    }
  }
}

/** Which numbers of a session are held: all up to `prefix`, and some beyond, since units come by document. */
export class Sequences {
  readonly #beyond = new Set<number>()
  #prefix = 0

  /** All numbers from 1 to this one are held. */
  get prefix(): number {
    return this.#prefix
  }

  has(sequence: number): boolean {
    return sequence <= this.#prefix || this.#beyond.has(sequence)
  }

  add(sequence: number): void {
    if (this.has(sequence)) return
    this.#beyond.add(sequence)
    while (this.#beyond.delete(this.#prefix + 1)) this.#prefix++
  }
}
