import { fromHex, toHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { Startable } from '../../shared/lifecycle.ts'
import type { Log } from '../../shared/log.ts'
import type { DigestItem, Query } from '../index/record-index.ts'
import type { DocumentsHost, HistoryEntry } from '../ports.ts'
import type { SealedStore } from '../store/sealed-store.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'

import { Applier } from './applying/applier.ts'
import { Holdings } from './holdings.ts'
import { Intake } from './intake/intake.ts'
import { LocalWriter, type LedgerEdit } from './local-writer.ts'
import type {
  Authority,
  LedgerEvents,
  LedgerSession,
  LedgerVectorEntry,
  Shapes,
  ShownDocument,
  UnitVerdict,
} from './ports.ts'
import { Reader } from './reader.ts'
import { Removals } from './removals.ts'
import { Repairs } from './applying/repairs.ts'
import { reread } from './applying/rereading.ts'
import { Past } from './past/past.ts'
import { toVector } from './rows/vector.ts'

export interface LedgerOptions {
  /** Open, and stays open until the ledger is stopped. Several networks may share it. */
  readonly store: SealedStore
  /** Started by somebody else, or by its first use. */
  readonly host: DocumentsHost
  readonly authority: Authority
  readonly shapes: Shapes
  /** Hex. */
  readonly networkId: string
  readonly session: LedgerSession
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly log: Log
}

/**
 * All records of one network on this laptop: writes here, units from others, lists and searches. What it has said is
 * stored survives a crash. Nothing is opened that need not be: a start reads the index only.
 */
export class Ledger implements Startable {
  readonly #events = new Emitter<LedgerEvents>()
  readonly #holdings: Holdings
  readonly #applier: Applier
  readonly #intake: Intake
  readonly #writer: LocalWriter
  readonly #reader: Reader
  readonly #removals: Removals
  readonly #options: LedgerOptions
  /** Documents as they were at a moment. */
  readonly past: Past
  #started = false

  constructor(options: LedgerOptions) {
    const events = this.#events
    const holdings = new Holdings({ ...options, network: options.networkId })
    const repairs = new Repairs({ holdings, host: options.host, events })
    const applier = new Applier({ ...options, holdings, repairs, events })
    this.#options = options
    this.#holdings = holdings
    this.#applier = applier
    this.#intake = new Intake({ holdings, applier, authority: options.authority, events })
    this.#writer = new LocalWriter({ ...options, holdings, applier, events })
    this.#reader = new Reader({ ...options, holdings, applier })
    this.past = new Past({ holdings, host: options.host })
    this.#removals = new Removals({ holdings, repairs, applier })
  }

  get events(): Events<LedgerEvents> {
    return this.#events
  }

  /**
   * Reads the index, or rebuilds it from the documents; then goes on with what a crash left unapplied.
   * @throws MeshError `documents/corrupt` and what the store throws
   */
  async start(): Promise<void> {
    if (this.#started) return
    await this.#holdings.load()
    this.#started = true
    this.#applier.start()
    const { shapes } = this.#options
    void this.#holdings.first.prepare(shapes.kinds.map((kind) => [kind, shapes.initialVersion(kind)]))
  }

  async stop(): Promise<void> {
    this.#started = false
    await this.#writer.idle()
    await this.#applier.stop()
  }

  /** Resolves when all that is stored shows in the records. */
  async settled(): Promise<void> {
    await this.#applier.idle()
  }

  // Writing

  /** See {@link LocalWriter.write}: all or nothing, durable when resolved. */
  async write(
    edits: readonly LedgerEdit[],
    group?: string,
  ): Promise<{ readonly ids: readonly string[]; readonly revision: number }> {
    this.#check()
    return await this.#writer.write(edits, group)
  }

  /** Units from others. One verdict each, in order; `stored` and `known` are durable. @throws MeshError only for failures of the store */
  async accept(units: readonly Uint8Array[], origin: string): Promise<readonly UnitVerdict[]> {
    this.#check()
    return await this.#intake.accept(units, origin)
  }

  /** Session records from others; bad ones are ignored. */
  acceptSessions(records: readonly Uint8Array[]): void {
    for (const record of records) {
      try {
        this.#holdings.sessions.learn(record)
      } catch {
        this.#options.log.note('session:malformed')
      }
    }
  }

  /** See {@link Removals.apply}. */
  async applyCuts(device: string, last: ReadonlyMap<string, number>): Promise<void> {
    this.#check()
    await this.#removals.apply(device, last)
  }

  /** These devices (keys, hex) belong to other people than was known when their units came: see {@link reread}. */
  peopleChanged(devices: ReadonlySet<string>): void {
    if (this.#started && devices.size > 0) reread(devices, { holdings: this.#holdings, applier: this.#applier })
  }

  /** See {@link Removals.lastSequences}. */
  lastSequences(device: string): readonly (readonly [session: string, last: number])[] {
    return this.#removals.lastSequences(device)
  }

  /** Drops a record for good: its key, units, index entry; nothing of it is taken from others again. @throws MeshError `domain/not-found` */
  erase(id: string): void {
    this.#check()
    const entry = this.#holdings.index.get(id)
    if (entry === undefined) throw new MeshError('domain/not-found', 'No such record')
    const tx = this.#holdings.begin()
    tx.forget(id, { erased: true })
    tx.commit()
    this.#holdings.store.scrub()
    this.#events.emit('item:changed', { document: fromHex(id) })
    this.#events.emit('record:gone', { kind: entry.kind, id })
  }

  /**
   * Drops every record of the network and all that is kept beside them, after {@link stop}: the network is left.
   * The ledger is of no use afterwards. @throws MeshError what the store throws; nothing is dropped then
   */
  eraseAll(): void {
    const { index, sessions, quarantine, store } = this.#holdings
    const tx = this.#holdings.begin()
    for (const { id } of index.entries()) tx.forget(id, { erased: false })
    tx.commit()
    const rest = store.batch()
    sessions.deleteAll(rest)
    quarantine.deleteAll(rest)
    this.#holdings.timeline.deleteAll(rest)
    rest.delete(this.#holdings.metaName())
    store.commit(rest)
    store.scrub()
  }

  // Reading

  /** A record as it is shown; undefined when it is not held. */
  get(id: string): ShownDocument | undefined {
    return this.#reader.get(id)
  }

  /** A window of a list, and how many match in all. */
  list(query: Query): { readonly total: number; readonly records: readonly ShownDocument[] } {
    return this.#reader.list(query)
  }

  /** Ids (16 bytes) of all records of these kinds that are held, archived ones too; in no order. */
  documents(kinds: readonly UnitKind[]): readonly Uint8Array[] {
    return [...this.#holdings.index.entries()].flatMap(({ kind, item }) =>
      kinds.includes(kind) ? [item.document] : [],
    )
  }

  /** See {@link Reader.find}. */
  find(
    prefix: string,
    options: { readonly kind?: UnitKind | undefined; readonly limit: number },
  ): readonly { readonly id: string; readonly kind: UnitKind }[] {
    return this.#reader.find(prefix, options)
  }

  /** See {@link Reader.history}. */
  async history(id: string): Promise<readonly HistoryEntry[]> {
    return await this.#reader.history(id)
  }

  /** Devices (hex) that signed two different things with one number: what proves it is kept. */
  forkedDevices(): ReadonlySet<string> {
    return new Set(Array.from(this.#holdings.sessions.frozen(), ({ device }) => device))
  }

  // What sync asks (core/sync's Replica, without the log)

  get networkId(): Uint8Array {
    return this.#holdings.network
  }

  get sessionRecord(): Uint8Array {
    return this.#options.session.record
  }

  /** Sorted by document id. The same array until something changes. */
  items(): readonly DigestItem[] {
    return this.#holdings.index.items()
  }

  /** The fingerprint that {@link items} shows for a document; undefined when not held. */
  fingerprintOf(document: Uint8Array): Uint8Array | undefined {
    return this.#holdings.index.get(toHex(document))?.item.fingerprint
  }

  /** Number of the last storing of units. */
  revision(): number {
    return this.#holdings.revision
  }

  /** Revision in which a document last grew. */
  revisionOf(document: Uint8Array): number | undefined {
    return this.#holdings.index.get(toHex(document))?.revision
  }

  /** Whether a document goes before all others; false when it is not held. */
  isUrgent(document: Uint8Array): boolean {
    const kind = this.#holdings.index.get(toHex(document))?.kind
    return kind !== undefined && this.#holdings.isUrgent(kind)
  }

  /** Device (hex) that made a document; '' when it is not held, or nothing is known of the session that did. */
  makerOf(document: Uint8Array): string {
    const creator = this.#holdings.state(toHex(document))?.creator
    return (creator !== undefined && this.#holdings.sessions.get(creator)?.device) || ''
  }

  /** How far each session's changes in a document are held; empty when it is not. */
  vector(document: Uint8Array): readonly LedgerVectorEntry[] {
    return toVector(this.#holdings.state(toHex(document)))
  }

  /** Units beyond a vector, in the order of their acceptance. Read as it is asked for. */
  *unitsBeyond(
    document: Uint8Array,
    vector: readonly LedgerVectorEntry[],
  ): Generator<{ readonly bytes: Uint8Array; readonly document: Uint8Array; readonly session: Uint8Array }> {
    const id = toHex(document)
    if (this.#holdings.index.get(id) === undefined) return
    const held = new Map(vector.map(([session, number]) => [toHex(session), number]))
    const { rows } = this.#holdings
    const newest = rows.newestBeyond(id, held)
    for (const unit of newest ?? rows.units(id)) {
      const last = unit.firstNumber + unit.hashes.length - 1
      if (last > (held.get(unit.session) ?? 0)) yield { bytes: unit.bytes, document, session: fromHex(unit.session) }
    }
    // What the disk has lost shows when it is asked for: applying once more sets the document to what is left
    if (newest === undefined && rows.damagedUnits(id).next().done !== true) this.#applier.add([id])
  }

  /** Signed session record; undefined when unknown. */
  sessionRecordOf(session: Uint8Array): Uint8Array | undefined {
    const id = toHex(session)
    if (id === this.#options.session.id) return this.#options.session.record
    return this.#holdings.sessions.get(id)?.record.bytes
  }

  #check(): void {
    if (!this.#started) throw new MeshError('documents/unreadable', 'The records are not open')
  }
}
