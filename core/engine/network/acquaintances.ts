import type { InterfaceWatch } from '../../network/interface-watch.ts'
import { ipFromBytes, ipToBytes, sameSubnet } from '../../network/interfaces.ts'
import type { Address, ConnectedPeer, Transport } from '../../network/ports.ts'
import type { Connector } from '../../network/reconnect.ts'
import { fromHex, toHex } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Wire } from '../../shared/wire.ts'

export const LINKS_PROTOCOL = '/muster/links/1'
/** More links than that are one laptop's share of a room no more: it asks others to do without it. */
const MOST_LINKS = 6
/** Who would have fewer links than that without ours keeps it. */
const ENOUGH_LINKS = 3
const MOST_ADDRESSES = 4
const MOST_BYTES = 1_024
const TELL_AFTER_MS = 1_000
const LOOK_EVERY_MS = 2_000
const SPEAK_MS = 5_000
const FOLLOW_EVERY_MS = 500
/** How long who was asked to do without us does not dial us, unless it has nobody else. */
const LEAVE_ALONE_MS = 60_000

/** What a laptop tells its neighbours of its links (PROTOCOL 5.4). */
interface Told {
  readonly links: number
  readonly port: number
  readonly others: readonly { readonly device: string; readonly address: Address }[]
  /** It is about to end this link and asks not to be dialled for a while. */
  readonly parting: boolean
}

export interface AcquaintancesInit {
  readonly transport: Transport
  readonly connector: Connector
  readonly interfaces: InterfaceWatch
  /** Port of the own door; undefined while it is closed. */
  readonly port: () => number | undefined
  readonly isMember: (device: string) => boolean
  /** Whether nothing is under way with a device. */
  readonly isSettled: (device: string) => boolean
  /** A link is about to end that nobody need miss. */
  readonly onParting: (device: string) => void
  readonly clock: Clock
  readonly random: RandomBytes
}

/**
 * Who knows whom: neighbours tell each other how many links they have and where a few others are reached, so that a room
 * finds itself where nothing is heard by multicast, and so that the laptop everybody came through is not left with all of them.
 */
export class Acquaintances {
  readonly #o: AcquaintancesInit
  readonly #told = new Map<string, Told>()
  /** When addresses of others were last taken from a device: it may tell them without end. */
  readonly #followedAt = new Map<string, number>()
  readonly #stop = new AbortController()
  #unsubscribe: readonly (() => void)[] = []
  #cancelTell: (() => void) | undefined
  #cancelLook: () => void = () => undefined

  constructor(options: AcquaintancesInit) {
    this.#o = options
  }

  /** Call before the transport starts. */
  prepare(): void {
    const { transport } = this.#o
    transport.handle(LINKS_PROTOCOL, ['member'], (wire, peer) => void this.#receive(wire, peer))
    this.#unsubscribe = [
      transport.events.on('peer:connected', () => this.#tellSoon()),
      transport.events.on('peer:disconnected', ({ device }) => {
        this.#told.delete(device)
        this.#followedAt.delete(device)
        this.#tellSoon()
      }),
    ]
    this.#look()
  }

  stop(): void {
    this.#stop.abort()
    for (const off of this.#unsubscribe) off()
    this.#cancelTell?.()
    this.#cancelLook()
  }

  #tellSoon(): void {
    this.#cancelTell ??= this.#o.clock.after(TELL_AFTER_MS, () => {
      this.#cancelTell = undefined
      for (const { device } of this.#o.transport.connected()) void this.#tell(device, false)
    })
  }

