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
import { readUnit } from '../unit/unit.ts'

import { Applier } from './applying/applier.ts'
import { type Checkup, checkUp } from './checkup.ts'
import { dropDocuments } from './dropping.ts'
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
import { Removals, type SessionRuns } from './removals/removals.ts'
import { Repairs } from './applying/repairs.ts'
import { reread } from './applying/rereading.ts'
import { Past } from './past/past.ts'
import type { SetAside } from './rows/quarantine.ts'
import { toVector } from './rows/vector.ts'
import { keepSetAside } from './set-aside.ts'

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
    this.#removals = new Removals({ ...options, holdings, repairs, applier, intake: this.#intake })
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
    this.#removals.start()
    const { shapes } = this.#options
    void this.#holdings.first.prepare(shapes.kinds.map((kind) => [kind, shapes.initialVersion(kind)]))
  }

  async stop(): Promise<void> {
    this.#started = false
    await this.#writer.idle()
    await this.#removals.stop()
    await this.#applier.stop()
  }

  /** See {@link checkUp}. */
  async checkUp(signal: AbortSignal): Promise<Checkup> {
    this.#check()
    return await checkUp({ holdings: this.#holdings, applier: this.#applier, events: this.#events, signal })
  }

  /** Goes on at once with what the store refused a while ago. */
  retry(): void {
    if (!this.#started) return
    this.#applier.add([])
    this.#removals.retry()
  }

  /** Resolves when all that is stored shows in the records. */
  async settled(): Promise<void> {
    await this.#removals.idle()
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

  /** Session records from others; bad ones are ignored. What was written in a session that the disk had lost is read anew. */
  acceptSessions(records: readonly Uint8Array[]): void {
    const back = new Set<string>()
    for (const record of records) {
      try {
        const session = this.#holdings.sessions.learn(record)
        if (session !== undefined) back.add(session.device)
      } catch {
        this.#options.log.note('session:malformed')
      }
    }
    this.peopleChanged(back)
  }

  /** See {@link Removals.apply}. */
  async applyCuts(gone: ReadonlySet<string>): Promise<void> {
    if (this.#started) await this.#removals.apply(gone)
  }

  /** These devices (keys, hex) belong to other people than was known when their units came: see {@link reread}. */
  peopleChanged(devices: ReadonlySet<string>): void {
    if (this.#started && devices.size > 0) reread(devices, { holdings: this.#holdings, applier: this.#applier })
  }

  /** See {@link Removals.lastSequences}. */
  lastSequences(device: string): readonly SessionRuns[] {
    return this.#removals.lastSequences(device)
  }

  /**
   * Drops all that is here of these documents (ids, hex), and is durable when it returns; whoever has them may send them
   * again, unless the {@link Authority} says that they are erased. Their bytes are overwritten in the files by {@link scrub}.
   * @returns the ids of those that were held @throws MeshError what the store throws; nothing is dropped then
   */
  drop(ids: readonly string[]): readonly string[] {
    this.#check()
    return dropDocuments(ids, {
      holdings: this.#holdings,
      applier: this.#applier,
      host: this.#options.host,
      events: this.#events,
    })
  }

  /** Leaves nothing in the files of what was dropped. @throws MeshError `documents/disk-full`, `documents/busy` and others: to be tried again */
  scrub(): void {
    this.#holdings.store.scrub()
  }

  /** How a document (id, hex) was made: the session (hex) and number of its first unit. Undefined where that is not held. */
  makingOf(id: string): { readonly session: string; readonly sequence: number; readonly kind: UnitKind } | undefined {
    const state = this.#holdings.state(id)
    if (state === undefined) return undefined
    const { creator: session, kind } = state
    for (const unit of this.#holdings.rows.units(id)) {
      const { sequence } = readUnit(unit.bytes).header
      if (unit.session === session && unit.firstNumber === 1) return { session, sequence, kind }
    }
    return undefined
  }

  /**
   * Drops every record of the network and all that is kept beside them, after {@link stop}: the network is left.
   * The ledger is of no use afterwards. @throws MeshError what the store throws; nothing is dropped then
   */
  eraseAll(): void {
    const { index, sessions, quarantine, cutOff, store } = this.#holdings
    const tx = this.#holdings.begin()
    for (const { id } of index.entries()) tx.forget(id)
    tx.commit()
    const rest = store.batch()
    sessions.deleteAll(rest)
    quarantine.deleteAll(rest)
    cutOff.deleteAll(rest)
    this.#holdings.timeline.deleteAll(rest)
    rest.delete(this.#holdings.metaName())
    store.commit(rest)
    store.scrub()
  }

  // Reading

  /** Whether anything is held of a document (id, hex), shown or not. */
  has(id: string): boolean {
    return this.#holdings.index.get(id) !== undefined
  }

  /** Ids (hex) of the documents that are held and of which that is true. */
  held(isMeant: (id: string) => boolean): readonly string[] {
    return Array.from(this.#holdings.index.entries(), ({ id }) => id).filter(isMeant)
  }

  /** The person (hex) behind a session (hex); undefined where that is not known. */
  personBehind(session: string): string | undefined {
    return this.#holdings.personOf(session)
  }

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

  /**
   * When a device (key, hex) last wrote to a document in another session than this one, or began that session, whichever is
   * later: milliseconds by its own clock. 0 where it did not. For few documents: their changes are opened.
   */
  writtenElsewhere(document: string, device: string): number {
    const { sessions, rows } = this.#holdings
    const others = [...(this.#holdings.state(document)?.vector.keys() ?? [])].filter(
      (session) => session !== this.#options.session.id && sessions.get(session)?.device === device,
    )
    if (others.length === 0) return 0
    const times = others.map((session) => sessions.get(session)!.record.started)
    for (const unit of rows.units(document))
      if (others.includes(unit.session)) times.push(...rows.headers(unit).map(({ at }) => at))
    return Math.max(...times)
  }

  // What a backup takes along

  /** Whether a session (id, 16 bytes) was found to tell two stories. */
  isFrozen(session: Uint8Array): boolean {
    return this.#holdings.sessions.get(toHex(session))?.frozen === true
  }

  /** Units that were taken out: for good, and those that a removal cut off. */
  *setAside(): Generator<SetAside> {
    yield* this.#holdings.quarantine.all()
    yield* this.#holdings.cutOff.all()
  }

  /** See {@link keepSetAside}. */
  keepAside(aside: readonly SetAside[], frozen: readonly Uint8Array[]): void {
    this.#check()
    keepSetAside(aside, frozen, { holdings: this.#holdings, authority: this.#options.authority })
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
    // What is erased and could not be dropped yet, for want of disk, is not passed on
    if (this.#holdings.index.get(id) === undefined || this.#options.authority.isErased(id)) return
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
