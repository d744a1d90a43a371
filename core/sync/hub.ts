import type { Cbor } from '../shared/cbor.ts'
import type { Clock } from '../shared/clock.ts'
import { Emitter, type Events } from '../shared/events.ts'
import { MeshError } from '../shared/errors.ts'
import type { Log } from '../shared/log.ts'
import type { Wire } from '../shared/wire.ts'
import { LiveDigest } from './digest/live-digest.ts'
import type { PeerStatus, SessionEnd, SessionState, SyncEvents } from './events.ts'
import type { Replica } from './ports.ts'
import { ReceiptBook } from './receipt-book.ts'
import type { KeptTime } from './receipts/own-times.ts'
import { RelayedReceipts } from './receipts/relayed-receipts.ts'
import type { ReceiptSigner } from './receipts/signed-receipt.ts'
import { Arrivals } from './transfer/arrivals.ts'
import { SyncSession } from './session/session.ts'

/** A running conversation. */
export interface Attachment {
  readonly session: SyncSession
  /** Resolves when it is over; never rejects. */
  readonly done: Promise<SessionEnd>
}

const ORDER: readonly SessionState[] = ['hello', 'log', 'digest', 'streaming', 'settled']

/** Sync of one network: all its conversations, and what their peers are known to hold. */
export class SyncHub {
  readonly receipts: ReceiptBook
  readonly #events: Emitter<SyncEvents>
  readonly #replica: Replica
  readonly #digest: LiveDigest
  readonly #clock: Clock
  readonly #log: Log
  readonly #isMember: (device: string) => boolean
  readonly #features: { readonly [key: string]: Cbor }
  readonly #turn: () => Promise<void>
  readonly #sessions = new Map<SyncSession, { readonly stop: AbortController; readonly done: Promise<unknown> }>()
  readonly #arrivals = new Arrivals()
  readonly #told = new Set<string>()
  readonly #parting = new Set<string>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #relayed: RelayedReceipts | undefined

  constructor(options: {
    replica: Replica
    clock: Clock
    log: Log
    isMember: (device: string) => boolean
    /** What the hello tells about this copy; empty for now. */
    features?: { readonly [key: string]: Cbor }
    /**
     * Signs what is held here for those who are reached through others, and keeps the times of that; without them only
     * neighbours tell each other.
     */
    relay?: { readonly signer: ReceiptSigner; readonly keptTime: KeptTime }
    /** How many devices the network has. */
    deviceCount?: () => number
    /** Lets the event loop turn once. */
    turn?: () => Promise<void>
  }) {
    this.#replica = options.replica
    this.#clock = options.clock
    this.#log = options.log
    this.#isMember = options.isMember
    this.#features = options.features ?? {}
    this.#turn = options.turn ?? (() => new Promise((resolve) => setImmediate(resolve)))
    this.#events = new Emitter({ onListenerError: () => this.#log.note('sync:listener-failed') })
    this.#digest = new LiveDigest(options.replica)
    this.receipts = new ReceiptBook({
      now: () => this.#clock.now(),
      revisionOf: (document) => this.#replica.revisionOf(document),
      onReceipt: ({ device }) => this.#tellReceipt(device),
      onRetract: (device) => this.#relayed?.retract(device, this.#clockOf(device)),
    })
    this.#relayed = options.relay && this.#relay(options.relay, options.deviceCount ?? (() => Infinity))
    const { events } = this.#replica
    const changed = (): void => this.#relayed?.changed()
    this.#unsubscribe = [
      events.on('log:grown', () => this.#logGrew()),
      ...(['log:grown', 'unit:stored', 'item:changed'] as const).map((name) => events.on(name, changed)),
    ]
  }

  get events(): Events<SyncEvents> {
    return this.#events
  }

  /** Does beforehand what every exchange needs. */
  async prepare(): Promise<void> {
    await this.#digest.prepare(this.#turn)
  }

