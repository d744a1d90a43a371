import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { Connection, Stream, StreamMuxerFactory, Upgrader } from '@libp2p/interface'
import type { Libp2p } from 'libp2p'

import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import { Emitter } from '../../shared/events.ts'
import { Arrivals } from './arrivals.ts'
import { DoorTransport } from './door-transport.ts'
import { isFull, serves, stillOpens } from './gate.ts'
import { deviceOf, explained, makeNode } from './libp2p-node.ts'
import { LinkMonitor } from './link-monitor.ts'
import { guardedMuxer, MUXER_LIMITS, yamuxFactory } from './muxer-guard.ts'
import { PeerLinks } from './peer-links.ts'
import { silentLogger } from './silent-logger.ts'
import { StreamWire } from './stream-wire.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Wire } from '../../shared/wire.ts'
import type { Door } from '../door/door.ts'
import type { InterfaceWatch } from '../interface-watch.ts'
import type { InterfaceAddress } from '../interfaces.ts'
import type { Address, ConnectedPeer, Scope, Transport, TransportEvents } from '../ports.ts'
import type { Arrival } from './arrivals.ts'
import type { Gate } from './gate.ts'
import type { MuxerLimits } from './muxer-guard.ts'
import type { PeerLink } from './peer-links.ts'
import type { SealedLink } from './sealed-link.ts'

/** What one node is made of. */
export interface Libp2pTransportInit {
  /** Undefined for a joiner, who only dials. */
  readonly door: Door | undefined
  /** 32-byte seed of the device's Ed25519 key in this network. */
  readonly seed: Uint8Array
  readonly gate: Gate
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  /** Tells when an address of this laptop is gone: what ran over it is given up at once. */
  readonly interfaces?: Pick<InterfaceWatch, 'events'>
  readonly limits?: MuxerLimits
}

const STREAMS_PER_PROTOCOL = 4

/**
 * {@link Transport} over libp2p: Noise and Yamux behind the {@link Door}. One node per network, one more while invites
 * are open, one for a joiner; they differ by their {@link Gate}. Nothing of libp2p's own is served: no identify, no ping,
 * no dial queue, no addresses remembered.
 */
export class Libp2pTransport implements Transport {
  readonly #init: Libp2pTransportInit
  readonly #events: Emitter<TransportEvents>
  readonly #handlers = new Map<
    string,
    { scopes: readonly Scope['kind'][]; handler: (wire: Wire, peer: ConnectedPeer) => void }
  >()
  readonly #monitor: LinkMonitor
  readonly #arrivals: Arrivals
  readonly #carriers = new WeakMap<Wire, PeerLink>()
  /** Seen idle at the last tick; closed at the next. */
  #retiring = new Set<PeerLink>()
  #links = new PeerLinks('')
  #node: Libp2p | undefined
  #dialler: DoorTransport | undefined
  #cancelTick: () => void = () => undefined
  #unwatch: () => void = () => undefined

  constructor(init: Libp2pTransportInit) {
    this.#init = init
    this.#events = new Emitter({ onListenerError: () => init.log.note('transport:listener-failed') })
    this.#arrivals = new Arrivals(init.clock)
    this.#monitor = new LinkMonitor({ clock: init.clock, links: () => [...this.#links].map(({ link }) => link) })
  }

  get events(): Emitter<TransportEvents> {
    return this.#events
  }

