import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { settled } from '../helpers/fake-clock.ts'
import {
  CATCH_UP,
  dial,
  Group,
  secret,
  serve,
  soon,
  SYNC,
  unreached,
  watch,
  type Watched,
  type RigNode,
} from '../helpers/watched-node.ts'
import type { Admission } from '../../core/network/ports.ts'
import type { Wire } from '../../core/shared/wire.ts'

/** What a Transport is tried with. */
export interface TransportRig {
  member(admission: Admission): Promise<RigNode>
  /** A node that answers open invites. */
  answerer(listenKeys: () => readonly Uint8Array[]): Promise<RigNode>
  /** One who only dials. */
  joiner(listenKeys: () => readonly Uint8Array[]): Promise<RigNode>
  dispose(): Promise<void>
}

const JOIN = '/muster/join/1'

/** What every Transport must do. Run it for libp2p and for the one in memory. */
export function complyAsTransport(name: string, setUp: () => Promise<TransportRig>): void {
  describe(`${name} complies as Transport`, () => {
    let rig: TransportRig
    let group: Group
    let nodes: RigNode[]

    beforeEach(async () => {
      rig = await setUp()
      group = new Group()
      nodes = []
    })
    afterEach(async () => {
      for (const { transport } of nodes) await transport.stop()
      await rig.dispose()
    })

    /** A member, prepared but not started. */
    async function member(options: { admitted?: boolean; admission?: Admission } = {}): Promise<Watched> {
      const node = await rig.member(options.admission ?? group)
      if (options.admitted ?? true) group.members.add(node.device)
      nodes.push(node)
      return watch(node)
    }
    async function pair(): Promise<[Watched, Watched]> {
      const both: [Watched, Watched] = [await member(), await member()]
      for (const one of both) await serve(one)
      return both
    }
    async function connectedPair(): Promise<[Watched, Watched]> {
      const [a, b] = await pair()
      await dial(a, b)
      await expect.poll(() => b.connected).toHaveLength(1)
      return [a, b]
    }
    async function wires(): Promise<{ a: Watched; b: Watched; mine: Wire; its: Wire }> {
      const [a, b] = await connectedPair()
      const mine = await a.transport.open(b.device, SYNC, soon())
      await expect.poll(() => b.wires).toHaveLength(1)
      return { a, b, mine, its: b.wires[0]!.wire }
    }

    test('two members who meet are each told once, with the proven device and the direction', async () => {
      const [a, b] = await connectedPair()
      expect(a.connected).toEqual([
        { device: b.device, scope: { kind: 'member' }, address: b.address, direction: 'outbound' },
      ])
      expect(b.connected).toMatchObject([{ device: a.device, scope: { kind: 'member' }, direction: 'inbound' }])
      expect(a.transport.connected()).toEqual(a.connected)
      await dial(a, b)
      await dial(b, a)
      await settled()
      expect([a.connected.length, b.connected.length]).toEqual([1, 1])
      expect(b.transport.connected()).toHaveLength(1)
    })

    test('several wires of one connection do not mix', async () => {
      const [a, b] = await connectedPair()
      const [first, second] = [
        await a.transport.open(b.device, SYNC, soon()),
        await a.transport.open(b.device, SYNC, soon()),
      ]
      await expect.poll(() => b.wires).toHaveLength(2)
      await first.send(new Uint8Array([1]))
      await second.send(new Uint8Array([2]))
      const got = await Promise.all(b.wires.map(({ wire }) => wire.receive()))
      expect(got.map((message) => message?.[0] ?? 0).toSorted((x, y) => x - y)).toEqual([1, 2])
      first.abort()
      await second.send(new Uint8Array([3]))
    })

    test('who is no member is refused on both sides, and nobody is told', async () => {
      const [a, b] = await pair()
      group.members.delete(b.device)
      for (const [from, to] of [[a, b] as const, [b, a] as const]) {
        await expect(dial(from, to)).rejects.toMatchObject({ code: 'network/not-a-member' })
      }
      expect([a.connected, b.connected, a.transport.connected(), b.transport.connected()]).toEqual([[], [], [], []])
    })

    test('who does not count us as a member closes the connection, and the dial says so', async () => {
      const b = await member({ admission: { isMember: () => false, keys: () => group.keys() } })
      const a = await member()
      await a.transport.start()
      await b.transport.start()
      await expect(dial(a, b)).rejects.toMatchObject({ code: 'network/not-a-member' })
      expect([a.connected, b.connected]).toEqual([[], []])
    })

    test('a door that does not know the key stays shut', async () => {
      const [a, b] = await pair()
      group.newest = secret()
      const stranger = await member({
        admission: { isMember: () => true, keys: () => ({ newest: secret(), ancestors: [] }) },
      })
      await stranger.transport.start()
      await expect(dial(stranger, b)).rejects.toMatchObject({
        code: 'network/peer-unreachable',
        details: { stage: 'door' },
      })
      await dial(a, b)
    })

    test('where nobody listens, where we gave up, and where another device answers, a dial says so', async () => {
      const [a, b] = await pair()
      await expect(a.transport.dial({ ip: '127.0.0.1', port: 1 }, soon())).rejects.toMatchObject({
        code: 'network/peer-unreachable',
        details: { stage: 'connect' },
      })
      await expect(a.transport.dial(b.address, { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'shared/aborted',
      })
      await expect(a.transport.dial(b.address, { ...soon(), device: a.device })).rejects.toMatchObject({
        code: 'network/peer-unreachable',
        details: { stage: 'other-device' },
      })
      await expect(dial(a, a)).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      await expect(a.transport.open(b.device, SYNC, soon())).rejects.toMatchObject({ code: 'network/peer-unreachable' })
    })

    test('two who dial each other at once are told once each, and wires opened on either connection live on', async () => {
      const [a, b] = await pair()
      await Promise.all([dial(a, b), dial(b, a)])
      const early = [await a.transport.open(b.device, SYNC, soon()), await b.transport.open(a.device, SYNC, soon())]
      await expect.poll(() => a.wires.length + b.wires.length).toBe(2)
      await dial(a, b)
      await dial(b, a)
      expect([a.connected.length, b.connected.length]).toEqual([1, 1])
      for (const [number, wire] of early.entries()) await wire.send(new Uint8Array([number + 1]))
      expect(await b.wires[0]!.wire.receive()).toEqual(new Uint8Array([1]))
      expect(await a.wires[0]!.wire.receive()).toEqual(new Uint8Array([2]))
      expect([a.disconnected, b.disconnected]).toEqual([[], []])
    })

    test('by an ancestor key only the catch-up protocol is spoken, and the newer side is told', async () => {
      const old = secret()
      group.newest = old
      const behind = { newest: old, ancestors: [] as Uint8Array[] }
      const b = await member({ admission: { isMember: (device) => group.isMember(device), keys: () => behind } })
      const a = await member()
      group.rotate()
      for (const one of [a, b]) await serve(one)
      await expect(dial(a, b)).rejects.toMatchObject({ details: { stage: 'door' } })
      const peer = await a.transport.dial(b.address, { ...soon(), keyIndex: 1 })
      expect(peer.scope).toEqual({ kind: 'catch-up' })
      expect(a.outdated).toEqual([peer])
      expect([a.connected, a.transport.connected()]).toEqual([[], []])
      await expect(a.transport.open(b.device, SYNC, soon())).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      const wire = await a.transport.open(b.device, CATCH_UP, soon())
      await wire.send(new Uint8Array([4]))
      await expect.poll(() => b.wires).toHaveLength(1)
      expect(await b.wires[0]!.wire.receive()).toEqual(new Uint8Array([4]))
    })

    test('a member who was away and dials with its last key is served catch-up only', async () => {
      const old = secret()
      group.newest = old
      const b = await member({
        admission: { isMember: (device) => group.isMember(device), keys: () => ({ newest: old, ancestors: [] }) },
      })
      const a = await member()
      group.rotate()
      for (const one of [a, b]) await serve(one)
      await dial(b, a)
      await expect.poll(() => a.outdated).toHaveLength(1)
      expect([a.connected, a.transport.connected()]).toEqual([[], []])
      const refused = await b.transport.open(a.device, SYNC, soon()).catch(() => undefined)
      await expect(refused?.receive() ?? Promise.reject(unreached)).rejects.toMatchObject({
        code: 'network/peer-unreachable',
      })
      expect(a.wires).toEqual([])
      const wire = await a.transport.open(b.device, CATCH_UP, soon())
      await wire.send(new Uint8Array([6]))
      await expect.poll(() => b.wires).toHaveLength(1)
    })

    test('who is out and to be told is connected by its last key, and served nothing', async () => {
      const old = secret()
      const b = await member({ admission: { isMember: () => true, keys: () => ({ newest: old, ancestors: [] }) } })
      const keys = { newest: secret(), ancestors: [old] }
      const a = await member({
        admission: { isMember: () => false, tells: (one) => one === b.device, keys: () => keys },
      })
      for (const one of [a, b]) await serve(one)
      await dial(b, a)
      await expect.poll(() => a.outdated).toHaveLength(1)
      for (const protocol of [SYNC, CATCH_UP]) {
        const refused = await b.transport.open(a.device, protocol, soon()).catch(() => undefined)
        await expect(refused?.receive() ?? Promise.reject(unreached)).rejects.toMatchObject({
          code: 'network/peer-unreachable',
        })
      }
      expect([a.wires, a.connected, a.transport.connected()]).toEqual([[], [], []])
      const wire = await a.transport.open(b.device, CATCH_UP, soon())
      await wire.send(new Uint8Array([6]))
      await expect.poll(() => b.wires).toHaveLength(1)
    })

    test('who is out is not connected by the newest key, whether it is to be told or not', async () => {
      const b = await member()
      const a = await member({ admission: { isMember: () => false, tells: () => true, keys: () => group.keys() } })
      for (const one of [a, b]) await one.transport.start()
      await dial(b, a).catch(() => undefined)
      await expect.poll(() => b.transport.connected()).toEqual([])
      expect([a.connected, a.outdated, a.transport.connected()]).toEqual([[], [], []])
    })

    test.for([
      { by: 'the newest key', scope: 'introduction' },
      { by: 'an ancestor', scope: 'catch-up' },
    ] as const)('who is not heard of and comes by $by is connected for catch-up alone', async ({ scope }) => {
      const keys = scope === 'catch-up' ? { newest: secret(), ancestors: [group.newest] } : group.keys()
      const b = await member()
      const a = await member({
        admission: { isMember: () => false, meets: (one) => one === b.device, keys: () => keys },
      })
      for (const one of [a, b]) await serve(one)
      await dial(b, a)
      await expect.poll(() => a.outdated).toMatchObject([{ device: b.device, scope: { kind: scope } }])
      expect([a.connected, a.transport.connected()]).toEqual([[], []])
      for (const protocol of scope === 'introduction' ? [SYNC] : [SYNC, CATCH_UP]) {
        const refused = await b.transport.open(a.device, protocol, soon()).catch(() => undefined)
        await expect(refused?.receive() ?? Promise.reject(unreached)).rejects.toMatchObject(unreached)
      }
      expect(a.wires).toEqual([])
      await a.transport.open(b.device, CATCH_UP, soon())
      await expect.poll(() => b.wires).toHaveLength(1)
      if (scope === 'introduction') {
        a.transport.recheck()
        const asks = await b.transport.open(a.device, CATCH_UP, soon())
        await asks.send(new Uint8Array([1]))
        await expect.poll(() => a.wires).toHaveLength(1)
      }
    })

    test('rechecking cuts a removed member at once, on every wire', async () => {
      const { a, b, mine, its } = await wires()
      const cut = its.receive().catch((error: unknown) => error)
      group.members.delete(b.device)
      a.transport.recheck()
      expect(a.transport.connected()).toEqual([])
      expect(a.disconnected).toEqual([{ device: b.device }])
      expect(await cut).toMatchObject({ code: 'network/peer-unreachable' })
      await expect(mine.receive()).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      await expect.poll(() => b.disconnected).toEqual([{ device: a.device }])
    })

    test('rechecking keeps members, and closes what came by a key that is newest no more', async () => {
      const [a, b] = await connectedPair()
      a.transport.recheck()
      expect(a.transport.connected()).toHaveLength(1)
      group.rotate()
      a.transport.recheck()
      expect(a.transport.connected()).toEqual([])
      await expect.poll(() => b.transport.connected()).toEqual([])
      await dial(a, b)
      expect(a.connected).toHaveLength(2)
    })

    test('an open invite lets anyone with its key join, and nothing else', async () => {
      const listenKey = secret()
      const open = [listenKey]
      const answerer = watch(await rig.answerer(() => open))
      const joiner = watch(await rig.joiner(() => [listenKey]))
      nodes.push(answerer, joiner)
      answerer.transport.handle(JOIN, ['invite'], answerer.take)
      answerer.transport.handle(SYNC, ['member'], answerer.take)
      await answerer.transport.start()
      await joiner.transport.start()
      const peer = await dial(joiner, answerer)
      expect(peer).toMatchObject({
        device: answerer.device,
        scope: { kind: 'invite', key: Buffer.from(listenKey).toString('hex') },
      })
      const wire = await joiner.transport.open(answerer.device, JOIN, soon())
      await wire.send(new Uint8Array([1]))
      await expect.poll(() => answerer.wires).toHaveLength(1)
      expect(answerer.wires[0]!.peer).toMatchObject({ device: joiner.device, scope: { kind: 'invite' } })
      const refused = await joiner.transport.open(answerer.device, SYNC, soon()).catch(() => undefined)
      await expect(refused?.receive() ?? Promise.reject(unreached)).rejects.toMatchObject({
        code: 'network/peer-unreachable',
      })
      expect(answerer.wires).toHaveLength(1)
      open.splice(0)
      answerer.transport.recheck()
      await expect.poll(() => joiner.transport.connected()).toEqual([])
      await expect(dial(joiner, answerer)).rejects.toMatchObject({ code: 'network/peer-unreachable' })
    })

    test('stopping tells the others, and starting again works', async () => {
      const { a, b, its } = await wires()
      await a.transport.stop()
      await a.transport.stop()
      await expect.poll(() => b.disconnected).toEqual([{ device: a.device }])
      await its.receive().catch(() => undefined)
      await expect(its.send(new Uint8Array([1]))).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      await expect(dial(b, a)).rejects.toMatchObject({ code: 'network/peer-unreachable' })
      await a.transport.start()
      await a.transport.start()
      await dial(b, a)
      expect(a.transport.connected()).toHaveLength(1)
    })

    test('disconnecting closes all connections with a device', async () => {
      const [a, b] = await connectedPair()
      await dial(b, a)
      await a.transport.disconnect(b.device)
      expect(a.disconnected).toEqual([{ device: b.device }])
      await expect.poll(() => b.disconnected).toEqual([{ device: a.device }])
    })

    test('hanging up closes the connection of that wire alone, also when the wire is over', async () => {
      const { a, b, mine } = await wires()
      await dial(a, b)
      const newer = await a.transport.open(b.device, SYNC, soon())
      await expect.poll(() => b.wires).toHaveLength(2)
      mine.abort()
      await a.transport.hangUp(mine)
      await newer.send(new Uint8Array([7]))
      expect(await b.wires[1]!.wire.receive()).toEqual(new Uint8Array([7]))
      expect([a.disconnected, b.disconnected]).toEqual([[], []])
      await b.transport.hangUp(b.wires[1]!.wire)
      await expect
        .poll(() => [a.disconnected, b.disconnected])
        .toEqual([[{ device: b.device }], [{ device: a.device }]])
    })
  })
}