  /**
   * Starts talking to a peer whose device the transport has proven. Several wires to one device may be attached at
   * once (two laptops that dial each other): each stands for itself, and the last to end is the last.
   */
  attach(peer: { readonly device: string }, wire: Wire, dialler: boolean): Attachment {
    const stop = new AbortController()
    const session = new SyncSession({
      wire,
      dialler,
      peer,
      replica: this.#replica,
      digest: this.#digest,
      receipts: this.receipts,
      relayed: this.#relayed,
      arrivals: this.#arrivals,
      clock: this.#clock,
      log: this.#log,
      events: this.#events,
      isMember: this.#isMember,
      features: this.#features,
      turn: this.#turn,
    })
    const done = session.run(stop.signal).then((end) => {
      this.#sessions.delete(session)
      if (!this.#parting.delete(peer.device) && !this.#isAttached(peer.device)) this.#relayed?.lost(peer.device)
      this.#events.emit('session:ended', { device: peer.device, reason: end.reason })
      return end
    })
    this.#sessions.set(session, { stop, done })
    return { session, done }
  }

  /** Ends all conversations with a device, politely; resolves when they are over. */
  async detach(device: string): Promise<void> {
    const over: Promise<unknown>[] = []
    for (const [session, { stop, done }] of this.#sessions) {
      if (session.device !== device) continue
      stop.abort()
      over.push(done)
    }
    await Promise.all(over)
  }

  /** Ends everything; never rejects. */
  async stop(): Promise<void> {
    const running = [...this.#sessions.values()]
    for (const { stop } of running) stop.abort()
    await Promise.all(running.map(({ done }) => done))
    this.#relayed?.stop()
    for (const off of this.#unsubscribe) off()
    this.#digest.close()
  }

  /** One entry per connected device, best conversation first where there are two. */
  status(): readonly PeerStatus[] {
    const byDevice = new Map<string, PeerStatus>()
    for (const session of this.#sessions.keys()) {
      const status = session.status()
      const other = byDevice.get(status.device)
      if (other === undefined || ORDER.indexOf(status.state) > ORDER.indexOf(other.state))
        byDevice.set(status.device, status)
    }
    return [...byDevice.values()]
  }

  /** Devices (hex) that are here: connected, or lately heard of through others. */
  present(): ReadonlySet<string> {
    const connected = [...this.#sessions.keys()].filter(hasGreeted).map(({ device }) => device)
    return new Set([...connected, ...(this.#relayed?.here() ?? [])])
  }

  /** Whether a device (hex) is among those. */
  isPresent(device: string): boolean {
    const isConnected = [...this.#sessions.keys()].some((session) => session.device === device && hasGreeted(session))
    return isConnected || this.#relayed?.isHere(device) === true
  }

  /** The conversation with a device is about to end, and it stays here all the same: it is reached through others. */
  partsFrom(device: string): void {
    if (this.#isAttached(device)) this.#parting.add(device)
  }

  /** Whether a device that is not connected gets what is new through others, and they from it. */
  isWithin(device: string): boolean {
    return this.#relayed?.isReached(device) ?? false
  }

  /** Devices (hex) that told to hold all of a document that is held here. */
  whoHas(document: Uint8Array): readonly string[] {
    return this.receipts.whoHas(document)
  }

  /** Whether a device told that it holds everything held here now, log included. */
  hasEverything(device: string): boolean {
    return this.receipts.hasEverything(device, this.#replica.revision())
  }

  /**
   * Resolves when at least one peer is connected and every connected one has acknowledged all that was held here,
   * units and log, at the moment of asking.
   *
   * @throws MeshError `shared/aborted` by the signal
   */
  async waitSynced({ signal }: { signal: AbortSignal }): Promise<void> {
    const revision = this.#replica.revision()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = (): void => {
      const sessions = [...this.#sessions.keys()]
      if (
        sessions.length > 0 &&
        sessions.every((session) => session.compared) &&
        [...this.present()].every((device) => this.receipts.hasEverything(device, revision))
      )
        resolve()
    }
    const onAbort = (): void => reject(new MeshError('shared/aborted', 'Stopped waiting'))
    const off = [
      this.#events.on('sync:receipt', look),
      this.#events.on('peer:changed', look),
      this.#events.on('session:ended', look),
    ]
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    look()
    try {
      await promise
    } finally {
      for (const unsubscribe of off) unsubscribe()
      signal.removeEventListener('abort', onAbort)
    }
  }

  #relay(own: { signer: ReceiptSigner; keptTime: KeptTime }, deviceCount: () => number): RelayedReceipts {
    const relayed = new RelayedReceipts({
      ...own,
      network: this.#replica.networkId,
      clock: this.#clock,
      isMember: this.#isMember,
      isOfUse: () => this.#sessions.size > 0 && deviceCount() > 2,
      own: () => ({
        root: this.#digest.root(),
        count: this.#digest.current().size,
        logDigest: this.#replica.logDigest(),
        revision: this.#replica.revision(),
      }),
      neighbours: () => [...new Set([...this.#sessions.keys()].map(({ device }) => device))],
      send: (device, receipts) => {
        for (const session of this.#sessions.keys()) if (session.device === device) session.relay(receipts)
      },
      onHeld: (device, { revision, logEqual }) => {
        this.receipts.advance(device, revision)
        if (!this.#isAttached(device)) this.receipts.state(device, { logEqual })
      },
      onPresence: (device) => this.#events.emit('peer:changed', { device }),
    })
    relayed.start()
    return relayed
  }

  /** What time it is by the clock of a connected device. */
  #clockOf(device: string): number {
    const greeted = [...this.#sessions.keys()].filter((session) => session.device === device && hasGreeted(session))
    return this.#clock.now() + Math.max(...greeted.map((session) => session.status().clockDifferenceMs!))
  }

  #isAttached(device: string): boolean {
    return [...this.#sessions.keys()].some((session) => session.device === device)
  }

  /** Who is not connected cannot have heard of new log records. */
  #logGrew(): void {
    const connected = new Set([...this.#sessions.keys()].map(({ device }) => device))
    for (const { device } of this.receipts.receipts()) {
      if (!connected.has(device)) this.receipts.state(device, { logEqual: false })
    }
  }

  #tellReceipt(device: string): void {
    if (this.#told.has(device)) return
    this.#told.add(device)
    void this.#turn().then(() => {
      this.#told.delete(device)
      const receipt = this.receipts.receipt(device)
      if (receipt !== undefined) this.#events.emit('sync:receipt', receipt)
    })
  }
}

function hasGreeted(session: SyncSession): boolean {
  return session.status().clockDifferenceMs !== undefined
}
