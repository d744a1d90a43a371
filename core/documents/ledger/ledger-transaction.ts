import { encodeCbor } from '../../shared/cbor.ts'
import type { IndexBlocks } from '../index/index-blocks.ts'
import type { Entry, RecordIndex } from '../index/record-index.ts'
import type { Batch, SealedStore } from '../store/sealed-store.ts'

import type { Timeline } from './past/timeline.ts'
import type { DocumentRows } from './rows/document-rows.ts'
import type { DocumentState, StoredRecord, StoredUnit } from './rows/document-state.ts'
import type { QuarantineReason } from './ports.ts'
import type { CutOffUnits } from './removals/cut-off-units.ts'
import type { SequenceUse } from './rows/sequences.ts'
import type { Quarantine } from './rows/quarantine.ts'
import type { KnownSession, SessionBook } from './rows/sessions.ts'

/** What a transaction works on: the ledger's holdings, which make the transactions. */
export interface Held {
  readonly store: SealedStore
  readonly rows: DocumentRows
  readonly index: RecordIndex
  readonly blocks: IndexBlocks
  readonly sessions: SessionBook
  readonly quarantine: Quarantine
  readonly cutOff: CutOffUnits
  readonly timeline: Timeline
  readonly revision: number
  state(document: string): DocumentState | undefined
  nextOrder(): number
  metaName(): { space: number; group: Uint8Array; item: Uint8Array }
}

/** What only the transaction and its holdings know of each other. */
export interface Counters {
  claimRevision: (grows: boolean) => number
  committed: (revision: number) => void
  meta: (revision: number, count: number) => readonly number[]
}

/**
 * Changes that become durable and visible together: units, what is derived from them, the index, the sessions' numbers.
 * Sealing goes on while collecting, which may take several turns of the event loop; `commit` is one step.
 */
export class LedgerTransaction {
  readonly #holdings: Held
  readonly #counters: Counters
  readonly #batch: ReturnType<SealedStore['batch']>
  readonly #states = new Map<string, DocumentState>()
  readonly #hashes = new Map<string, string[]>()
  readonly #entries = new Map<string, (revision: number) => Entry>()
  readonly #uses = new Map<KnownSession, SequenceUse[]>()
  readonly #gone = new Set<string>()
  readonly #after: (() => void)[] = []
  /** When the units of this transaction came is noted. */
  #dated = false

  constructor(holdings: Held, counters: Counters) {
    this.#holdings = holdings
    this.#counters = counters
    this.#batch = holdings.store.batch()
  }

  get batch(): Batch {
    return this.#batch
  }

  /** As it will be after the commit. @throws MeshError `documents/corrupt` */
  state(document: string): DocumentState | undefined {
    return this.#states.get(document) ?? this.#holdings.state(document)
  }