  async start(): Promise<void> {
    if (this.#node !== undefined) return
    const privateKey = await generateKeyPairFromSeed('Ed25519', this.#init.seed)
    this.#links = new PeerLinks(toHex(privateKey.publicKey.raw))
    const node = await makeNode({
      privateKey,
      listens: this.#init.door !== undefined,
      admits: (device) => this.#init.gate.scopeOf(device, { kind: 'catch-up' }) !== undefined,
      makeTransport: (upgrader) => this.#makeTransport(upgrader),
    })
    this.#node = node
    node.addEventListener('connection:open', ({ detail }) => this.#opened(detail))
    for (const [protocol, { scopes, handler }] of this.#handlers) {
      await node.handle(protocol, (stream, connection) => this.#serve(stream, connection, { scopes, handler }), {
        maxInboundStreams: STREAMS_PER_PROTOCOL,
        maxOutboundStreams: STREAMS_PER_PROTOCOL,
      })
    }
    await node.start()
    this.#monitor.start()
    this.#unwatch =
      this.#init.interfaces?.events.on('interfaces:changed', ({ interfaces }) => this.#moved(interfaces)) ??
      this.#unwatch
    this.#tick()
  }

  async stop(): Promise<void> {
    const node = this.#node
    this.#node = undefined
    this.#cancelTick()
    this.#unwatch()
    this.#monitor.stop()
    for (const link of this.#links) this.#lost(link)
    try {
      await node?.stop()
    } catch {
      this.#init.log.note('transport:stop-failed')
    }
  }

  /** How many connections there are beneath, catch-up ones and superseded ones included. */
  get connections(): number {
    return [...this.#links].length
  }

  connected(): readonly ConnectedPeer[] {
    const peers = new Map<string, ConnectedPeer>()
    for (const { peer } of this.#links) if (isFull(peer.scope) && !peers.has(peer.device)) peers.set(peer.device, peer)
    return [...peers.values()]
  }

  handle(protocol: string, scopes: readonly Scope['kind'][], handler: (wire: Wire, peer: ConnectedPeer) => void): void {
    this.#handlers.set(protocol, { scopes, handler })
  }

  async dial(
    address: Address,
    options: { signal: AbortSignal; device?: string; keyIndex?: number },
  ): Promise<ConnectedPeer> {
    const key = this.#init.gate.keys()[options.keyIndex ?? 0]
    const dialler = this.#dialler
    if (key === undefined || dialler === undefined)
      throw new MeshError('network/peer-unreachable', 'No key or not started')
    const { link, connection } = await dialler.dialWith(address, key, options.signal).catch((error: unknown) => {
      throw explained(error)
    })
    const arrival = this.#arrivals.of(connection)
    if (arrival === undefined) throw new Error('A connection without a link')
    if (options.device !== undefined && deviceOf(connection.remotePeer) !== options.device) {
      link.abort(new Error('Another device'))
      throw new MeshError('network/peer-unreachable', 'Another device answers at that address', {
        details: { stage: 'other-device' },
      })
    }
    const giveUp = (): void => link.abort(new Error('Given up'))
    options.signal.addEventListener('abort', giveUp, { once: true })
    try {
      return await arrival.settled.promise
    } catch (error) {
      if (options.signal.aborted) throw new MeshError('shared/aborted', 'Given up')
      throw error
    } finally {
      options.signal.removeEventListener('abort', giveUp)
    }
  }

  async open(device: string, protocol: string, options: { signal: AbortSignal }): Promise<Wire> {
    const scopes = this.#handlers.get(protocol)?.scopes
    const best = this.#links.of(device).find(({ peer }) => scopes === undefined || scopes.includes(peer.scope.kind))
    if (best === undefined) throw new MeshError('network/peer-unreachable', 'Not connected to that device')
    try {
      const stream = await best.connection.newStream(protocol, {
        signal: options.signal,
        maxOutboundStreams: STREAMS_PER_PROTOCOL,
      })
      return this.#carried(stream, best)
    } catch (cause) {
      if (options.signal.aborted) throw new MeshError('shared/aborted', 'Given up', { cause })
      throw new MeshError('network/peer-unreachable', 'That device does not answer', { cause })
    }
  }

  recheck(): void {
    for (const link of [...this.#links]) {
      if (!serves(this.#init.gate, link.peer)) {
        this.#lost(link)
        link.link.abort(new Error('A member no more'))
      } else if (!stillOpens(this.#init.gate, link.link.key)) {
        void this.#close(link)
      }
    }
  }

  async disconnect(device: string): Promise<void> {
    await Promise.all([...this.#links.of(device)].map((link) => this.#close(link)))
  }

  async hangUp(wire: Wire): Promise<void> {
    const carrier = this.#carriers.get(wire)
    if (carrier !== undefined) await this.#close(carrier)
  }

  /** The other side cannot be told: its answers have nowhere to go. */
  #moved(interfaces: readonly InterfaceAddress[]): void {
    const own = new Set(interfaces.map(({ ip }) => ip))
    for (const { link } of [...this.#links]) if (!own.has(link.localIp)) link.abort(new Error('Own address is gone'))
  }

  #makeTransport(upgrader: Upgrader): DoorTransport {
    const { door, gate, clock, random } = this.#init
    const log = silentLogger.forComponent('')
    this.#dialler = new DoorTransport({
      door,
      keys: () => gate.keys(),
      upgrader,
      log,
      clock,
      random,
      muxerFor: (link) => this.#muxerFor(link),
    })
    return this.#dialler
  }

  #muxerFor(link: SealedLink): StreamMuxerFactory {
    const arrival = this.#arrivals.begin(link)
    const { clock, limits = MUXER_LIMITS } = this.#init
    return guardedMuxer(yamuxFactory(), {
      limits,
      monotonic: () => clock.monotonic(),
      onFirstFrame: () => {
        arrival.spoken = true
        this.#settle(arrival)
      },
    })
  }

  #opened(connection: Connection): void {
    const arrival = this.#arrivals.of(connection)
    if (arrival === undefined) return
    arrival.connection = connection
    this.#settle(arrival)
  }

  #settle({ link, connection, spoken, settled }: Arrival): void {
    if (connection === undefined || !spoken || link.status !== 'open' || this.#node === undefined) return
    const device = deviceOf(connection.remotePeer)
    if (device === undefined) return
    const scope = this.#init.gate.scopeOf(device, link.key.scope)
    if (scope === undefined) return link.abort(new Error('No member'))
    const peer: ConnectedPeer = {
      device,
      scope,
      address: link.address,
      direction: connection.direction,
    }
    const added: PeerLink = { peer, link, connection }
    const first = isFull(scope) && !this.#isConnected(device)
    const dead = this.#links.add(added, this.#init.clock.monotonic())
    connection.addEventListener('close', () => this.#lost(added))
    settled.resolve(peer)
    if (first) this.#events.emit('peer:connected', peer)
    if (!isFull(scope)) this.#events.emit('peer:outdated', peer)
    for (const { link: old } of dead) old.abort(new Error('Replaced'))
  }

  #serve(
    stream: Stream,
    connection: Connection,
    { scopes, handler }: { scopes: readonly Scope['kind'][]; handler: (wire: Wire, peer: ConnectedPeer) => void },
  ): void {
    const served = [...this.#links].find((link) => link.connection === connection)
    if (served === undefined || !scopes.includes(served.peer.scope.kind) || !serves(this.#init.gate, served.peer)) {
      stream.abort(new Error('Not allowed'))
      return
    }
    handler(this.#carried(stream, served), served.peer)
  }

  #carried(stream: Stream, by: PeerLink): Wire {
    const wire = new StreamWire(stream)
    this.#carriers.set(wire, by)
    return wire
  }

  #isConnected(device: string): boolean {
    return this.#links.of(device).some(({ peer }) => isFull(peer.scope))
  }

  #lost(link: PeerLink): void {
    const { device } = link.peer
    const before = this.#isConnected(device)
    if (this.#links.remove(link) && before && !this.#isConnected(device))
      this.#events.emit('peer:disconnected', { device })
  }

  async #close(link: PeerLink): Promise<void> {
    this.#lost(link)
    try {
      await link.connection.close({ signal: AbortSignal.timeout(2000) })
    } catch (error) {
      link.link.abort(error instanceof Error ? error : new Error('Did not close'))
    }
  }

  #tick(): void {
    this.#cancelTick = this.#init.clock.after(1000, () => {
      const idle = new Set(this.#links.idleSuperseded())
      for (const link of idle) if (this.#retiring.has(link)) void this.#close(link)
      this.#retiring = idle
      this.#tick()
    })
  }
}
