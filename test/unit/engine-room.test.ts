import { createHash } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import { Acquaintances, LINKS_PROTOCOL } from '../../core/engine/network/acquaintances.ts'
import type { InterfaceWatch } from '../../core/network/interface-watch.ts'
import type { Address, ConnectedPeer } from '../../core/network/ports.ts'
import { Connector } from '../../core/network/reconnect.ts'
import { memberGate } from '../../core/network/transport/gate.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { Emitter } from '../../core/shared/events.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'
import { MemorySegment } from '../helpers/memory-segment.ts'
import { MemoryTransport } from '../helpers/memory-transport.ts'

const KEY = new Uint8Array(32).fill(7)
const log = { note: () => undefined }

/** One laptop of the room: what dials and what tells of links, over connections in memory. */
interface Laptop {
  readonly device: string
  readonly address: Address
  readonly transport: MemoryTransport
  readonly connector: Connector
  readonly acquaintances: Acquaintances
  readonly parted: string[]
}

class Room {
  readonly clock = new FakeClock()
  readonly laptops: Laptop[] = []
  readonly #segment = new MemorySegment<MemoryTransport>()
  readonly #members = new Set<string>()
  #random = 1
  #asked = { at: -1, by: new Map<string, ReadonlySet<string>>() }
  /** Devices with which something is under way, seen from anybody. */
  readonly busy = new Set<string>()

  async add(count: number): Promise<void> {
    for (let at = 0; at < count; at++) await this.#open(this.laptops.length)
  }

