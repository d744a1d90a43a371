import { toHex } from '../../shared/bytes.ts'
import { DigestExchange } from '../digest/exchange.ts'
import type { LiveDigest } from '../digest/live-digest.ts'
import type { Replica, ReplicaEvents } from '../ports.ts'
import { MAX_RECORDS } from '../protocol/limits.ts'
import { encodeMessage, inParts, type Message, type Want } from '../protocol/messages.ts'
import type { ReceiptBook } from '../receipt-book.ts'
import { Announcements } from './announcements.ts'
import { Deliveries } from './deliveries.ts'
import type { Arrivals } from './arrivals.ts'
import { Incoming } from './incoming.ts'
import { compareVectors, vectorKey, Wants, wantsInParts } from './wants.ts'

/** Changes of a document that go once more rather than that the other side has to ask for them. */
const FEW_CHANGES = 32

type Of<Type extends Message['type']> = Extract<Message, { type: Type }>

/** The documents' half of a conversation: who lacks what, units both ways, and what follows from them for receipts. */
export class DocumentTransfer {
  readonly deliveries: Deliveries
  readonly incoming: Incoming
  readonly #device: string
  readonly #dialler: boolean
  readonly #replica: Replica
  readonly #digest: LiveDigest
  readonly #receipts: ReceiptBook
  readonly #arrivals: Arrivals
  readonly #post: (message: Message) => void
  readonly #wake: () => void
  readonly #exchange: DigestExchange
  readonly #wants = new Wants()
  readonly #announcements: Announcements
  /** Greatest revision whose event was seen. */
  #revision: number
  #compared = false
  /** A statement has come after an exchange: what is not open is held there. */
  #proven = false

  constructor(options: {
    device: string
    dialler: boolean
    replica: Replica
    digest: LiveDigest
    receipts: ReceiptBook
    /** Shared by all sessions over one replica. */
    arrivals: Arrivals
    post: (message: Message) => void
    /** Units may be waiting. */
    wake: () => void
  }) {
    const { device, replica, receipts, digest, dialler } = options
    this.#device = device
    this.#dialler = dialler
    this.#replica = replica
    this.#digest = digest
    this.#receipts = receipts
    this.#arrivals = options.arrivals
    this.#post = options.post
    this.#wake = options.wake
    this.#revision = replica.revision()
    this.deliveries = new Deliveries({
      replica,
      onHeld: (document, held) => receipts.hold(device, document, held),
    })
    this.incoming = new Incoming({ replica, device, arrivals: options.arrivals })
    this.#exchange = new DigestExchange({ index: digest.current(), dialler })
    this.#announcements = new Announcements(replica)
  }

  /** The first exchange is through. */
  get compared(): boolean {
    return this.#compared
  }

  get comparing(): boolean {
    return this.#exchange.underWay
  }

  /** Documents known to be newer at the other side. */
  get pendingIn(): number {
    return this.#wants.open
  }

  /** Greatest revision of this laptop that the receipts speak of. */
  get revision(): number {
    return this.#revision
  }

  /** Messages of the next batch of units; empty when there is none. */
  nextBatch(): readonly Uint8Array[] {
    const batch = this.deliveries.next()
    if (batch === undefined) return []
    const unknown = this.#announcements.before(batch.units)
    const sessions = inParts(unknown, MAX_RECORDS).map((records) => encodeMessage({ type: 'sessions', records }))
    const units = batch.units.map((unit) => unit.bytes)
    return [...sessions, encodeMessage({ type: 'units', batch: batch.number, units })]
  }

  /**
   * Something new is held here; `pass` when it is to be sent on, otherwise the digest that follows covers it. Until what both
   * sides hold was compared, a short document goes whole: the other side may lack what the new change builds on.
   */
  stored({ document, origin, author, revision, before }: ReplicaEvents['unit:stored'], pass: boolean): void {
    this.#revision = Math.max(this.#revision, revision)
    if (origin === this.#device) {
      this.#wants.came(document)
      // All of it came from there, so all of it is there.
      if (before.length === 0) this.#receipts.hold(this.#device, document, revision)
    } else if (pass) {
      const isLive = origin === undefined || this.#arrivals.isSmall(document)
      const lane = this.#replica.isUrgent(document) ? 'urgent' : isLive ? 'live' : 'bulk'
      const held = this.#compared || lane === 'bulk' || isLong(before) ? before : []
      const sound = held.length === 0 || this.#proven
      this.deliveries.push(document, held, { lane, author, revision, sound })
      this.#wake()
    }
  }

