import { toHex } from '../../shared/bytes.ts'
import { documentOfUnit } from '../protocol/decode.ts'
import { SMALL_BATCH_BYTES } from '../protocol/limits.ts'

/** Whether so little came at once that somebody may be waiting for it. */
export function isSmall(units: readonly Uint8Array[]): boolean {
  return bytesOf(units) <= SMALL_BATCH_BYTES
}

/** Bytes of all these units. */
export function bytesOf(units: readonly Uint8Array[]): number {
  return units.reduce((sum, unit) => sum + unit.byteLength, 0)
}

/**
 * What all connected laptops bring, on its way into the replica. Large batches are stored one at a time, whoever they
 * come from, so that a small one waits for one of them at most, in a full room as between two.
 */
export class Arrivals {
  readonly #small = new Set<string>()
  #large: Promise<unknown> = Promise.resolve()

  /** Whether a document is being stored from a small batch: what came by itself is passed on before what came in bulk. */
  isSmall(document: Uint8Array): boolean {
    return this.#small.has(toHex(document))
  }

  /** @param store takes the units in, and tells of it before it is through */
  async store<T>(units: readonly Uint8Array[], store: () => Promise<T>): Promise<T> {
    return await (isSmall(units) ? this.#storeSmall(units, store) : this.#storeLarge(store))
  }

  async #storeSmall<T>(units: readonly Uint8Array[], store: () => Promise<T>): Promise<T> {
    const documents = units.flatMap((unit) => documentOfUnit(unit) ?? []).map(toHex)
    for (const document of documents) this.#small.add(document)
    try {
      return await store()
    } finally {
      for (const document of documents) this.#small.delete(document)
    }
  }

  async #storeLarge<T>(store: () => Promise<T>): Promise<T> {
    const turn = this.#large.then(store)
    this.#large = turn.catch(() => undefined)
    return await turn
  }
}
