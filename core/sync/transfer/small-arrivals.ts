import { toHex } from '../../shared/bytes.ts'
import { documentOfUnit } from '../protocol/decode.ts'

/** Documents that are being stored from a small batch: what came alone is passed on before what came in bulk. */
export class SmallArrivals {
  readonly #documents = new Set<string>()

  has(document: Uint8Array): boolean {
    return this.#documents.has(toHex(document))
  }

  /** @param store takes the units in, and tells of it before it is through */
  async during<T>(units: readonly Uint8Array[], store: () => Promise<T>): Promise<T> {
    const documents = units.flatMap((unit) => documentOfUnit(unit) ?? []).map(toHex)
    for (const document of documents) this.#documents.add(document)
    try {
      return await store()
    } finally {
      for (const document of documents) this.#documents.delete(document)
    }
  }
}
