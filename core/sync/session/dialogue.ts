import { bytesEqual } from '../../shared/bytes.ts'
import type { Cbor } from '../../shared/cbor.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Emitter } from '../../shared/events.ts'
import type { LiveDigest } from '../digest/live-digest.ts'
import type { EndReason, SessionState, SyncEvents } from '../events.ts'
import type { Replica, ReplicaEvents } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { PROTOCOL_VERSION } from '../protocol/limits.ts'
import {
  encodeMessage,
  type GoodbyeCode,
  type Hello,
  type Message,
  type Relayed,
  type Statement,
} from '../protocol/messages.ts'
import type { ReceiptBook } from '../receipt-book.ts'
import type { RelayedReceipts } from '../receipts/relayed-receipts.ts'
import { MAX_RECEIPTS } from '../protocol/limits.ts'
import type { Arrivals } from '../transfer/arrivals.ts'
import { DocumentTransfer } from '../transfer/document-transfer.ts'
import { LogExchange } from './log-exchange.ts'
import { SeenExchange } from './seen-exchange.ts'
import { Settling } from './settling.ts'

/** What a conversation needs of the session around it. */
export interface DialogueOptions {
  readonly device: string
  readonly dialler: boolean
  readonly replica: Replica
  readonly digest: LiveDigest
  readonly receipts: ReceiptBook
  readonly relayed?: RelayedReceipts | undefined
  readonly arrivals: Arrivals
  readonly clock: Clock
  readonly events: Emitter<SyncEvents>
  readonly isMember: (device: string) => boolean
  readonly features: { readonly [key: string]: Cbor }
  /** Hands a message to the outbox. */
  readonly post: (message: Uint8Array) => void
  /** Hands over messages that are made when it is their turn, and the bytes that they take until then. */
  readonly postLater: (messages: Iterable<Uint8Array>, bytes: number) => void
  /** Units may be waiting. */
  readonly wake: () => void
  /** Whether nothing waits in inbox or outbox. */
  readonly still: () => boolean
  /** `lastWords`: messages that go out before the goodbye. */
  readonly end: (reason: EndReason, error?: MeshError, lastWords?: readonly Uint8Array[]) => void
}

/** What is said to one peer, and what is made of its answers (PROTOCOL 5.1). Knows nothing of wires and loops. */
export class Dialogue {
  readonly documents: DocumentTransfer
  readonly settling: Settling
  readonly seen: SeenExchange
  readonly #o: DialogueOptions
  readonly #log: LogExchange
  #greeted = false
  /** The logs have been brought together: documents may flow. */
  #ready = false
  #logHeld = false
  /** The other side has said that it understands them. */
  #hearsReceipts = false
  clockDifferenceMs: number | undefined
  lastExchangeAt: number | undefined

