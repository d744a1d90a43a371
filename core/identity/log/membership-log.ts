import { bytesEqual, compareBytes, toHex } from '../../shared/bytes.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import { SignatureChecker } from '../device-key.ts'
import { concat, sha256 } from '../hashes.ts'
import { type Entry, isBefore, RecordGraph } from './record/graph.ts'
import { HoldingArea } from './record/holding-area.ts'
import type { KnownType } from './record/bodies.ts'
import { decodeRecord, isOfType, isSigned, type LogRecord, networkIdOf, type RecordOf } from './record/record.ts'
import { Reducer } from './reduce/voiding.ts'
import { type Unsoundness, unsoundnessOf } from './record/soundness.ts'
import type { MembershipState } from './state.ts'
import { viewOf } from './reduce/view.ts'

/** Why a record was not taken. `held`: its predecessors are missing; it is taken when they come. `put-off`: see {@link AddOptions}. */
export type IgnoredReason = 'malformed' | 'bad-signature' | 'held' | 'holding-area-full' | 'put-off' | Unsoundness

export interface AddResult {
  /** New records, ancestors first: to be made durable and passed on. */
  readonly added: readonly Uint8Array[]
  readonly ignored: readonly { readonly reason: IgnoredReason }[]
}

/** How records of others are let in one by one. */
export interface AddOptions {
  /** Whether a record (hex) is in hand elsewhere and need not be looked at. */
  isKnown?: (hex: string) => boolean
  /** Asked for each signed record that is new, in order; not taken now where it says no. */
  mayAdd?: (record: LogRecord) => boolean
}

export interface MembershipLogEvents {
  /** New records are in, ancestors first. */
  'records:added': { readonly records: readonly Uint8Array[] }
}

/**
 * The membership log of one network, in memory; keeping it is the caller's. Takes records from anywhere in any order,
 * ignores what is not sound, and says who belongs. Equal sets of records give equal states.
 */
export class MembershipLog {
  readonly networkId: Uint8Array
  readonly #graph = new RecordGraph()
  readonly #holding = new HoldingArea()
  readonly #checker: SignatureChecker
  readonly #reducer: Reducer
  readonly #events = new Emitter<MembershipLogEvents>()
  #state: MembershipState | undefined
  #sorted: readonly Uint8Array[] | undefined
  #digest: Uint8Array | undefined

  /** @param networkId 16 bytes; the genesis record must hash to it */
  constructor(networkId: Uint8Array, options: { checker?: SignatureChecker } = {}) {
    this.networkId = networkId
    this.#checker = options.checker ?? new SignatureChecker()
    this.#reducer = new Reducer({ graph: this.#graph, networkId })
  }

  get events(): Events<MembershipLogEvents> {
    return this.#events
  }

  /** Takes what is sound and new. Known records are passed over in silence. Never throws for bad bytes. */
  add(records: readonly Uint8Array[], options: AddOptions = {}): AddResult {
    return this.#take(records, { ...options, verified: false })
  }

  /**
   * As {@link add}, for records from our own sealed store, whose signatures were checked when they came in.
   * Emits no event.
   */
  load(records: readonly Uint8Array[], options: { verified: true }): AddResult {
    return this.#take(records, options)
  }

  has(id: Uint8Array): boolean {
    return this.#graph.get(toHex(id)) !== undefined
  }

  /** All record ids (32 bytes each), sorted. */
  ids(): readonly Uint8Array[] {
    this.#sorted ??= this.#graph.entries.map((entry) => entry.record.id).toSorted(compareBytes)
    return this.#sorted
  }

  /** SHA-256 over all record ids, sorted: equal digests, equal logs. */
  digest(): Uint8Array {
    this.#digest ??= sha256(concat(...this.ids()))
    return this.#digest
  }