  /** Whether a change is held, or will be. The first change of the document is not counted. */
  holds(document: string, hash: string): boolean {
    if (this.#hashes.get(document)?.includes(hash)) return true
    const state = this.#states.get(document) ?? this.#holdings.state(document)
    // Most changes build on the heads: only others need the list of all hashes
    return state !== undefined && (state.heads.includes(hash) || this.#holdings.rows.hashes(document).has(hash))
  }

  addUnit(document: string, unit: Omit<StoredUnit, 'order'>, session: KnownSession): void {
    const order = this.#holdings.nextOrder()
    this.#holdings.rows.putUnit(this.#batch, document, { ...unit, order })
    this.#date(order)
    this.#after.push(() => this.#holdings.rows.noteUnit(document, unit))
    getOrMake(this.#hashes, document, () => []).push(...unit.hashes)
    getOrMake(this.#uses, session, () => []).push({ sequence: unit.sequence, document, unit: unit.id })
  }

  /** Puts a unit back in the place of a damaged one; the state knows of it already. */
  restoreUnit(document: string, unit: Omit<StoredUnit, 'order'>): void {
    const [order] = this.#holdings.rows.damagedUnits(document)
    this.#holdings.rows.putUnit(this.#batch, document, { ...unit, order: order ?? this.#holdings.nextOrder() })
  }

  setState(document: string, state: DocumentState): void {
    this.#states.set(document, state)
  }

  setRecord(document: string, record: StoredRecord): void {
    const { rows } = this.#holdings
    rows.putRecord(this.#batch, document, record)
    this.#after.push(() => rows.noteRecord(document, record))
  }

  /** `entry` is asked at the commit, with the revision of this transaction. */
  setEntry(document: string, entry: (revision: number) => Entry): void {
    this.#entries.set(document, entry)
  }

  /** Takes units out of a document and into quarantine; the document's state is set by the caller. */
  quarantine(document: string, units: readonly StoredUnit[], reason: QuarantineReason): void {
    const { rows, quarantine } = this.#holdings
    for (const unit of units) {
      rows.deleteUnit(this.#batch, document, unit.order)
      this.#after.push(quarantine.add(this.#batch, { id: unit.id, bytes: unit.bytes, reason }))
    }
    rows.deleteSnapshot(this.#batch, document)
    this.#after.push(() => rows.uncache(document))
  }

  /** Takes units out of a document that may count again one day; the document's state is set by the caller. */
  cutOff(document: string, units: readonly StoredUnit[]): void {
    this.drop(document, units)
    for (const unit of units) this.#after.push(this.#holdings.cutOff.add(this.#batch, unit))
  }

  /** Deletes units that do not fit any more but are nobody's fault: they may come back. */
  drop(document: string, units: readonly StoredUnit[]): void {
    for (const unit of units) this.#holdings.rows.deleteUnit(this.#batch, document, unit.order)
    this.#holdings.rows.deleteSnapshot(this.#batch, document)
    this.#after.push(() => this.#holdings.rows.uncache(document))
  }

  /** Ends a document. */
  forget(document: string): void {
    this.#gone.add(document)
  }

  /** Once for all its units: they become durable together. */
  #date(order: number): void {
    if (this.#dated) return
    this.#dated = true
    const { timeline, revision } = this.#holdings
    const noted = timeline.note(this.#batch, { order, revision })
    if (noted !== undefined) this.#after.push(noted)
  }

  after(task: () => void): void {
    this.#after.push(task)
  }

  /**
   * Durable when it returns (unless all of it is derived); then everyone sees it.
   * @returns the revision: a new one when units were added
   * @throws MeshError `documents/disk-full`, `documents/read-only`, `documents/unreadable`: nothing has changed then
   */
  commit(options: { readonly derived?: boolean } = {}): number {
    const { rows, blocks, sessions, store, index } = this.#holdings
    const revision = this.#counters.claimRevision(this.#uses.size > 0)
    const done: (() => void)[] = []
    for (const [session, uses] of this.#uses)
      done.push(sessions.add(this.#batch, { session, order: this.#holdings.nextOrder(), uses }))
    for (const [document, state] of this.#states) rows.putState(this.#batch, document, state)
    if (this.#gone.size > 0) done.push(blocks.erase(this.#batch, this.#gone))
    for (const document of this.#gone) rows.forget(this.#batch, document)
    const entries = Array.from(this.#entries.values(), (entry) => entry(revision))
    if (entries.length > 0) done.push(blocks.add(this.#batch, entries))
    const fresh = entries.filter((entry) => index.get(entry.id) === undefined).length
    const gone = [...this.#gone].filter((document) => index.get(document) !== undefined).length
    const count = index.size + fresh - gone
    this.#batch.put(this.#holdings.metaName(), encodeCbor(this.#counters.meta(revision, count)))
    store.commit(this.#batch, options)
    this.#counters.committed(revision)
    for (const [document, state] of this.#states) rows.noteState(document, state)
    for (const [document, hashes] of this.#hashes) rows.noteHashes(document, hashes)
    for (const document of this.#gone) rows.uncache(document)
    for (const task of [...done, ...this.#after]) task()
    return revision
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