  /** The dialler looks what differs. */
  openExchange(): void {
    this.#refresh()
    this.#post(this.#exchange.open())
  }

  /** @throws MeshError `sync/protocol-violation` */
  receiveDigest(message: Of<'digest'>): void {
    if (!this.#dialler && !this.#exchange.underWay) this.#refresh()
    this.#digest.current() // what changed since the last round is in
    const { theyLack, differing, replies } = this.#exchange.receive(message)
    for (const document of theyLack) {
      if (!this.deliveries.onItsWay(document)) this.#owe(document, [], 'bulk')
    }
    this.#want(differing.map(({ document }) => document))
    for (const reply of replies) this.#post(reply)
    if (!this.#exchange.underWay) this.#compared = true
    this.#wake()
  }

  receiveWants(wants: readonly Want[]): void {
    const newer: Uint8Array[] = []
    for (const { document, vector } of wants) {
      const { held, weHaveMore, theyHaveMore } = compareVectors(this.#replica.vector(document), vector)
      if (theyHaveMore) newer.push(document)
      if (!weHaveMore) continue
      this.deliveries.refusals.asked(toHex(document), vectorKey(held))
      this.#owe(document, held, this.#exchange.underWay ? 'bulk' : 'live')
    }
    this.#want(newer)
    this.#wake()
  }

  /** @throws MeshError `sync/protocol-violation`, or what the replica failed with */
  async receiveUnits(message: Of<'units'>): Promise<void> {
    const { ack, missing } = await this.incoming.store(message)
    this.#post(ack)
    this.#want(missing)
    this.#claim()
  }

  /** @throws MeshError `sync/protocol-violation` */
  receiveAck({ batch, refused }: Of<'ack'>): void {
    this.deliveries.acknowledge(batch, refused)
    this.#claim()
    this.#wake()
  }

  /** The other side says that it has sent all it has, and has asked for all it lacks. */
  receiveStatement(): void {
    this.#wants.clear()
    if (this.#compared) {
      this.#proven = true
      this.deliveries.settle()
    }
    this.#claim()
  }

  /** Both sides hold the same documents. */
  equal(): void {
    this.deliveries.equal()
    this.#wants.clear()
    this.#proven = true
    this.#claim()
  }

  #refresh(): void {
    this.#digest.reread()
    this.#digest.current()
    this.#wants.restart()
  }

  /** By its own words the other side lacks this, whatever it told before. */
  #owe(document: Uint8Array, vector: Want['vector'], usual: 'live' | 'bulk'): void {
    if (this.#receipts.holds(this.#device, document)) this.#receipts.retract(this.#device)
    const isUrgent = this.#replica.isUrgent(document)
    const author = isUrgent ? this.#replica.makerOf(document) : ''
    this.deliveries.ask(document, vector, { lane: isUrgent ? 'urgent' : usual, author })
  }

  #want(documents: readonly Uint8Array[]): void {
    const wants: Want[] = []
    for (const document of documents) {
      const vector = this.#replica.vector(document)
      if (this.#wants.ask(document, vector)) wants.push({ document, vector })
    }
    for (const part of wantsInParts(wants)) this.#post({ type: 'want', wants: part })
  }

  /** Tells the receipt book what follows from what is still open. */
  #claim(): void {
    this.#receipts.state(this.#device, { hasNewer: this.#wants.open > 0 })
    if (this.#proven) this.#receipts.advance(this.#device, this.deliveries.provenUpTo(this.#revision))
  }
}

/** Whether a document had many changes when this was its vector. */
function isLong(vector: Want['vector']): boolean {
  return vector.reduce((sum, [, changes]) => sum + changes, 0) > FEW_CHANGES
}
