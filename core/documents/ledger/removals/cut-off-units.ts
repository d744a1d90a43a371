import { fromHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'
import { readUnit } from '../../unit/unit.ts'
import type { SetAside } from '../rows/quarantine.ts'
import type { StoredUnit } from '../rows/document-state.ts'

const SPACE = 10
/** Why a unit was set aside, as a backup says it of these. */
export const CUT_OFF = 'cut-off'

/** One that is cut off; ids hex. */
export interface CutOffUnit {
  readonly id: string
  readonly document: string
  readonly session: string
  readonly sequence: number
  /** Local, ascending in the order in which they were once accepted. */
  readonly order: number
}

/**
 * Units that count for nothing because of a removal, not for what they are: kept whole until the membership log lets them count,
 * or their document is erased. They are in no record and go to nobody.
 */
export class CutOffUnits {
  readonly #store: SealedStore
  readonly #group: Uint8Array
  /** Read from the disk when first asked for: few networks have any. */
  #units: Map<string, CutOffUnit> | undefined

  constructor(options: { store: SealedStore; network: Uint8Array }) {
    this.#store = options.store
    this.#group = Buffer.concat([options.network, Buffer.from('cut-off')])
  }

  has(id: string): boolean {
    return this.#all().has(id)
  }

  /** Document (hex) -> its units in the order in which they were once accepted. */
  byDocument(): ReadonlyMap<string, readonly CutOffUnit[]> {
    const sorted = [...this.#all().values()].toSorted((a, b) => a.order - b.order)
    return Map.groupBy(sorted, ({ document }) => document)
  }

  /** A unit as it was signed; undefined where the disk has lost it. */
  bytes(id: string): Uint8Array | undefined {
    const row = this.#store.get(this.#place(id))
    return row && (decodeCbor(row) as [number, number, Uint8Array])[2]
  }

  /** Adds a unit to a batch. @returns what to call once it is committed */
  add(batch: Batch, { order, bytes }: Pick<StoredUnit, 'order' | 'bytes'>): () => void {
    const unit = unitOf(bytes, order)
    batch.put(this.#place(unit.id), encodeCbor([1, order, bytes]))
    return () => void this.#units?.set(unit.id, unit)
  }

  /** Adds the end of some (ids, hex) to a batch. @returns what to call once it is committed */
  delete(batch: Batch, ids: readonly string[]): () => void {
    for (const id of ids) batch.delete(this.#place(id))
    return () => {
      for (const id of ids) this.#units?.delete(id)
    }
  }

  /** Adds to a batch the end of all that is kept of these documents (ids, hex). @returns what to call once it is committed */
  forget(batch: Batch, documents: ReadonlySet<string>): () => void {
    const units = [...this.#all().values()].filter(({ document }) => documents.has(document))
    return this.delete(
      batch,
      units.map(({ id }) => id),
    )
  }

  /** All of them, for a backup, with the session that signed each. */
  *all(): Generator<SetAside> {
    for (const units of this.byDocument().values())
      for (const { id, session } of units) {
        const bytes = this.bytes(id)
        if (bytes !== undefined) yield { unit: fromHex(id), reason: CUT_OFF, bytes, session: fromHex(session) }
      }
  }

  /** Adds to a batch the end of it all: the network is left. */
  deleteAll(batch: Batch): void {
    batch.deleteGroup(SPACE, this.#group)
  }

  #all(): Map<string, CutOffUnit> {
    if (this.#units === undefined) {
      this.#units = new Map()
      for (const { value } of this.#store.list(SPACE, this.#group)) {
        if (value === undefined) continue
        const [, order, bytes] = decodeCbor(value) as [number, number, Uint8Array]
        const unit = unitOf(bytes, order)
        this.#units.set(unit.id, unit)
      }
    }
    return this.#units
  }

  #place(id: string): { space: number; group: Uint8Array; item: Uint8Array } {
    return { space: SPACE, group: this.#group, item: fromHex(id) }
  }
}

function unitOf(bytes: Uint8Array, order: number): CutOffUnit {
  const { id, header } = readUnit(bytes)
  const { document, session, sequence } = header
  return { id, document, session, sequence, order }
}
