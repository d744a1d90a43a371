import { bytesEqual, toHex } from '../../shared/bytes.ts'
import type { Cbor } from '../../shared/cbor.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Emitter } from '../../shared/events.ts'
import { MeshError } from '../../shared/errors.ts'
import { DigestExchange } from '../digest/exchange.ts'
import type { LiveDigest } from '../digest/live-digest.ts'
import type { EndReason, SessionState, SyncEvents } from '../events.ts'
import type { Replica, ReplicaEvents, VectorEntry } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { MAX_RECORDS, PROTOCOL_VERSION } from '../protocol/limits.ts'
import { encodeMessage, type Hello, type Message, type Want } from '../protocol/messages.ts'
import type { ReceiptBook } from '../receipt-book.ts'
import { Announcements } from './announcements.ts'
import { Deliveries } from './deliveries.ts'
import { Incoming } from './incoming.ts'
import { inParts, LogExchange } from './log-exchange.ts'
import { Settling } from './settling.ts'
import { Wants, wantsInParts, vectorKey } from './wants.ts'

/** What a conversation needs of the session around it. */
export interface DialogueOptions {
  readonly device: string
  readonly dialler: boolean
  readonly replica: Replica
  readonly digest: LiveDigest
  readonly receipts: ReceiptBook
  readonly clock: Clock
  readonly events: Emitter<SyncEvents>
  readonly isMember: (device: string) => boolean
  readonly features: { readonly [key: string]: Cbor }
  /** Hands a message to the outbox. */
  readonly post: (message: Uint8Array) => void
  /** Units may be waiting. */
  readonly wake: () => void
  /** Whether nothing waits in inbox or outbox. */
  readonly still: () => boolean
  readonly end: (reason: EndReason, error?: MeshError) => void
}

/** What is said to one peer, and what is made of its answers (PROTOCOL 5.1). Knows nothing of wires and loops. */
export class Dialogue {
  readonly deliveries: Deliveries
  readonly incoming: Incoming
  readonly settling: Settling
  readonly #o: DialogueOptions
  readonly #log: LogExchange
  readonly #exchange: DigestExchange
  readonly #wants = new Wants()
  readonly #announcements: Announcements
  /** Greatest revision whose event was seen. */
  #revision: number
  #greeted = false
  #ready = false
  #compared = false
  /** A statement has come after an exchange: what is not open is held there. */
  #proven = false
  #logHeld = false
  clockDifferenceMs: number | undefined
  lastExchangeAt: number | undefined

  constructor(options: DialogueOptions) {
    const { replica, device, digest, receipts, clock, dialler } = options
    this.#o = options
    this.#revision = replica.revision()
    this.deliveries = new Deliveries({
      replica,
      onHeld: (document, revision) => receipts.hold(device, document, revision),
    })
    this.incoming = new Incoming({ replica, device })
    this.#log = new LogExchange({ replica, post: (message) => this.#post(message) })
    this.#exchange = new DigestExchange({ index: digest.current(), dialler })
    this.#announcements = new Announcements(replica)
    this.settling = new Settling({
      clock,
      dialler,
      quiet: () => this.#quiet(),
      own: () => ({ root: digest.root(), count: digest.current().size, logDigest: replica.logDigest() }),
      state: () => this.#state(),
      onEqual: (what) => this.#equal(what),
      heal: (what) => this.#heal(what),
    })
  }

