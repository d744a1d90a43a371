import { fromHex, toHex } from '../../../shared/bytes.ts'
import { encodeCbor } from '../../../shared/cbor.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'

import type { QuarantineReason } from '../ports.ts'

const SPACE = 10
/** Units kept whole, as proofs; of later ones only the id stays, so that nobody can fill the disk with them. */
const MAX_KEPT = 1000

/** What was taken out and must not come back: units that broke a document, and documents that were erased. */
export class Quarantine {
  readonly #store: SealedStore
  readonly #network: Uint8Array
  readonly #units = new Set<string>()
  readonly #erased = new Set<string>()

  constructor(options: { store: SealedStore; network: Uint8Array }) {
    this.#store = options.store
    this.#network = options.network
  }

  load(): void {
    for (const { value } of this.#store.list(SPACE, this.#group('units')))
      if (value !== undefined) this.#units.add(toHex(value))
    for (const { value } of this.#store.list(SPACE, this.#group('tombstones')))
      if (value !== undefined) this.#erased.add(toHex(value))
  }

  /** Whether a unit (id, hex) is in quarantine. */
  has(unit: string): boolean {
    return this.#units.has(unit)
  }

  /** Whether a document (id, hex) was erased: for good. */
  isErased(document: string): boolean {
    return this.#erased.has(document)
  }

  /** Number of units in quarantine. */
  get size(): number {
    return this.#units.size
  }

  /** Adds a unit to a batch. @returns what to call once it is committed */
  add(
    batch: Batch,
    unit: { readonly id: string; readonly bytes: Uint8Array; readonly reason: QuarantineReason },
  ): () => void {
    const id = fromHex(unit.id)
    batch.put({ space: SPACE, group: this.#group('units'), item: id }, id)
    if (this.#units.size < MAX_KEPT)
      batch.put({ space: SPACE, group: this.#group('proofs'), item: id }, encodeCbor([1, unit.reason, unit.bytes]))
    return () => void this.#units.add(unit.id)
  }

  /** Adds a tombstone to a batch. @returns what to call once it is committed */
  erase(batch: Batch, document: string): () => void {
    batch.put({ space: SPACE, group: this.#group('tombstones'), item: fromHex(document) }, fromHex(document))
    return () => void this.#erased.add(document)
  }

  /** Adds to a batch the end of it all: the network is left. */
  deleteAll(batch: Batch): void {
    for (const name of ['units', 'proofs', 'tombstones']) batch.deleteGroup(SPACE, this.#group(name))
  }

  #group(name: string): Uint8Array {
    return Buffer.concat([this.#network, Buffer.from(name)])
  }
}
