import { setImmediate as nextTurn } from 'node:timers/promises'

import { fromHex, toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import type { Json } from '../../domain/write.ts'
import type { WritingShape } from '../linear/editing.ts'
import type { FirstContent } from '../linear/linear-document.ts'
import type { DocumentsHost } from '../ports.ts'
import { searchTextOf } from '../index/fold.ts'
import { IndexBlocks } from '../index/index-blocks.ts'
import { RecordIndex, type Entry, type Summary } from '../index/record-index.ts'
import type { SealedStore } from '../store/sealed-store.ts'
import { unlessCorrupt } from '../store/unless-corrupt.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'
import { readUnit } from '../unit/unit.ts'

import { Timeline } from './past/timeline.ts'
import { DocumentRows } from './rows/document-rows.ts'
import { fingerprintOf, UNITS, type DocumentState } from './rows/document-state.ts'
import { FirstChanges } from './rows/first-changes.ts'
import { stateOf } from './rows/heads.ts'
import { LedgerTransaction } from './ledger-transaction.ts'
import type { Authority, Shapes } from './ports.ts'
import { CutOffUnits } from './removals/cut-off-units.ts'
import { Quarantine } from './rows/quarantine.ts'
import { SessionBook } from './rows/sessions.ts'

const SETTINGS = 1
/** Documents looked at between two turns of the event loop while rebuilding. */
const REBUILT_AT_ONCE = 128

export interface HoldingsOptions {
  readonly store: SealedStore
  /** Hex. */
  readonly network: string
  readonly authority: Authority
  readonly shapes: Shapes
  readonly host: DocumentsHost
  readonly clock: Clock
  readonly log: Log
}

/** All that is held of one network, on the disk and in memory, and the one way to change it: {@link begin}. */
export class Holdings {
  readonly store: SealedStore
  readonly network: Uint8Array
  readonly rows: DocumentRows
  readonly sessions: SessionBook
  readonly quarantine: Quarantine
  readonly cutOff: CutOffUnits
  readonly timeline: Timeline
  readonly first: FirstChanges
  readonly index = new RecordIndex()
  readonly blocks: IndexBlocks
  readonly log: Log
  readonly #shapes: Shapes
  readonly #clock: Clock
  readonly #authority: Authority
  #revision = 0
  #order = 0

  constructor(options: HoldingsOptions) {
    const { store, log } = options
    const network = fromHex(options.network)
    this.store = store
    this.network = network
    this.log = log
    this.sessions = new SessionBook({ store, network, authority: options.authority })
    this.#authority = options.authority
    this.rows = new DocumentRows({ store, network, authority: options.authority, personOf: this.personOf })
    this.quarantine = new Quarantine({ store, network })
    this.cutOff = new CutOffUnits({ store, network })
    this.timeline = new Timeline({ store, network, clock: options.clock })
    this.first = new FirstChanges({ store, host: options.host })
    this.blocks = new IndexBlocks({ store, network, index: this.index })
    this.#shapes = options.shapes
    this.#clock = options.clock
  }

  /** The person (hex) behind a session (hex); undefined for one of nobody who was ever let in. */
  readonly personOf = (session: string): string | undefined => {
    const device = this.sessions.get(session)?.device
    return device && this.#authority.personOf(device)
  }

  /** Reads the index, or makes it anew from the documents when it is missing or damaged. */
  async load(): Promise<void> {
    this.quarantine.load()
    this.first.load()
    const meta = this.#readMeta()
    this.#revision = meta?.revision ?? 0
    this.#order = meta?.order ?? 0
    const whole = this.blocks.load() && (meta === undefined ? this.#isNew() : this.index.size === meta.count)
    if (!whole) await this.#rebuild(meta !== undefined)
  }

  /** Makes the index anew from the documents. */
  async rebuildIndex(): Promise<void> {
    await this.#rebuild(true)
  }

  /** Whether the key of a document (id, hex) can be read. */
  isReadable(document: string): boolean {
    return unlessCorrupt(() => this.rows.state(document)) !== undefined
  }

  /**
   * Whether what can be read of a document's units says how it stands: not while the epoch key of one of them is missing, or what its
   * kind starts from is not known. A document that cannot be judged is not lost.
   * @throws MeshError what the store or the documents process throws
   */
  async canJudge(document: string): Promise<boolean> {
    const units = [...this.rows.units(document)]
    if (units.some(({ bytes }) => this.#authority.unitKey(readUnit(bytes).header.epoch) === undefined)) return false
    if (units[0] === undefined) return true
    const { kind, initialVersion } = this.rows.content(units[0])
    return (await this.first.get(kind, initialVersion)) !== undefined
  }

  /** Number of the last transaction in which a document grew. */
  get revision(): number {
    return this.#revision
  }

  /** A fresh local number, ascending; survives a start. */
  nextOrder(): number {
    return ++this.#order
  }

  /** Starts collecting changes; nothing is visible or durable before its `commit`. */
  begin(): LedgerTransaction {
    return new LedgerTransaction(this, {
      claimRevision: (grows) => this.#revision + (grows ? 1 : 0),
      committed: (revision) => void (this.#revision = revision),
      meta: (revision, count) => [1, revision, this.#order, count],
    })
  }

  /**
   * What is known of a document, undefined when it is not held; a damaged state is made anew from the units.
   * @throws MeshError `documents/corrupt` when nothing of it can be read any more
   */
  state(document: string): DocumentState | undefined {
    if (this.index.get(document) === undefined) return undefined
    const state = this.#storedState(document) ?? this.#recover(document)
    if (state === undefined)
      throw new MeshError('documents/corrupt', 'A document is damaged', { details: { space: UNITS } })
    return state
  }

  /** As {@link state}; undefined also where nothing can be read any more: that must not keep others waiting. */
  readableState(document: string): DocumentState | undefined {
    return unlessCorrupt(() => this.state(document))
  }

  /** The index entry of a document as it would be with `state` and, when applied, `shown`. */
  entry(
    document: string,
    about: { state: DocumentState; revision: number; dirty: boolean; summary: Summary | undefined },
  ): Entry {
    const id = fromHex(document)
    const item = { document: id, fingerprint: fingerprintOf(id, about.state.heads) }
    return {
      id: document,
      kind: about.state.kind,
      item,
      revision: about.revision,
      dirty: about.dirty,
      summary: about.summary,
    }
  }

  /** What documents of a kind start from; undefined for a version other than this one's, or one never met. */
  firstContent(kind: UnitKind, version: number): FirstContent | undefined {
    const first = version === this.#shapes.initialVersion(kind) ? this.first.known(kind, version) : undefined
    const { places } = this.#shapes.writing(kind)
    return first && { ...first, record: this.#shapes.initialRecord(kind, version), places }
  }

  /** Whether records of a kind go before all others: calls for help. */
  isUrgent(kind: UnitKind): boolean {
    return this.#shapes.isUrgent(kind)
  }

  /** How values of a kind are written. */
  writing(kind: UnitKind): WritingShape {
    return this.#shapes.writing(kind)
  }

  /** The summary of a stored record, as the domain shows it. */
  summary(kind: UnitKind, stored: Json): Summary {
    const { title, text, created, state, archived } = this.#shapes.summary(kind, this.#shapes.present(kind, stored))
    return { created, state, archived, search: searchTextOf(title, text) }
  }

  /** Folds loose index blocks, a part at a time, and lets others run in between. */
  async fold(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.blocks.foldable()) {
      const batch = this.store.batch()
      const done = this.blocks.fold(batch)
      this.store.commit(batch)
      done()
      await nextTurn()
    }
  }

  #isNew(): boolean {
    return this.store.documents(this.network).next().done === true
  }

  async #rebuild(known: boolean): Promise<void> {
    this.index.clear()
    // Without the old number, one that is above it for sure: receipts speak of revisions, and must not come to mean more
    this.#revision = known ? this.#revision + 1 : this.#clock.now()
    this.#order = Math.max(this.#order, known ? 0 : this.#clock.now() * 1000)
    let count = 0
    for (const id of this.store.documents(this.network)) {
      if (id === undefined) this.log.note('documents:key-damaged')
      else await this.#rebuildEntry(toHex(id))
      if (++count % REBUILT_AT_ONCE === 0) await nextTurn()
    }
    if (count > 0) this.log.note('index:rebuilt', { documents: count })
    const batch = this.store.batch()
    const done = this.blocks.replaceAll(batch)
    batch.put(this.metaName(), encodeCbor([1, this.#revision, this.#order, this.index.size]))
    this.store.commit(batch)
    done()
  }

  async #rebuildEntry(document: string): Promise<void> {
    let state = this.#storedState(document)
    if (state === undefined) {
      const [unit] = this.rows.units(document)
      if (unit === undefined) return this.#giveUp(document)
      if (await this.canJudge(document)) state = this.#recover(document)
    }
    if (state === undefined) return this.log.note('documents:document-damaged')
    let summary: Summary | undefined
    let dirty = true
    const stored = unlessCorrupt(() => this.rows.record(document))
    if (stored !== undefined) {
      summary = this.summary(state.kind, stored.record)
      dirty = stored.heads.join() !== state.heads.join()
    }
    this.index.put(this.entry(document, { state, revision: this.#revision, dirty, summary }))
  }

  /** Not one unit can be read: what others send is stored as if it had never been here. */
  #giveUp(document: string): void {
    this.log.note('documents:document-damaged')
    const batch = this.store.batch()
    this.rows.forget(batch, document)
    this.store.commit(batch)
    this.rows.uncache(document)
  }

  #storedState(document: string): DocumentState | undefined {
    return unlessCorrupt(() => this.rows.state(document))
  }

  /** Makes the state of a document anew from its units. Those that do not fit any more are dropped: others send them again. */
  #recover(document: string): DocumentState | undefined {
    const found = stateOf(this, document)
    if (found === undefined) return undefined
    this.log.note('documents:state-recovered')
    const batch = this.store.batch()
    this.rows.putState(batch, document, found.state)
    for (const unit of found.loose) this.rows.deleteUnit(batch, document, unit.order)
    this.rows.deleteSnapshot(batch, document)
    this.store.commit(batch)
    this.rows.uncache(document)
    return found.state
  }

  #readMeta(): { revision: number; order: number; count: number } | undefined {
    const row = unlessCorrupt(() => this.store.get(this.metaName()))
    if (row === undefined) return undefined
    const [, revision, order, count] = decodeCbor(row) as [number, number, number, number]
    return { revision, order, count }
  }

  metaName(): { space: number; group: Uint8Array; item: Uint8Array } {
    return { space: SETTINGS, group: Buffer.concat([this.network, Buffer.from('ledger')]), item: Buffer.from('meta') }
  }
}
