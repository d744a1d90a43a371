import type { Cbor } from '../../shared/cbor.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Emitter } from '../../shared/events.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import type { Wire } from '../../shared/wire.ts'
import type { LiveDigest } from '../digest/live-digest.ts'
import type { EndReason, PeerStatus, SessionEnd, SyncEvents } from '../events.ts'
import type { Replica } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { decodeMessage } from '../protocol/decode.ts'
import {
  type DigestMessage,
  encodeMessage,
  type GoodbyeCode,
  type Message,
  type Relayed,
} from '../protocol/messages.ts'
import type { ReceiptBook } from '../receipt-book.ts'
import type { RelayedReceipts } from '../receipts/relayed-receipts.ts'
import type { Arrivals } from '../transfer/arrivals.ts'
import { peerBudgets } from './budget.ts'
import { Dialogue } from './dialogue.ts'
import { Inbox } from './inbox.ts'
import { KeepAlive } from './keep-alive.ts'
import { Outbox } from './outbox.ts'

/** How long the last words may take to leave. */
const FAREWELL_MS = 1_000

/** Turns of the event loop until all that the system holds for this process has gone through the connection's layers. */
const TURNS_TO_READ = 2

const FAREWELLS: Partial<Record<EndReason, GoodbyeCode>> = {
  stopped: 'stopping',
  failed: 'stopping',
  'protocol-violation': 'protocol-violation',
  'wrong-network': 'protocol-violation',
  'other-version': 'other-version',
  'not-a-member': 'not-a-member',
}

export interface SessionOptions {
  /** Owned by the session from now on. */
  readonly wire: Wire
  readonly replica: Replica
  /** Shared by all sessions over one replica. */
  readonly digest: LiveDigest
  readonly receipts: ReceiptBook
  /** Shared as well; undefined where receipts are not passed on. */
  readonly relayed?: RelayedReceipts | undefined
  /** Shared as well. */
  readonly arrivals: Arrivals
  readonly dialler: boolean
  /** Device key in hex, proven by the transport. */
  readonly peer: { readonly device: string }
  readonly clock: Clock
  readonly log: Log
  readonly events: Emitter<SyncEvents>
  readonly isMember: (device: string) => boolean
  readonly features?: { readonly [key: string]: Cbor }
  /** Lets the event loop turn once. */
  readonly turn: () => Promise<void>
}

/** One conversation of `/muster/sync/1` with one connected peer. */
export class SyncSession {
  readonly device: string
  readonly #o: SessionOptions
  readonly #inbox = new Inbox()
  readonly #outbox: Outbox
  readonly #dialogue: Dialogue
  readonly #keepAlive: KeepAlive
  readonly #budgets: ReturnType<typeof peerBudgets>
  readonly #ended = Promise.withResolvers<SessionEnd>()
  readonly #stop = new AbortController()
  #over = false
  #handling = false
  #changeTold = false
  #pings = 0