  /** Records by id, ancestors first; unknown ids are skipped. Without ids: all. */
  records(ids?: readonly Uint8Array[]): readonly Uint8Array[] {
    if (ids === undefined) return this.#graph.entries.map((entry) => entry.record.bytes)
    const found = new Set(ids.map((id) => this.#graph.get(toHex(id))).filter((entry) => entry !== undefined))
    return [...found].toSorted((a, b) => a.index - b.index).map((entry) => entry.record.bytes)
  }

  /** Decoded record by id (hex). */
  record(hex: string): LogRecord | undefined {
    return this.#graph.get(hex)?.record
  }

  /** All records of one type, in order of arrival. */
  recordsOfType<Type extends KnownType>(type: Type): RecordOf<Type>[] {
    return this.#graph.entries.map(({ record }) => record).filter((record) => isOfType(record, type))
  }

  /** Whether a record that `isMeant` came before this one (hex), which it builds on, and waits for it. */
  isAwaited(hex: string, isMeant: (record: LogRecord) => boolean): boolean {
    return this.#holding.isAwaited(hex, isMeant)
  }

  /** Record ids (hex) of the admissions by which devices are in, in order of joining. */
  admissionRecords(): readonly string[] {
    const { people } = this.#reducer.reduction()
    return people.devices().map((device) => people.admissionOf(device)!.entry.record.hex)
  }

  /** Whether a coordinator turned down this device (hex) under that invite (record id, hex). */
  hasRejected(asked: { device: string; invite: string }): boolean {
    return this.#reducer
      .reduction()
      .counting('reject')
      .some(({ record }) => {
        const content = this.record(toHex(record.content.body.request))?.content
        if (content?.type !== 'request' && content?.type !== 'admit') return false
        return toHex(content.body.device) === asked.device && toHex(content.body.invite) === asked.invite
      })
  }

  /** Records that no other has seen: the predecessors of the next one. */
  heads(): readonly LogRecord[] {
    return this.#graph.heads().map((entry) => entry.record)
  }

  /**
   * What {@link heads} was to whoever had not heard of these removals yet.
   *
   * @param options.knowing devices (hex); undefined where that is so long ago that one of them was not in yet
   */
  headsWithout(
    isUnheard: (removal: RecordOf<'remove'>) => boolean,
    options: { knowing: readonly string[] },
  ): readonly LogRecord[] | undefined {
    const removals = this.#graph.entries.filter(({ record }) => isOfType(record, 'remove') && isUnheard(record))
    const seen = (entry: Entry): boolean => removals.some((it) => it === entry || isBefore(it, entry))
    const unaware = this.#graph.entries.filter((entry) => !seen(entry))
    const known = new Set(
      unaware.flatMap(({ record }) => (isOfType(record, 'admit') ? toHex(record.content.body.device) : [])),
    )
    const founder = this.#graph.genesis()?.record.authorHex
    if (!options.knowing.every((device) => device === founder || known.has(device))) return undefined
    const followed = new Set(unaware.flatMap(({ record }) => record.previous))
    return unaware.filter(({ record }) => !followed.has(record.hex)).map(({ record }) => record)
  }

  /** Whether a record (id, hex) is that one or came before it, by what its author had seen; false where either is unknown. */
  isSeenBy(record: string, by: string): boolean {
    const [seen, seeing] = [this.#graph.get(record), this.#graph.get(by)]
    return seen !== undefined && seeing !== undefined && (seen === seeing || isBefore(seen, seeing))
  }

  /** Number of records. */
  get size(): number {
    return this.#graph.entries.length
  }

  /** @throws Error while the genesis record is missing: check {@link size} */
  state(): MembershipState {
    if (this.size === 0) throw new Error('A membership log without its genesis record has no state')
    this.#state ??= viewOf(this.#reducer.reduction(), this.networkId)
    return this.#state
  }

  #take(records: readonly Uint8Array[], options: AddOptions & { verified: boolean }): AddResult {
    const added: Uint8Array[] = []
    const ignored: { reason: IgnoredReason }[] = []
    for (const bytes of records) {
      const record = decodeRecord(bytes)
      const reason = record === undefined ? 'malformed' : this.#takeOne(record, { ...options, added })
      if (reason !== undefined) ignored.push({ reason })
    }
    if (added.length > 0 && !options.verified) this.#events.emit('records:added', { records: added })
    return { added, ignored }
  }

  #takeOne(
    record: LogRecord,
    options: AddOptions & { verified: boolean; added: Uint8Array[] },
  ): IgnoredReason | undefined {
    if (this.#graph.get(record.hex) !== undefined || this.#holding.has(record.hex)) return undefined
    if (options.isKnown?.(record.hex) === true) return undefined
    if (!this.#isOfThisNetwork(record)) return 'other-network'
    if (!options.verified && !isSigned(record, this.#checker)) return 'bad-signature'
    if (options.mayAdd?.(record) === false) return 'put-off'
    const missing = this.#graph.missing(record)
    if (missing.length > 0) return this.#holding.hold(record, missing) ? 'held' : 'holding-area-full'
    const reason = this.#place(record, options)
    // What was waiting for this one is placed in turn; a list, not recursion, as chains are long.
    const placed = reason === undefined ? [record.hex] : []
    for (let hex = placed.pop(); hex !== undefined; hex = placed.pop()) {
      for (const waiting of this.#holding.release(hex)) {
        const stillMissing = this.#graph.missing(waiting)
        if (stillMissing.length > 0) this.#holding.hold(waiting, stillMissing)
        else if (this.#place(waiting, options) === undefined) placed.push(waiting.hex)
      }
    }
    return reason
  }

  #place(record: LogRecord, options: { verified: boolean; added: Uint8Array[] }): Unsoundness | undefined {
    const entry = this.#graph.place(record)
    const checker = options.verified ? undefined : this.#checker
    const reason = unsoundnessOf(entry, { graph: this.#graph, networkId: this.networkId, checker })
    if (reason !== undefined) return reason
    const seesAll = this.#graph.seesAll(record)
    this.#graph.add(entry)
    this.#reducer.added(entry, { seesAll })
    this.#state = undefined
    this.#sorted = undefined
    this.#digest = undefined
    options.added.push(record.bytes)
    return undefined
  }

  #isOfThisNetwork(record: LogRecord): boolean {
    return bytesEqual(record.content.type === 'genesis' ? networkIdOf(record) : record.networkId, this.networkId)
  }
}
