import { toHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { Emitter } from '../../core/shared/events.ts'
import { isFull, serves, stillOpens } from '../../core/network/transport/gate.ts'
import { memoryWires } from './memory-wire.ts'
import type { DoorKey } from '../../core/network/door/opening.ts'
import type { Gate } from '../../core/network/transport/gate.ts'
import type { Address, ConnectedPeer, Scope, Transport, TransportEvents } from '../../core/network/ports.ts'
import type { Wire } from '../../core/shared/wire.ts'
import type { MemorySegment } from './memory-segment.ts'
import type { MemoryWire } from './memory-wire.ts'

interface Link {
  readonly peer: ConnectedPeer
  readonly key: DoorKey
  readonly owner: MemoryTransport
  readonly wires: Set<MemoryWire>
  /** Those that are over too. */
  readonly carried: WeakSet<Wire>
  other: Link | undefined
}

/** {@link Transport} in memory, with the same rules of keys, scopes and members as the real one. */
export class MemoryTransport implements Transport {
  readonly events = new Emitter<TransportEvents>()
  readonly address: Address
  readonly #device: string
  readonly #gate: Gate
  readonly #listens: boolean
  readonly #segment: MemorySegment<MemoryTransport>
  readonly #handlers = new Map<
    string,
    { scopes: readonly Scope['kind'][]; handler: (wire: Wire, peer: ConnectedPeer) => void }
  >()
  #links: Link[] = []
  #leave: (() => void)[] | undefined

  /** @param init.device device key, hex; `listens` false for a joiner */
  constructor(init: {
    segment: MemorySegment<MemoryTransport>
    address: Address
    device: string
    gate: Gate
    listens?: boolean
  }) {
    this.#segment = init.segment
    this.address = init.address
    this.#device = init.device
    this.#gate = init.gate
    this.#listens = init.listens ?? true
  }

  async start(): Promise<void> {
    this.#leave ??= [
      this.#listens ? this.#segment.attach(this) : () => undefined,
      this.#segment.onCut(() => this.#noticeCut()),
    ]
  }

  async stop(): Promise<void> {
    for (const leave of this.#leave ?? []) leave()
    this.#leave = undefined
    for (const link of [...this.#links]) hangUp(link)
  }

  connected(): readonly ConnectedPeer[] {
    return [
      ...new Map(this.#links.filter(({ peer }) => isFull(peer.scope)).map(({ peer }) => [peer.device, peer])).values(),
    ]
  }

  handle(protocol: string, scopes: readonly Scope['kind'][], handler: (wire: Wire, peer: ConnectedPeer) => void): void {
    this.#handlers.set(protocol, { scopes, handler })
  }

  async dial(
    address: Address,
    options: { signal: AbortSignal; device?: string; keyIndex?: number },
  ): Promise<ConnectedPeer> {
    await Promise.resolve()
    if (options.signal.aborted) throw new MeshError('shared/aborted', 'Given up')
    const key = this.#gate.keys()[options.keyIndex ?? 0]
    const there = [...this.#segment.reachableFrom(this.address.ip)].filter(
      (one) => one.address.ip === address.ip && one.address.port === address.port,
    )
    if (this.#leave === undefined || key === undefined || there.length === 0) throw unreachable('connect')
    const keyHex = toHex(key.key)
    const answer = there
      .flatMap((one) => one.#gate.keys().map((its) => ({ one, its })))
      .find(({ its }) => toHex(its.key) === keyHex)
    if (answer === undefined) throw unreachable('door')
    const { one, its } = answer
    if (one === this) throw unreachable('self')
    const scope = this.#gate.scopeOf(one.#device, key.scope)
    const itsScope = one.#gate.scopeOf(this.#device, its.scope)
    if (scope === undefined || itsScope === undefined) throw new MeshError('network/not-a-member', 'Not a member')
    if (options.device !== undefined && options.device !== one.#device) throw unreachable('other-device')
    const here: Link = {
      owner: this,
      peer: { device: one.#device, scope, address, direction: 'outbound' },
      key,
      wires: new Set(),
      carried: new WeakSet(),
      other: undefined,
    }
    const remote: Link = {
      owner: one,
      peer: { device: this.#device, scope: itsScope, address: this.address, direction: 'inbound' },
      key: its,
      wires: new Set(),
      carried: new WeakSet(),
      other: here,
    }
    here.other = remote
    this.#add(here)
    one.#add(remote)
    return here.peer
  }

  async open(device: string, protocol: string, options: { signal: AbortSignal }): Promise<Wire> {
    await Promise.resolve()
    if (options.signal.aborted) throw new MeshError('shared/aborted', 'Given up')
    const scopes = this.#handlers.get(protocol)?.scopes
    const link = this.#links.findLast(
      ({ peer }) => peer.device === device && (scopes?.includes(peer.scope.kind) ?? true),
    )
    const handler = link?.other === undefined ? undefined : link.other.owner.#handlers.get(protocol)
    if (link?.other === undefined || handler === undefined) throw unreachable('open')
    const { other } = link
    const [mine, its] = memoryWires(this.#segment.post)
    for (const [side, wire] of [[link, mine] as const, [other, its] as const]) {
      side.wires.add(wire)
      side.carried.add(wire)
      wire.onDone(() => side.wires.delete(wire))
    }
    if (!handler.scopes.includes(other.peer.scope.kind) || !serves(other.owner.#gate, other.peer)) mine.abort()
    else handler.handler(its, other.peer)
    return mine
  }

  recheck(): void {
    for (const link of [...this.#links]) {
      if (!serves(this.#gate, link.peer) || !stillOpens(this.#gate, link.key)) hangUp(link)
    }
  }

  async disconnect(device: string): Promise<void> {
    for (const link of this.#links.filter(({ peer }) => peer.device === device)) hangUp(link)
  }

  async hangUp(wire: Wire): Promise<void> {
    for (const link of this.#links.filter(({ carried }) => carried.has(wire))) hangUp(link)
  }

  #add(link: Link): void {
    const first = isFull(link.peer.scope) && !this.#isConnected(link.peer.device)
    this.#links.push(link)
    if (first) this.events.emit('peer:connected', link.peer)
    if (!isFull(link.peer.scope)) this.events.emit('peer:outdated', link.peer)
  }

  #isConnected(device: string): boolean {
    return this.#links.some((link) => isFull(link.peer.scope) && link.peer.device === device)
  }

  #noticeCut(): void {
    for (const link of [...this.#links]) {
      const other = link.other?.owner
      if (other !== undefined && !this.#segment.connects(this.address.ip, other.address.ip)) hangUp(link)
    }
  }

  /** Called by the module's own `hangUp` for both sides. */
  drop(link: Link): void {
    if (!this.#links.includes(link)) return
    const before = this.#isConnected(link.peer.device)
    this.#links = this.#links.filter((one) => one !== link)
    for (const wire of [...link.wires]) wire.breakOff()
    if (before && !this.#isConnected(link.peer.device))
      this.events.emit('peer:disconnected', { device: link.peer.device })
  }
}

function hangUp(link: Link): void {
  link.owner.drop(link)
  link.other?.owner.drop(link.other)
}

function unreachable(stage: string): MeshError {
  return new MeshError('network/peer-unreachable', 'Nobody answers', { details: { stage } })
}