  get state(): SessionState {
    if (!this.#greeted) return 'hello'
    if (!this.#ready) return 'log'
    if (this.#exchange.underWay || !this.#compared) return 'digest'
    return this.settling.equal && this.#quiet() ? 'settled' : 'streaming'
  }

  get pendingIn(): number {
    return this.#wants.open
  }

  /** The first exchange is through. */
  get compared(): boolean {
    return this.#compared
  }

  greet(): void {
    const { replica, clock, features } = this.#o
    this.#post({
      type: 'hello',
      version: PROTOCOL_VERSION,
      networkId: replica.networkId,
      logDigest: replica.logDigest(),
      now: clock.now(),
      sessionRecord: replica.sessionRecord,
      features,
    })
  }

  /** Messages of the next batch of units; empty when there is none. */
  nextBatch(): readonly Uint8Array[] {
    const batch = this.#ready ? this.deliveries.next() : undefined
    if (batch === undefined) return []
    const sessions = inParts(this.#announcements.before(batch.units), MAX_RECORDS).map((records) =>
      encodeMessage({ type: 'sessions', records }),
    )
    const units = batch.units.map((unit) => unit.bytes)
    return [...sessions, encodeMessage({ type: 'units', batch: batch.number, units })]
  }

  stored({ document, origin, revision, before }: ReplicaEvents['unit:stored']): void {
    this.#revision = Math.max(this.#revision, revision)
    const { device, receipts } = this.#o
    if (origin === device) {
      this.#wants.came(document)
      // All of it came from there, so all of it is there.
      if (before.length === 0) receipts.hold(device, document, revision)
      return
    }
    if (!this.#ready) return // the digest that follows covers it
    this.deliveries.push(document, before, { revision, sound: before.length === 0 || this.#proven })
    this.#o.wake()
  }

  logGrown({ records, origin }: ReplicaEvents['log:grown']): void {
    const { device, isMember, end } = this.#o
    this.deliveries.refusals.logGrew()
    if (!isMember(device))
      return end('not-a-member', new MeshError('network/not-a-member', 'The other computer is no longer a member'))
    if (origin === device) return
    this.#holdsLog(false)
    if (this.#greeted) this.#log.push(records)
  }

  /** @throws MeshError `sync/protocol-violation`, or what the replica failed with */
  async handle(message: Message): Promise<void> {
    if (!this.#greeted && message.type !== 'hello' && message.type !== 'goodbye') throw violation('no-hello')
    this.lastExchangeAt = this.#o.clock.now()
    switch (message.type) {
      case 'hello':
        return this.#hello(message)
      case 'log-ids':
        return this.#logIds(message.ids, message.more)
      case 'log-records':
        return this.#o.replica.acceptLog(message.records, this.#o.device)
      case 'digest':
        return this.#digest(message)
      case 'want':
        return this.#wanted(message.wants)
      case 'sessions':
        return this.#o.replica.acceptSessions(message.records)
      case 'units':
        return this.#units(message)
      case 'ack':
        return this.#ack(message)
      case 'statement':
        return this.#statement(message)
      case 'goodbye':
        return this.#o.end('goodbye', goodbyeError(message.code))
      default:
    }
  }

  #hello(hello: Hello): void {
    const { replica, clock, events, device, end } = this.#o
    if (this.#greeted) throw violation('hello')
    if (hello.version !== PROTOCOL_VERSION)
      return end('other-version', new MeshError('sync/other-version', 'The other computer runs another version'))
    if (!bytesEqual(hello.networkId, replica.networkId)) return end('wrong-network', violation('network'))
    this.#greeted = true
    this.clockDifferenceMs = hello.now - clock.now()
    events.emit('peer:greeted', { device, clockDifferenceMs: this.clockDifferenceMs })
    replica.acceptSessions([hello.sessionRecord])
    if (bytesEqual(hello.logDigest, replica.logDigest())) this.#holdsLog(true)
    else this.#log.open()
    this.#begin()
  }

  /** Once the logs are through, the documents. */
  #begin(): void {
    if (this.#ready || this.#log.underWay) return
    this.#ready = true
    if (this.#o.dialler) this.#openDigest()
  }

  #openDigest(): void {
    this.#o.digest.reread()
    this.#wants.restart()
    this.#o.digest.current()
    this.#post(this.#exchange.open())
  }

  #logIds(ids: readonly Uint8Array[], more: boolean): void {
    const outcome = this.#log.receive(ids, more)
    if (outcome === 'more') return
    if (outcome === 'holds-all') this.#holdsLog(true)
    this.#begin()
  }

  #digest(message: Extract<Message, { type: 'digest' }>): void {
    const { digest, dialler, receipts, device } = this.#o
    this.#ready = true
    if (!dialler && !this.#exchange.underWay) {
      digest.reread()
      this.#wants.restart()
    }
    digest.current()
    const { theyLack, differing, replies } = this.#exchange.receive(message)
    for (const document of theyLack) {
      if (this.deliveries.onItsWay(document)) continue
      if (receipts.holds(device, document)) receipts.retract(device)
      this.deliveries.ask(document, [], false)
    }
    this.#want(differing.map(({ document }) => document))
    for (const reply of replies) this.#post(reply)
    if (!this.#exchange.underWay) this.#compared = true
    this.#o.wake()
  }

  #want(documents: readonly Uint8Array[]): void {
    const wants: Want[] = []
    for (const document of documents) {
      const vector = this.#o.replica.vector(document)
      if (this.#wants.ask(document, vector)) wants.push({ document, vector })
    }
    for (const part of wantsInParts(wants)) this.#post({ type: 'want', wants: part })
  }

  #wanted(wants: readonly Want[]): void {
    const { replica, receipts, device } = this.#o
    const newer: Uint8Array[] = []
    for (const { document, vector } of wants) {
      const own = replica.vector(document)
      const theirs = new Map(vector.map(([session, number]) => [toHex(session), number]))
      const { held, beyond } = compareVectors(own, theirs)
      if (theirs.size > 0) newer.push(document)
      if (!beyond) continue
      this.deliveries.refusals.asked(toHex(document), vectorKey(held))
      if (receipts.holds(device, document)) receipts.retract(device)
      this.deliveries.ask(document, held, !this.#exchange.underWay)
    }
    this.#want(newer)
    this.#o.wake()
  }

  async #units(message: Extract<Message, { type: 'units' }>): Promise<void> {
    const { device, isMember, end } = this.#o
    if (!isMember(device))
      return end('not-a-member', new MeshError('network/not-a-member', 'The other computer is no longer a member'))
    const { ack, missing } = await this.incoming.store(message)
    this.#post(ack)
    this.#want(missing)
    this.#claim()
  }

  #ack({ batch, refused }: Extract<Message, { type: 'ack' }>): void {
    this.deliveries.acknowledge(batch, refused)
    this.#claim()
    this.#o.wake()
  }

  #statement(statement: Extract<Message, { type: 'statement' }>): void {
    this.settling.heard(statement)
    this.#wants.clear()
    this.#holdsLog(this.#logHeld || bytesEqual(statement.logDigest, this.#o.replica.logDigest()))
    if (this.#compared) {
      this.#proven = true
      this.deliveries.settle()
    }
    this.#claim()
  }

  /** Tells the receipt book what follows from what is still open. */
  #claim(): void {
    const { receipts, device } = this.#o
    receipts.state(device, { hasNewer: this.#wants.open > 0 })
    if (this.#proven) receipts.advance(device, this.deliveries.provenUpTo(this.#revision))
  }

  #equal({ documents, log }: { documents: boolean; log: boolean }): void {
    if (log) this.#holdsLog(true)
    if (!documents) return
    this.deliveries.equal()
    this.#wants.clear()
    this.#proven = true
    this.#claim()
  }

  #holdsLog(held: boolean): void {
    this.#logHeld = held
    this.#o.receipts.state(this.#o.device, { logEqual: held })
  }

  #heal({ documents, log }: { documents: boolean; log: boolean }): void {
    if (log) this.#log.open()
    if (documents) this.#openDigest()
  }

  #state(): void {
    const { digest, replica } = this.#o
    const root = digest.root()
    this.#post({
      type: 'statement',
      root,
      count: digest.current().size,
      revision: this.#revision,
      logDigest: replica.logDigest(),
    })
  }

  #quiet(): boolean {
    return this.#compared && !this.#exchange.underWay && !this.#log.underWay && this.deliveries.idle && this.#o.still()
  }

  #post(message: Message): void {
    this.#o.post(encodeMessage(message))
  }
}

/** What of our sessions they hold, and whether we hold more; what is left in `theirs` afterwards is beyond ours. */
function compareVectors(
  own: readonly VectorEntry[],
  theirs: Map<string, number>,
): { held: readonly VectorEntry[]; beyond: boolean } {
  const held: VectorEntry[] = []
  let beyond = false
  for (const [session, number] of own) {
    const hex = toHex(session)
    const there = theirs.get(hex)
    if (there !== undefined) held.push([session, Math.min(there, number)])
    if ((there ?? 0) < number) beyond = true
    if (there !== undefined && there <= number) theirs.delete(hex)
  }
  return { held, beyond }
}

function goodbyeError(code: string): MeshError | undefined {
  if (code === 'other-version') return new MeshError('sync/other-version', 'The other computer runs another version')
  if (code === 'not-a-member')
    return new MeshError('network/not-a-member', 'The other computer does not count this one as a member')
  return undefined
}
