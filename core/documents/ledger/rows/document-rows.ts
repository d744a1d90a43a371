import { fromHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import { MeshError } from '../../../shared/errors.ts'
import type { Authors, DocumentSource, DocumentStep } from '../../ports.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'
import { readChange, type ChangeHeader } from '../../unit/change-header.ts'
import { openUnit, readUnit, type UnitContent } from '../../unit/unit.ts'

import {
  decodeRecord,
  decodeState,
  decodeUnitRow,
  DERIVED,
  encodeRecord,
  encodeState,
  encodeUnitRow,
  packVector,
  UNITS,
  unpackVector,
  type DocumentState,
  type StoredRecord,
  type StoredUnit,
} from './document-state.ts'
import { type FreshBase, FreshChanges } from './fresh-changes.ts'
import { NewestUnits } from './newest-units.ts'
import type { Authority } from '../ports.ts'
import { RecentUnits } from '../recent-units.ts'

/** States and lists of hashes kept in memory, and records. */
const MAX_CACHED = 2000
const MAX_RECORDS = 32

/** Which derived row is which. Numbers, not names, spare an HMAC each. */
const STATE = 1
const RECORD = 2
const SNAPSHOT = 3

/** A saved document with all changes up to `vector` (session, hex -> number), and no other. */
export interface Snapshot {
  readonly vector: ReadonlyMap<string, number>
  readonly bytes: Uint8Array
}

/** The rows of each document of one network: its units (the truth), and state, record and snapshot (derived). */
export class DocumentRows {
  readonly #store: SealedStore
  readonly #network: Uint8Array
  readonly #authority: Authority
  readonly #personOf: (session: string) => string | undefined
  readonly #states = new Map<string, DocumentState>()
  readonly #hashes = new Map<string, Set<string>>()
  readonly #records = new Map<string, StoredRecord>()
  /** All changes of documents that came just now and are about to be applied: they need not be read and opened again. */
  readonly #fresh = new FreshChanges()
  readonly #newest = new NewestUnits()
  /** Units of others stored just now; who stores them adds them. */
  readonly recent = new RecentUnits()

  /** @param options.personOf the person (hex) behind a session (hex) */
  constructor(options: {
    store: SealedStore
    network: Uint8Array
    authority: Authority
    personOf: (session: string) => string | undefined
  }) {
    this.#personOf = options.personOf
    this.#store = options.store
    this.#network = options.network
    this.#authority = options.authority
  }

  /** @throws MeshError `documents/corrupt` */
  state(document: string): DocumentState | undefined {
    const cached = this.#states.get(document)
    if (cached !== undefined) return cached
    const row = this.#derived(document, STATE)
    if (row === undefined) return undefined
    const state = decodeState(row)
    remember(this.#states, document, state)
    return state
  }

  /** Not to be changed by who asks: it may be asked for again. @throws MeshError `documents/corrupt` */
  record(document: string): StoredRecord | undefined {
    const kept = this.#records.get(document)
    if (kept !== undefined) return kept
    const row = this.#derived(document, RECORD)
    return row && decodeRecord(row)
  }

  /** To be called once a batch with {@link putRecord} is committed: what was written just now is read next. */
  noteRecord(document: string, { heads, record, conflicts }: StoredRecord): void {
    remember(this.#records, document, { heads, record, conflicts }, MAX_RECORDS)
  }

  /** In the order of acceptance. Damaged ones are left out. */
  *units(document: string): Generator<StoredUnit> {
    const owner = this.#owner(document)
    for (const { number, value } of this.#store.list(UNITS, owner, owner)) {
      if (value !== undefined) yield decodeUnitRow(number, value)
    }
  }

  /** All units beyond a vector, in the order of acceptance, where they came just now; undefined when the disk is to be asked. */
  newestBeyond(document: string, held: ReadonlyMap<string, number>): readonly Omit<StoredUnit, 'order'>[] | undefined {
    const state = this.state(document)
    return state && this.#newest.between(document, held, state.vector)
  }

  /** Orders of the unit rows that cannot be read. */
  *damagedUnits(document: string): Generator<number> {
    const owner = this.#owner(document)
    for (const { number, value } of this.#store.list(UNITS, owner, owner)) if (value === undefined) yield number
  }

  /** Hashes of all changes held, without the first. Kept in step by {@link noteHashes}. */
  hashes(document: string): ReadonlySet<string> {
    let hashes = this.#hashes.get(document)
    if (hashes === undefined) {
      hashes = new Set()
      for (const unit of this.units(document)) for (const hash of unit.hashes) hashes.add(hash)
      remember(this.#hashes, document, hashes)
    }
    return hashes
  }

  noteHashes(document: string, hashes: readonly string[]): void {
    const known = this.#hashes.get(document)
    for (const hash of hashes) known?.add(hash)
  }

  /** A stored unit, opened. @throws MeshError `documents/corrupt` when its epoch's key is gone: it has been open before */
  content(unit: Pick<StoredUnit, 'bytes'>): UnitContent {
    const sealed = readUnit(unit.bytes)
    const key = this.#authority.unitKey(sealed.header.epoch)
    if (key === undefined) throw new MeshError('documents/corrupt', 'The key of a stored unit is gone')
    return openUnit(sealed, key)
  }

  /** The headers of a stored unit's changes. */
  headers(unit: StoredUnit): readonly ChangeHeader[] {
    return this.content(unit).changes.map((change) => readChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER }))
  }

  /** What the documents process needs to open a document; `only` leaves the snapshot and other units aside. */
  source(
    document: string,
    state: Pick<DocumentState, 'kind' | 'initialVersion' | 'vector' | 'creator'>,
    only?: readonly StoredUnit[],
  ): DocumentSource {
    const { kind, initialVersion } = state
    const authors = this.authors(state)
    const fresh = only === undefined ? this.#fresh.whole(document) : undefined
    if (fresh !== undefined) return { document, kind, initialVersion, snapshot: undefined, changes: fresh, authors }
    const snapshot = only === undefined ? this.snapshot(document) : undefined
    const changes: Uint8Array[] = []
    for (const unit of only ?? this.units(document)) {
      const last = unit.firstNumber + unit.hashes.length - 1
      if (snapshot === undefined || last > (snapshot.vector.get(unit.session) ?? 0))
        changes.push(...this.content(unit).changes)
    }
    return { document, kind, initialVersion, snapshot: snapshot?.bytes, changes, authors }
  }

  /** What came to a document since it was applied last; undefined where that is not at hand. */
  step(
    document: string,
    { kind, initialVersion, vector, creator }: Pick<DocumentState, 'kind' | 'initialVersion' | 'vector' | 'creator'>,
  ): DocumentStep | undefined {
    const since = this.#fresh.since(document)
    return since && { document, kind, initialVersion, ...since, authors: this.authors({ vector, creator }) }
  }

  /** Who wrote to a document of this state. */
  authors({ vector, creator }: Pick<DocumentState, 'vector' | 'creator'>): Authors {
    const persons: { [session: string]: string } = {}
    for (const session of vector.keys()) {
      const person = this.#personOf(session)
      if (person !== undefined) persons[session] = person
    }
    return { creator, persons }
  }

  /** A damaged or missing one is only slower. */
  snapshot(document: string): Snapshot | undefined {
    try {
      const row = this.#derived(document, SNAPSHOT)
      if (row === undefined) return undefined
      const [, vector, bytes] = decodeCbor(row) as [number, readonly (Uint8Array | number)[], Uint8Array]
      return { vector: unpackVector(vector), bytes }
    } catch {
      return undefined
    }
  }

  putUnit(batch: Batch, document: string, unit: StoredUnit): void {
    const owner = this.#owner(document)
    batch.put({ space: UNITS, group: owner, item: unit.order }, encodeUnitRow(unit), owner)
  }

  /** To be called once a batch with {@link putUnit} is committed, in the order of acceptance. */
  noteUnit(document: string, unit: Omit<StoredUnit, 'order'>): void {
    this.#newest.add(document, unit)
  }

  deleteUnit(batch: Batch, document: string, order: number): void {
    batch.delete({ space: UNITS, group: this.#owner(document), item: order })
  }

  putState(batch: Batch, document: string, state: DocumentState): void {
    this.#putDerived(batch, document, STATE, encodeState(state))
  }

  /** To be called once a batch with {@link putState} is committed. */
  noteState(document: string, state: DocumentState): void {
    remember(this.#states, document, state)
  }

  putRecord(batch: Batch, document: string, record: StoredRecord): void {
    this.#putDerived(batch, document, RECORD, encodeRecord(record))
  }

  putSnapshot(batch: Batch, document: string, snapshot: Snapshot): void {
    this.#putDerived(batch, document, SNAPSHOT, encodeCbor([1, packVector(snapshot.vector), snapshot.bytes]))
  }

  deleteSnapshot(batch: Batch, document: string): void {
    batch.delete({ space: DERIVED, group: this.#owner(document), item: SNAPSHOT })
  }

  /** Whether a document has its key here: only then can anything of it be read. */
  holds(document: string): boolean {
    return this.#store.holds(this.#owner(document))
  }

  /** Whether something derived cannot be read, or is not there: the state, or the record of one that `isApplied`. */
  isDerivedDamaged(document: string, isApplied: boolean): boolean {
    try {
      const [state, record, snapshot] = [STATE, RECORD, SNAPSHOT].map((item) => this.#derived(document, item))
      if (state === undefined || (isApplied && record === undefined)) return true
      decodeState(state)
      if (record !== undefined) decodeRecord(record)
      if (snapshot !== undefined) decodeCbor(snapshot)
      return false
    } catch {
      return true
    }
  }

  /** Adds to a batch the end of all that is derived: it is made anew from the units. */
  deleteDerived(batch: Batch, document: string): void {
    batch.deleteGroup(DERIVED, this.#owner(document))
  }

  /** Adds to a batch the end of a document: its key, its units and all derived from them. */
  forget(batch: Batch, document: string): void {
    const owner = this.#owner(document)
    batch.deleteGroup(UNITS, owner)
    batch.deleteGroup(DERIVED, owner)
    batch.forget(owner)
  }

  /** Notes changes of units just stored, in order; see {@link FreshChanges.add}. */
  noteChanges(document: string, changes: readonly Uint8Array[], base: FreshBase): void {
    this.#fresh.add(document, changes, base)
  }

  /** The document was applied: its changes are not asked for again soon. */
  noteApplied(document: string): void {
    this.#fresh.delete(document)
  }

  /** Drops what is cached of a document: some of its units may not be held any more. */
  uncache(document: string): void {
    this.#fresh.delete(document)
    this.#newest.delete(document)
    this.#states.delete(document)
    this.#hashes.delete(document)
    this.#records.delete(document)
    this.recent.clear()
  }

  #derived(document: string, item: number): Uint8Array | undefined {
    const owner = this.#owner(document)
    return this.#store.get({ space: DERIVED, group: owner, item }, owner)
  }

  #putDerived(batch: Batch, document: string, item: number, value: Uint8Array): void {
    const owner = this.#owner(document)
    batch.put({ space: DERIVED, group: owner, item }, value, owner)
  }

  #owner(document: string): Uint8Array {
    const owner = new Uint8Array(32)
    owner.set(this.#network)
    owner.set(fromHex(document), 16)
    return owner
  }
}

/** Keeps the newest. */
function remember<T>(cache: Map<string, T>, document: string, value: T, max = MAX_CACHED): void {
  cache.delete(document)
  cache.set(document, value)
  if (cache.size > max) cache.delete(cache.keys().next().value!)
}