  constructor(options: SessionOptions) {
    this.#o = options
    this.device = options.peer.device
    this.#budgets = peerBudgets(options.clock)
    this.#outbox = new Outbox({
      wire: options.wire,
      turn: options.turn,
      nextBatch: () => this.#dialogue.nextBatch(),
      onIdle: () => this.#consider(),
      onFailure: (error) => this.#fail(error),
    })
    this.#keepAlive = new KeepAlive({
      clock: options.clock,
      onPing: () => this.#ping(),
      onDead: () => this.#end('dead'),
    })
    this.#dialogue = new Dialogue({
      ...options,
      device: this.device,
      features: options.features ?? {},
      post: (message) => this.#outbox.post(message),
      postLater: (messages, bytes) => this.#outbox.postLater(messages, bytes),
      wake: () => this.#outbox.wake(),
      still: () => !this.#handling && this.#inbox.empty && this.#outbox.idle,
      end: (reason, error, lastWords) => this.#end(reason, error, lastWords),
    })
  }

  status(): PeerStatus {
    const { state, documents, lastExchangeAt, clockDifferenceMs } = this.#dialogue
    const { deliveries, pendingIn } = documents
    return { device: this.device, state, pendingOut: deliveries.pending, pendingIn, lastExchangeAt, clockDifferenceMs }
  }

  /** Passes on what devices said of themselves, once the other side can understand it. */
  relay(relayed: readonly Relayed[]): void {
    this.#guard(() => this.#dialogue.relay(relayed))
  }

  /** What both sides hold has been compared on this connection. */
  get compared(): boolean {
    return this.#dialogue.documents.compared
  }

  /** Bytes of messages handed to the wire so far. */
  get sentBytes(): number {
    return this.#outbox.sentBytes
  }

  /** Bytes of units sent and not acknowledged yet. */
  get unacknowledgedBytes(): number {
    return this.#dialogue.documents.deliveries.unacknowledgedBytes
  }

  /** Talks until one side ends it; never rejects. To be called once. */
  async run(signal: AbortSignal): Promise<SessionEnd> {
    const { replica, isMember } = this.#o
    const onAbort = (): void => this.#end('stopped')
    const unsubscribe = [
      replica.events.on('unit:stored', (event) => this.#guard(() => this.#dialogue.stored(event))),
      replica.events.on('log:grown', (event) => this.#guard(() => this.#dialogue.logGrown(event))),
      replica.events.on('seen:grown', (event) => this.#guard(() => this.#dialogue.seen.grown(event))),
    ]
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    else if (!isMember(this.device))
      this.#end('not-a-member', new MeshError('network/not-a-member', 'The other computer is not a member'))
    else {
      this.#keepAlive.start()
      this.#dialogue.greet()
      void this.#read()
      void this.#process()
    }
    const end = await this.#ended.promise
    signal.removeEventListener('abort', onAbort)
    for (const off of unsubscribe) off()
    return end
  }

  async #read(): Promise<void> {
    try {
      while (!this.#over) {
        await this.#inbox.room()
        const raw = await this.#o.wire.receive({ signal: this.#stop.signal })
        if (this.#over) return
        if (raw === undefined) return this.#inbox.finish()
        this.#keepAlive.heard()
        this.#arrived(decodeMessage(raw), raw.byteLength)
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Counts what the peer causes, answers signs of life at once and queues the rest. */
  #arrived(message: Message, bytes: number): void {
    const { messages, ranges, items, wants, records, sessions, receipts } = this.#budgets
    let within = true
    const { incoming } = this.#dialogue.documents
    if (message.type === 'units') incoming.arrived(message)
    else if (message.type !== 'ack') within = messages.take(1)
    if (message.type === 'digest') within &&= ranges.take(message.ranges.length) && items.take(itemsIn(message))
    if (message.type === 'want') within &&= wants.take(message.wants.length)
    if (message.type === 'log-records') within &&= records.take(message.records.length)
    if (message.type === 'seen') within &&= records.take(message.statements.length)
    if (message.type === 'receipts') within &&= receipts.take(message.relayed.length)
    if (message.type === 'sessions') within &&= sessions.take(message.records.length)
    if (!within) throw violation('flood')
    if (message.type === 'sessions') incoming.announced(message)
    if (message.type === 'ping') this.#outbox.post(encodeMessage({ type: 'pong', n: message.n }))
    else if (message.type !== 'pong') this.#inbox.push(message, bytes)
  }

  async #process(): Promise<void> {
    try {
      for (let message = await this.#inbox.take(); message !== undefined; message = await this.#inbox.take()) {
        this.#handling = true
        await this.#dialogue.handle(message)
        if (message.type === 'units') await this.#readOn()
        this.#handling = false
        this.#consider()
      }
      this.#end('closed')
    } catch (error) {
      this.#fail(error)
    }
  }

  /** What came while units were stored is read before the next are: it may go before them. */
  async #readOn(): Promise<void> {
    for (let turn = 0; turn < TURNS_TO_READ && !this.#inbox.empty; turn += 1) await this.#o.turn()
  }

  #consider(): void {
    if (this.#over) return
    this.#guard(() => this.#dialogue.settling.consider())
    if (this.#changeTold) return
    this.#changeTold = true
    void this.#o.turn().then(() => {
      this.#changeTold = false
      this.#o.events.emit('peer:changed', { device: this.device })
    })
  }

  #ping(): void {
    this.#pings += 1
    this.#outbox.post(encodeMessage({ type: 'ping', n: this.#pings }))
  }

  #guard(task: () => void): void {
    if (this.#over) return
    try {
      task()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    const code = error instanceof MeshError ? error.code : undefined
    if (code === 'sync/protocol-violation' || code === 'sync/message-too-large') this.#end('protocol-violation', error)
    else if (code === 'network/peer-unreachable' || code === 'shared/aborted') this.#end('closed')
    else this.#end('failed', error)
  }

  #end(reason: EndReason, error?: unknown, lastWords: readonly Uint8Array[] = []): void {
    if (this.#over) return
    this.#over = true
    const { events, log } = this.#o
    this.#keepAlive.stop()
    this.#dialogue.settling.stop()
    this.#inbox.close()
    this.#outbox.close()
    this.#farewell(reason, lastWords)
    log.note(`sync:ended:${reason}`)
    if (error instanceof MeshError && reason !== 'failed') {
      events.emit('peer:refused', { device: this.device, code: error.code, what: String(error.details['what'] ?? '') })
    }
    this.#ended.resolve(error === undefined ? { reason } : { reason, error })
  }

  #farewell(reason: EndReason, lastWords: readonly Uint8Array[]): void {
    const { wire, clock } = this.#o
    const code = FAREWELLS[reason]
    if (code === undefined) wire.abort()
    else {
      // Whoever does not read does not get to keep the pipe open.
      const cancel = clock.after(FAREWELL_MS, () => wire.abort())
      const messages = [...lastWords, encodeMessage({ type: 'goodbye', code })]
      void Promise.all(messages.map((message) => wire.send(message)))
        .catch(() => undefined)
        .then(() => wire.close())
        .then(cancel)
    }
    this.#stop.abort()
  }
}

function itemsIn({ ranges }: DigestMessage): number {
  return ranges.reduce((sum, range) => sum + (range.mode === 'list' ? range.items.length : 0), 0)
}