  async #tell(device: string, parting: boolean): Promise<void> {
    const port = this.#o.port()
    if (port === undefined) return
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(SPEAK_MS)])
    try {
      const wire = await this.#o.transport.open(device, LINKS_PROTOCOL, { signal })
      const others = this.#othersFor(device).map(({ device: other, address }) => [
        fromHex(other),
        ipToBytes(address.ip),
        address.port,
      ])
      await wire.send(encodeCbor([1, this.#o.transport.connected().length, port, others, parting]))
      await wire.close()
    } catch {
      // It is gone, or an older copy: it does without
    }
  }

  /** Some of our neighbours, and where they are reached. */
  #othersFor(device: string): readonly { device: string; address: Address }[] {
    const known = this.#o.transport.connected().flatMap((peer) => {
      const port = peer.direction === 'outbound' ? peer.address.port : this.#told.get(peer.device)?.port
      if (peer.device === device || port === undefined) return []
      return [{ device: peer.device, address: { ip: peer.address.ip, port } }]
    })
    return known
      .map((one) => ({ one, rank: this.#o.random(1)[0] ?? 0 }))
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, MOST_ADDRESSES)
      .map(({ one }) => one)
  }

  async #receive(wire: Wire, peer: ConnectedPeer): Promise<void> {
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(SPEAK_MS)])
      const raw = await wire.receive({ signal })
      const told = raw && raw.byteLength <= MOST_BYTES ? read(raw) : undefined
      if (told === undefined) return wire.abort()
      await wire.close()
      if (!this.#told.has(peer.device)) this.#tellSoon() // now others can be told where it is
      this.#told.set(peer.device, told)
      this.#follow(told.others, peer.device)
      if (!told.parting) return
      this.#o.onParting(peer.device)
      this.#o.connector.leaveAlone(peer.device, LEAVE_ALONE_MS)
    } catch {
      wire.abort()
    }
  }

  #follow(others: Told['others'], by: string): void {
    const now = this.#o.clock.monotonic()
    if (now - (this.#followedAt.get(by) ?? -Infinity) < FOLLOW_EVERY_MS) return
    this.#followedAt.set(by, now)
    const here = this.#o.interfaces.current()
    for (const { device, address } of others) {
      // A member may lie: nobody is sent further than this wifi
      const near = here.some((one) => !one.internal && sameSubnet(address.ip, one))
      if (near && this.#o.isMember(device)) this.#o.connector.add([address], device)
    }
  }

  #look(): void {
    this.#cancelLook = this.#o.clock.after(LOOK_EVERY_MS, () => {
      this.#look()
      void this.#shed()
    })
  }

  /** Asks one neighbour that has others to do without this laptop. */
  async #shed(): Promise<void> {
    const links = this.#o.transport.connected()
    if (links.length <= MOST_LINKS) return
    const able = links
      .filter(({ device, direction }) => direction === 'inbound' && this.#o.isSettled(device))
      .map(({ device }) => ({ device, links: this.#told.get(device)?.links ?? 0 }))
      .filter((one) => one.links > ENOUGH_LINKS)
      .toSorted((a, b) => b.links - a.links)
    for (const { device } of able.slice(0, links.length - MOST_LINKS)) {
      await this.#tell(device, true)
      this.#o.onParting(device)
      await this.#o.transport.disconnect(device)
    }
  }
}

function read(raw: Uint8Array): Told | undefined {
  try {
    const value = decodeCbor(raw)
    if (!Array.isArray(value) || value.length !== 5 || value[0] !== 1) return undefined
    const [, links, port, others, parting] = value as unknown[]
    if (!isWithin(links, 0, 1_000) || !isWithin(port, 1, 65_535) || typeof parting !== 'boolean') return undefined
    if (!Array.isArray(others) || others.length > MOST_ADDRESSES) return undefined
    const read = others.map((other) => {
      const [device, ip, at] = other as unknown[]
      const text = ip instanceof Uint8Array ? ipFromBytes(ip) : undefined
      if (!(device instanceof Uint8Array) || device.byteLength !== 32) throw new Error('device')
      if (text === undefined || !isWithin(at, 1, 65_535)) throw new Error('address')
      return { device: toHex(device), address: { ip: text, port: at } }
    })
    return { links, port, others: read, parting }
  } catch {
    return undefined
  }
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}
