import { toHex } from '../../shared/bytes.ts'
import { DigestExchange } from '../digest/exchange.ts'
import type { LiveDigest } from '../digest/live-digest.ts'
import type { Replica, ReplicaEvents } from '../ports.ts'
import { MAX_RECORDS } from '../protocol/limits.ts'
import { encodeMessage, inParts, type Message, type Want } from '../protocol/messages.ts'
import type { ReceiptBook } from '../receipt-book.ts'
import { Announcements } from './announcements.ts'
import { Deliveries } from './deliveries.ts'
import { Incoming } from './incoming.ts'
import { compareVectors, vectorKey, Wants, wantsInParts } from './wants.ts'

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
    this.#post = options.post
    this.#wake = options.wake
    this.#revision = replica.revision()
    this.deliveries = new Deliveries({
      replica,
      onHeld: (document, held) => receipts.hold(device, document, held),
    })
    this.incoming = new Incoming({ replica, device })
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

  /** Something new is held here; `pass` when it is to be sent on, otherwise the digest that follows covers it. */
  stored({ document, origin, revision, before }: ReplicaEvents['unit:stored'], pass: boolean): void {
    this.#revision = Math.max(this.#revision, revision)
    if (origin === this.#device) {
      this.#wants.came(document)
      // All of it came from there, so all of it is there.
      if (before.length === 0) this.#receipts.hold(this.#device, document, revision)
    } else if (pass) {
      this.deliveries.push(document, before, { revision, sound: before.length === 0 || this.#proven })
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
      if (!this.deliveries.onItsWay(document)) this.#owe(document, [], false)
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
      this.#owe(document, held, !this.#exchange.underWay)
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
  #owe(document: Uint8Array, vector: Want['vector'], live: boolean): void {
    if (this.#receipts.holds(this.#device, document)) this.#receipts.retract(this.#device)
    this.deliveries.ask(document, vector, live)
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
