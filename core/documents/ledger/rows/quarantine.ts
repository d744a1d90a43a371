import { fromHex, toHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'
import { readUnit, type Unit } from '../../unit/unit.ts'

import type { QuarantineReason } from '../ports.ts'

const SPACE = 10
/** Units kept whole, as proofs; of later ones only the id stays, so that nobody can fill the disk with them. */
const MAX_KEPT = 1000

/** A unit in quarantine as a backup keeps it. */
export interface SetAside {
  /** Its id, 16 bytes. */
  readonly unit: Uint8Array
  /** '' where it was not kept. */
  readonly reason: string
  /** Undefined for one of which only the id is kept. */
  readonly bytes: Uint8Array | undefined
  /** Session (16 bytes) of one that may count again. */
  readonly session?: Uint8Array
}

/** What was taken out and must not come back: units that broke a document. */
export class Quarantine {
  readonly #store: SealedStore
  readonly #network: Uint8Array
  readonly #units = new Set<string>()

  constructor(options: { store: SealedStore; network: Uint8Array }) {
    this.#store = options.store
    this.#network = options.network
  }

  load(): void {
    for (const { value } of this.#store.list(SPACE, this.#group('units')))
      if (value !== undefined) this.#units.add(toHex(value))
  }

  /** Whether a unit (id, hex) is in quarantine. */
  has(unit: string): boolean {
    return this.#units.has(unit)
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

  /** All that is in quarantine, with the units that were kept as proofs: for a backup. */
  *all(): Generator<SetAside> {
    for (const unit of this.#units) {
      const row = unlessDamaged(() =>
        this.#store.get({ space: SPACE, group: this.#group('proofs'), item: fromHex(unit) }),
      )
      const [, reason, bytes] = (row === undefined ? [] : decodeCbor(row)) as [number?, string?, Uint8Array?]
      yield { unit: fromHex(unit), reason: reason ?? '', bytes }
    }
  }

  /** Adds to a batch what a backup had in quarantine. @returns what to call once it is committed */
  take(batch: Batch, { unit, reason, bytes }: SetAside): () => void {
    const id = toHex(unit)
    if (this.#units.has(id)) return () => undefined
    if (bytes !== undefined) return this.add(batch, { id, bytes, reason: reason as QuarantineReason })
    batch.put({ space: SPACE, group: this.#group('units'), item: unit }, unit)
    return () => void this.#units.add(id)
  }

  /** Adds to a batch the end of all that is kept of the units of these documents (ids, hex); their own ids stay known. */
  forget(batch: Batch, documents: ReadonlySet<string>): void {
    if (this.#units.size === 0) return
    for (const { value } of this.#store.list(SPACE, this.#group('proofs'))) {
      const unit = value && readProof(value)
      if (unit !== undefined && documents.has(unit.header.document))
        batch.delete({ space: SPACE, group: this.#group('proofs'), item: fromHex(unit.id) })
    }
  }

  /** Adds to a batch the end of it all: the network is left. */
  deleteAll(batch: Batch): void {
    for (const name of ['units', 'proofs']) batch.deleteGroup(SPACE, this.#group(name))
  }

  #group(name: string): Uint8Array {
    return Buffer.concat([this.#network, Buffer.from(name)])
  }
}

function readProof(row: Uint8Array): Unit | undefined {
  try {
    const [, , bytes] = decodeCbor(row) as [number, string, Uint8Array]
    return readUnit(bytes)
  } catch {
    return undefined
  }
}

function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