  async #open(number: number): Promise<void> {
    const device = createHash('sha256').update(`device ${number}`).digest('hex')
    this.#members.add(device)
    const address = { ip: `10.77.0.${number + 1}`, port: 7001 }
    const gate = memberGate({ isMember: (one) => this.#members.has(one), keys: () => ({ newest: KEY, ancestors: [] }) })
    const transport = new MemoryTransport({ segment: this.#segment, address, device, gate })
    const interfaces = {
      current: () => [
        { name: 'lo', ip: '127.0.0.1', prefix: 8, internal: true },
        { name: 'wifi0', ip: address.ip, prefix: 24, internal: false },
      ],
      events: new Emitter(),
    } as unknown as InterfaceWatch
    const parted: string[] = []
    const { clock } = this
    const connector = new Connector({
      transport,
      interfaces,
      ownAddresses: () => [address],
      ancestors: () => 0,
      isWithin: (one) => this.#reached(device).has(one),
      clock,
      random: this.#bytes,
      log,
    })
    const acquaintances = new Acquaintances({
      transport,
      connector,
      interfaces,
      port: () => address.port,
      isMember: (one) => this.#members.has(one),
      isSettled: (one) => !this.busy.has(one),
      onParting: (one) => parted.push(one),
      clock,
      random: this.#bytes,
    })
    acquaintances.prepare()
    await transport.start()
    await connector.start()
    this.laptops.push({ device, address, transport, connector, acquaintances, parted })
  }

  links(): readonly number[] {
    return this.laptops.map(({ transport }) => transport.connected().length)
  }

  /** Whether everybody is reached by everybody, over however many others. */
  isWhole(): boolean {
    return this.#search(this.laptops[0]!.device).size === this.laptops.length
  }

  async stop(): Promise<void> {
    for (const { transport, connector, acquaintances } of this.laptops) {
      acquaintances.stop()
      await connector.stop()
      await transport.stop()
    }
  }

  /** The same for all questions of one moment: it is asked for each address. */
  #reached(from: string): ReadonlySet<string> {
    if (this.#asked.at !== this.clock.monotonic()) this.#asked = { at: this.clock.monotonic(), by: new Map() }
    const known = this.#asked.by.get(from) ?? this.#search(from)
    this.#asked.by.set(from, known)
    return known
  }

  #search(from: string): ReadonlySet<string> {
    const found = new Set([from])
    const byDevice = new Map(this.laptops.map((one) => [one.device, one]))
    for (const device of found)
      for (const peer of byDevice.get(device)?.transport.connected() ?? []) found.add(peer.device)
    return found
  }

  /** Small and known: a run can be repeated. */
  readonly #bytes = (size: number): Uint8Array =>
    Uint8Array.from({ length: size }, () => {
      this.#random = (this.#random * 1_103_515_245 + 12_345) % 2 ** 31
      return this.#random >> 16
    })
}

describe('a room', () => {
  test('of forty who know one laptop only comes together, and leaves none of them with more than twelve links', async () => {
    const room = new Room()
    await room.add(40)
    const [first, ...others] = room.laptops
    for (const { connector } of others) {
      connector.add([first!.address], first!.device)
      await room.clock.advanceGently(500, 100)
    }
    await room.clock.advanceGently(90_000, 500)
    const links = room.links()
    const mean = links.reduce((sum, one) => sum + one, 0) / links.length
    console.log(
      `room of 40: links mean ${mean.toFixed(2)} (5), most ${Math.max(...links)} (12), least ${Math.min(...links)}`,
    )
    expect(room.isWhole()).toBe(true)
    expect(Math.max(...links)).toBeLessThanOrEqual(12)
    expect(mean).toBeLessThanOrEqual(5)
    await room.stop()
  })

  test('of forty who see each other comes together, and nobody is left with many', async () => {
    const room = new Room()
    await room.add(40)
    for (const { connector } of room.laptops)
      for (const other of room.laptops) connector.add([other.address], other.device)
    await room.clock.advanceGently(30_000, 500)
    const links = room.links()
    expect(room.isWhole()).toBe(true)
    expect(Math.max(...links)).toBeLessThanOrEqual(12)
    expect(links.reduce((sum, one) => sum + one, 0) / 40).toBeLessThanOrEqual(5)
    await room.stop()
  })

  test('cut in two halves grows together again', async () => {
    const room = new Room()
    await room.add(12)
    const halves = [room.laptops.slice(0, 6), room.laptops.slice(6)]
    for (const half of halves)
      for (const { connector } of half) for (const other of half) connector.add([other.address], other.device)
    await room.clock.advanceGently(20_000, 500)
    expect(room.isWhole()).toBe(false)
    const [one] = halves[0]!
    const [other] = halves[1]!
    one!.connector.add([other!.address], other!.device) // one announcement is heard
    await room.clock.advanceGently(15_000, 500)
    expect(room.isWhole()).toBe(true)
    await room.stop()
  })

  test('the laptop in the middle keeps those with whom something is under way', async () => {
    const room = new Room()
    await room.add(20)
    const [first, ...others] = room.laptops
    for (const { device } of others) room.busy.add(device)
    for (const { connector } of others) connector.add([first!.address], first!.device)
    await room.clock.advanceGently(60_000, 500)
    expect(first!.transport.connected()).toHaveLength(19)
    room.busy.clear()
    await room.clock.advanceGently(30_000, 500)
    expect(first!.transport.connected().length).toBeLessThanOrEqual(12)
    await room.stop()
  })
})

describe('what a neighbour tells of its links', () => {
  async function pair(): Promise<{ room: Room; ana: Laptop; ben: Laptop; say: (value: unknown) => Promise<void> }> {
    const room = new Room()
    await room.add(2)
    const [ana, ben] = room.laptops as [Laptop, Laptop]
    ben.connector.add([ana.address], ana.device)
    await room.clock.advanceGently(3_000, 100)
    const say = async (value: unknown): Promise<void> => {
      const wire = await ben.transport.open(ana.device, LINKS_PROTOCOL, { signal: new AbortController().signal })
      await wire.send(value instanceof Uint8Array ? value : encodeCbor(value as never))
      await wire.close()
      await settled()
    }
    return { room, ana, ben, say }
  }

  /** Addresses that a laptop dials while it is told this. */
  async function dialled(laptop: Laptop, during: () => Promise<void>): Promise<Address[]> {
    const seen: Address[] = []
    const { dial } = laptop.transport
    laptop.transport.dial = (address, options): Promise<ConnectedPeer> => {
      seen.push(address)
      return dial.call(laptop.transport, address, options)
    }
    await during()
    return seen
  }

  const THIRD = createHash('sha256').update('device 2').digest()

  test('leads to members on the own wifi, and nowhere else', async () => {
    const { room, ana, say } = await pair()
    await room.add(1)
    const stranger = new Uint8Array(32).fill(9)
    const near = [THIRD, Uint8Array.of(10, 77, 0, 3), 7001]
    const seen = await dialled(ana, async () => {
      await say([
        1,
        2,
        7001,
        [
          near,
          [THIRD, Uint8Array.of(8, 8, 8, 8), 53],
          [THIRD, Uint8Array.of(127, 0, 0, 1), 631],
          [stranger, Uint8Array.of(10, 77, 0, 9), 80],
        ],
        false,
      ])
      await room.clock.advanceGently(3_000, 100)
    })
    expect(seen).toEqual([{ ip: '10.77.0.3', port: 7001 }])
    await room.stop()
  })

  test('without end is followed twice a second', async () => {
    const { room, ana, say } = await pair()
    await room.add(1)
    const seen = await dialled(ana, async () => {
      for (let port = 1; port <= 100; port++) {
        await say([1, 2, 7001, [[THIRD, Uint8Array.of(10, 77, 0, 3), port]], false])
        await room.clock.advanceGently(10, 10)
      }
    })
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThanOrEqual(3)
    await room.stop()
  })

  test.each([
    ['no message', Uint8Array.of(255, 1)],
    ['another version', [2, 1, 7001, [], false]],
    ['a port that is none', [1, 1, 0, [], false]],
    [
      'too many addresses',
      [1, 1, 7001, Array.from({ length: 5 }, () => [THIRD, Uint8Array.of(10, 77, 0, 3), 7001]), false],
    ],
    ['an address of three bytes', [1, 1, 7001, [[THIRD, Uint8Array.of(10, 77, 0), 7001]], false]],
    ['something that is no list', [1, 1, 7001, { a: 1 }, false]],
    ['a long one', new Uint8Array(2_000)],
  ])('is passed over when it is %s', async (_, value) => {
    const { room, ana, say } = await pair()
    const seen = await dialled(ana, async () => {
      await say(value)
      await room.clock.advanceGently(3_000, 100)
    })
    expect(seen).toEqual([])
    expect(ana.transport.connected()).toHaveLength(1)
    await room.stop()
  })
})