  constructor(options: DialogueOptions) {
    const { replica, digest, clock, dialler } = options
    const post = (message: Message): void => options.post(encodeMessage(message))
    this.#o = options
    this.#log = new LogExchange({
      replica,
      post,
      postLater: (messages, bytes) => options.postLater(encoded(messages), bytes),
    })
    this.seen = new SeenExchange({ replica, device: options.device, post })
    this.documents = new DocumentTransfer({ ...options, post })
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
    if (this.documents.comparing || !this.documents.compared) return 'digest'
    return this.settling.equal && this.#quiet() ? 'settled' : 'streaming'
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
      features: { ...features, ...this.seen.feature, receipts: 1 },
    })
  }

  /** Messages of the next batch of units; empty when there is none. */
  nextBatch(): readonly Uint8Array[] {
    return this.#ready ? this.documents.nextBatch() : []
  }

  stored(event: ReplicaEvents['unit:stored']): void {
    this.documents.stored(event, this.#ready)
  }

  logGrown({ records, origin }: ReplicaEvents['log:grown']): void {
    const { device, isMember } = this.#o
    this.documents.deliveries.refusals.logGrew()
    if (!isMember(device)) return this.#endOfMembership(records)
    if (origin === device) return
    this.#holdsLog(false)
    if (this.#greeted) this.#log.push(records)
  }

  /** @throws MeshError `sync/protocol-violation`, or what the replica failed with */
  async handle(message: Message): Promise<void> {
    if (!this.#greeted && message.type !== 'hello' && message.type !== 'goodbye') throw violation('no-hello')
    const { replica, device, clock, isMember, end } = this.#o
    this.lastExchangeAt = clock.now()
    switch (message.type) {
      case 'hello':
        return this.#hello(message)
      case 'log-ids':
        return this.#logIds(message.ids, message.more)
      case 'log-records':
        return replica.acceptLog(message.records, device)
      case 'digest':
        this.#begun() // the dialler has our log by now, and what it lacks of theirs comes before its units
        return this.documents.receiveDigest(message)
      case 'seen':
        return replica.acceptSeen(message.statements, device)
      case 'receipts':
        return this.#o.relayed?.heard(message.relayed, device)
      case 'want':
        return this.documents.receiveWants(message.wants)
      case 'sessions':
        return replica.acceptSessions(message.records)
      case 'units':
        return isMember(device) ? this.documents.receiveUnits(message) : this.#endOfMembership()
      case 'ack':
        return this.documents.receiveAck(message)
      case 'statement':
        return this.#statement(message)
      case 'goodbye':
        return end('goodbye', goodbyeError(message.code))
      default: // signs of life are answered where they are read
    }
  }

  /** Passes on what devices said of themselves; before the logs are through the other side may not know them. */
  relay(relayed: readonly Relayed[]): void {
    if (!this.#ready || !this.#hearsReceipts) return
    for (let at = 0; at < relayed.length; at += MAX_RECEIPTS)
      this.#post({ type: 'receipts', relayed: relayed.slice(at, at + MAX_RECEIPTS) })
  }

  /** The logs are through. */
  #begun(): void {
    if (this.#ready) return
    this.#ready = true
    this.seen.begin()
    const { relayed } = this.#o
    if (relayed !== undefined) this.relay(relayed.all())
  }

  #hello(hello: Hello): void {
    const { replica, clock, events, device, end } = this.#o
    if (this.#greeted) throw violation('hello')
    if (hello.version !== PROTOCOL_VERSION) {
      events.emit('peer:other-version', { device, version: hello.version })
      return end('other-version', otherVersion())
    }
    if (!bytesEqual(hello.networkId, replica.networkId)) return end('wrong-network', violation('network'))
    this.#greeted = true
    this.clockDifferenceMs = hello.now - clock.now()
    this.seen.greeted(hello.features)
    this.#hearsReceipts = Object.hasOwn(hello.features, 'receipts')
    events.emit('peer:greeted', {
      device,
      clockDifferenceMs: this.clockDifferenceMs,
      session: hello.sessionRecord,
    })
    replica.acceptSessions([hello.sessionRecord])
    if (bytesEqual(hello.logDigest, replica.logDigest())) this.#holdsLog(true)
    else this.#log.open()
    this.#begin()
  }

  /** Once the logs are through, the documents. */
  #begin(): void {
    if (this.#ready || this.#log.underWay) return
    this.#begun()
    if (this.#o.dialler) this.documents.openExchange()
  }

  #logIds(ids: readonly Uint8Array[], more: boolean): void {
    const outcome = this.#log.receive(ids, more)
    if (outcome === 'more') return
    if (outcome === 'holds-all') this.#holdsLog(true)
    this.#begin()
  }

  #statement(statement: Statement): void {
    this.settling.heard(statement)
    this.#holdsLog(this.#logHeld || bytesEqual(statement.logDigest, this.#o.replica.logDigest()))
    this.documents.receiveStatement()
  }

  #equal({ documents, log }: { documents: boolean; log: boolean }): void {
    if (log) this.#holdsLog(true)
    if (documents) this.documents.equal()
  }

  #heal({ documents, log }: { documents: boolean; log: boolean }): void {
    if (log) this.#log.open()
    if (documents) this.documents.openExchange()
  }

  /** Notes whether the other side has told to hold every log record held here. */
  #holdsLog(held: boolean): void {
    this.#logHeld = held
    this.#o.receipts.state(this.#o.device, { logEqual: held })
  }

  #state(): void {
    const { digest, replica } = this.#o
    const [root, logDigest] = [digest.root(), replica.logDigest()]
    this.#post({ type: 'statement', root, count: digest.current().size, revision: this.documents.revision, logDigest })
  }

  #quiet(): boolean {
    const { compared, comparing, deliveries } = this.documents
    return compared && !comparing && !this.#log.underWay && deliveries.idle && this.#o.still()
  }

  /** @param news records that came just now: the other side learns from signed ones that it is out. */
  #endOfMembership(news: readonly Uint8Array[] = []): void {
    const { replica, device, end } = this.#o
    const records = this.#greeted ? replica.partingRecords(device, news) : []
    const lastWords = records.map((record) => encodeMessage({ type: 'log-records', records: [record] }))
    const error = new MeshError('network/not-a-member', 'The other computer is no longer a member')
    end('not-a-member', error, lastWords)
  }

  #post(message: Message): void {
    this.#o.post(encodeMessage(message))
  }
}

function* encoded(messages: Iterable<Message>): Generator<Uint8Array> {
  for (const message of messages) yield encodeMessage(message)
}

function otherVersion(): MeshError {
  return new MeshError('sync/other-version', 'The other computer runs another version')
}

function goodbyeError(code: GoodbyeCode): MeshError | undefined {
  if (code === 'other-version') return otherVersion()
  if (code === 'not-a-member')
    return new MeshError('network/not-a-member', 'The other computer does not count this one as a member')
  return undefined
}
