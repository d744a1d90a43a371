import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { Connector } from '../../core/network/reconnect.ts'
import { Emitter } from '../../core/shared/events.ts'
import { at, DialWorld } from '../helpers/dial-world.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'
import type { InterfaceAddress } from '../../core/network/interfaces.ts'
import type { Address } from '../../core/network/ports.ts'

const log = { note: () => undefined }

describe('the connector', () => {
  let clock: FakeClock
  let world: DialWorld
  let interfaces: { events: Emitter<{ 'interfaces:changed': { interfaces: readonly InterfaceAddress[] } }> }
  let connector: Connector
  let ancestors: number
  let own: Address[]
  let within: Set<string>
  let worked: { device: string; address: Address }[]

  beforeEach(async () => {
    clock = new FakeClock()
    world = new DialWorld(clock)
    interfaces = { events: new Emitter() }
    ancestors = 0
    own = []
    within = new Set()
    worked = []
    connector = new Connector({
      transport: world,
      interfaces,
      ownAddresses: () => own,
      ancestors: () => ancestors,
      isWithin: (device) => within.has(device),
      clock,
      random: (size) => new Uint8Array(size).fill(128),
      log,
    })
    connector.events.on('address:worked', (event) => worked.push(event))
    await connector.start()
  })
  afterEach(() => connector.stop())

  test('of many who are not heard of through anybody fetches one at a time, and never seeks more than ten', async () => {
    for (let port = 1; port <= 30; port++) {
      world.answers.set(port, `laptop ${port}`)
      connector.add([at(port)], `laptop ${port}`)
    }
    await clock.advanceGently(4_000, 100)
    expect(world.peers.size).toBe(3)
    await clock.advanceGently(60_000, 100)
    expect(world.peers.size).toBe(10)
    const fetched = world.dials.map(({ at: when }) => when).slice(3)
    expect(Math.min(...gaps(fetched))).toBeGreaterThanOrEqual(2_000)
  })

  test('dials a known address at once, tells that it worked, and leaves it alone while connected', async () => {
    world.answers.set(1, 'ana')
    connector.add([at(1)])
    await clock.advanceGently(120_000, 1000)
    expect(world.times(1)).toEqual([0])
    expect(worked).toEqual([{ device: 'ana', address: at(1) }])
  })

  test('never gives up: 1.5 s at first, growing to 15 s', async () => {
    connector.add([at(1)], 'ana')
    await settled()
    await clock.advanceGently(3_600_000, 500)
    const waits = gaps(world.times(1))
    expect(waits[0]).toBeCloseTo(1500, -2)
    expect(waits[1]).toBeGreaterThan(waits[0]!)
    expect(Math.max(...waits)).toBeLessThanOrEqual(18_000)
    expect(Math.min(...waits.slice(10))).toBeGreaterThanOrEqual(12_000)
    expect(world.times(1).length).toBeGreaterThan(200)
  })

  test('who was connected a moment ago is tried every 1.5 s for five minutes', async () => {
    world.answers.set(1, 'ana')
    connector.add([at(1)])
    await clock.advanceGently(1000)
    world.answers.set(1, 'refused')
    world.lose('ana')
    await clock.advanceGently(90_000, 100)
    expect(world.times(1)[1]).toBe(1000)
    expect(Math.max(...gaps(world.times(1)).slice(1))).toBeLessThanOrEqual(2000)
    world.answers.set(1, 'ana')
    await clock.advanceGently(2000, 100)
    expect(world.connected()).toHaveLength(1)
  })

  test('a sighting or a changed interface means a dial at once, but no flood of them', async () => {
    connector.add([at(1)])
    await clock.advanceGently(60_000, 500)
    const before = world.times(1).length
    connector.add([at(1)])
    await settled()
    expect(world.times(1).length).toBe(before + 1)
    for (let seen = 0; seen < 100; seen++) {
      connector.add([at(1)])
      await clock.advanceGently(10, 10)
    }
    expect(world.times(1).length - before).toBeLessThanOrEqual(4)
    await clock.advanceGently(30_000, 500)
    const again = world.times(1).length
    interfaces.events.emit('interfaces:changed', { interfaces: [] })
    await settled()
    expect(world.times(1).length).toBe(again + 1)
  })

  test('at most eight dials are under way at once, and each gives up after 4 s', async () => {
    for (let port = 1; port <= 24; port++) world.answers.set(port, 'silent')
    world.answers.set(30, 'ana')
    connector.add([...Array.from({ length: 24 }, (_, index) => at(index + 1)), at(30)])
    await clock.advanceGently(17_000, 100)
    expect(world.mostAtOnce).toBe(8)
    expect(worked.map(({ device }) => device)).toEqual(['ana'])
  })

  test('three links are enough: no more is dialled, until one is lost', async () => {
    for (let port = 1; port <= 12; port++) {
      world.answers.set(port, `device ${port}`)
      within.add(`device ${port}`)
      connector.add([at(port)], `device ${port}`)
    }
    await settled()
    await clock.advanceGently(60_000, 500)
    expect(world.dials).toHaveLength(3)
    world.lose(worked[0]!.device)
    await clock.advanceGently(2_000, 100)
    expect(world.connected()).toHaveLength(3)
  })

  test('links that others dialled count as well', async () => {
    for (const device of ['ana', 'ben', 'cleo'])
      world.connect({ device, address: at(99), direction: 'inbound', scope: { kind: 'member' } })
    within.add('dana')
    connector.add([at(1)], 'dana')
    await clock.advanceGently(60_000, 500)
    expect(world.dials).toEqual([])
  })

  test('who is not heard of through anybody is dialled though there are links enough, after a while', async () => {
    for (const device of ['ana', 'ben', 'cleo'])
      world.connect({ device, address: at(99), direction: 'inbound', scope: { kind: 'member' } })
    within.add('dana')
    world.answers.set(1, 'dana')
    world.answers.set(2, 'edi')
    connector.add([at(1)], 'dana')
    connector.add([at(2)], 'edi')
    await clock.advanceGently(4_000, 200)
    expect(world.dials).toEqual([])
    await clock.advanceGently(8_000, 200)
    expect(world.dials.map(({ port }) => port)).toEqual([2])
  })

  test('nor is who was not heard of at all left out, however many others are, and one in four seconds', async () => {
    for (const device of ['ana', 'ben', 'cleo'])
      world.connect({ device, address: at(99), direction: 'inbound', scope: { kind: 'member' } })
    for (let port = 1; port <= 20; port++) {
      connector.add([at(port)], `nobody ${port}`)
      connector.add([at(100 + port)])
    }
    await clock.advanceGently(4_000, 200)
    expect(world.dials).toEqual([])
    await clock.advanceGently(60_000, 100)
    const times = world.dials.filter(({ port }) => port > 100).map(({ at: when }) => when)
    expect(times.length).toBeGreaterThan(10)
    expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(4_000)
    expect(world.dials.length - times.length).toBeGreaterThan(10)
  })

  test('what was seen just now is tried before what is only remembered', async () => {
    for (let port = 1; port <= 40; port++) world.answers.set(port, 'silent')
    world.answers.set(50, 'ana')
    for (let port = 1; port <= 40; port++) connector.remember([at(port)], `device ${port}`)
    await clock.advanceGently(5_000, 100)
    connector.add([at(50)])
    await clock.advanceGently(1_000, 100)
    expect(worked.map(({ device }) => device)).toEqual(['ana'])
  })

  test('who asks to be left alone is not dialled for that long, unless nobody else is there', async () => {
    for (let port = 1; port <= 3; port++) world.answers.set(port, `device ${port}`)
    for (let port = 1; port <= 3; port++) connector.add([at(port)], `device ${port}`)
    await clock.advanceGently(1_000, 100)
    connector.leaveAlone('device 1', 60_000)
    world.lose('device 1')
    await clock.advanceGently(30_000, 500)
    expect(world.times(1)).toHaveLength(1)
    for (const port of [2, 3]) {
      world.answers.set(port, 'refused')
      world.lose(`device ${port}`)
    }
    await clock.advanceGently(2_000, 100)
    expect(world.connected().map(({ device }) => device)).toEqual(['device 1'])
  })

  test('does not dial itself, nor a device that is connected by another way', async () => {
    own = [at(1)]
    connector.add([at(1)])
    world.connect({ device: 'ana', address: at(9), direction: 'inbound', scope: { kind: 'member' } })
    connector.add([at(2), at(3)], 'ana')
    await clock.advanceGently(20_000, 500)
    expect(world.dials).toEqual([])
    world.lose('ana')
    await settled()
    expect(world.dials.map(({ port }) => port)).toEqual([2, 3])
  })

  test('a door that does not know the newest key is tried with ancestors, few at a time and seldom', async () => {
    ancestors = 10
    world.answers.set(1, { ancestor: 6, device: 'ana' })
    connector.add([at(1)])
    await settled()
    expect(world.dials.map(({ keyIndex }) => keyIndex)).toEqual([0, 1, 2, 3, 4])
    await clock.advanceGently(9000, 100)
    expect(world.dials.every(({ keyIndex }) => keyIndex < 5)).toBe(true)
    await clock.advanceGently(6000, 100)
    expect(world.dials.map(({ keyIndex }) => keyIndex).filter((index) => index > 4)).toEqual([5, 6])
    expect(worked).toEqual([])
    world.answers.set(1, 'ana')
    await clock.advanceGently(16_000, 100)
    expect(worked).toEqual([{ device: 'ana', address: at(1) }])
  })

  test('keeps a bounded number of addresses, and the latest of a device', async () => {
    world.connect({ device: 'ana', address: at(9), direction: 'inbound', scope: { kind: 'member' } })
    for (let port = 100; port < 130; port++) connector.add([at(port)], 'ana')
    world.lose('ana')
    await clock.advanceGently(1000, 100)
    expect([...new Set(world.dials.map(({ port }) => port))].toSorted((x, y) => x - y)).toEqual([
      122, 123, 124, 125, 126, 127, 128, 129,
    ])
  })

  test('what is said of an address counts for nothing against who was reached there', async () => {
    world.connect({ device: 'mallory', address: at(99), direction: 'inbound', scope: { kind: 'member' } })
    world.answers.set(1, 'zoe')
    world.answers.set(2, 'yan')
    connector.add([at(1)], 'zoe')
    connector.remember([at(2)], 'yan')
    await clock.advanceGently(1_000, 100)
    for (const port of [1, 2]) world.answers.set(port, 'refused')
    for (const device of ['zoe', 'yan']) world.lose(device)
    await clock.advanceGently(200, 100)
    for (const port of [1, 2]) connector.add([at(port)], 'mallory')
    for (let port = 10; port < 60; port++) connector.add([at(port)], 'zoe')
    world.answers.set(1, 'zoe')
    world.answers.set(2, 'yan')
    await clock.advanceGently(30_000, 500)
    expect([...world.peers.keys()].toSorted()).toEqual(['mallory', 'yan', 'zoe'])
  })

  test('addresses of nobody, however many, push out nobody’s', async () => {
    for (let port = 1; port <= 20; port++) connector.add([at(port)], `device ${port}`)
    for (let port = 1_000; port < 2_000; port++) connector.add([at(port)])
    await clock.advanceGently(100, 50)
    world.answers.set(1, 'device 1')
    await clock.advanceGently(300_000, 500)
    expect(worked.map(({ device }) => device)).toEqual(['device 1'])
  })

  test('forgets a removed device, and is quiet when stopped', async () => {
    connector.add([at(1)], 'ana')
    connector.add([at(2)], 'ben')
    await settled()
    connector.forget('ana')
    await clock.advanceGently(5000)
    expect(world.times(1)).toHaveLength(1)
    expect(world.times(2).length).toBeGreaterThan(1)
    await connector.stop()
    await connector.stop()
    const before = world.dials.length
    await clock.advanceGently(60_000, 1000)
    connector.add([at(3)])
    expect(world.dials.length).toBe(before)
    expect(clock.pending).toBe(0)
  })

  test('a peer that is gone again before the dial is over is not forgotten', async () => {
    world.answers.set(1, 'ana')
    const off = world.events.on('peer:connected', ({ device }) => world.lose(device))
    connector.add([at(1)])
    await clock.advanceGently(10_000, 100)
    expect(world.times(1).length).toBeGreaterThan(2)
    expect(Math.min(...gaps(world.times(1)))).toBeGreaterThanOrEqual(500)
    off()
    await clock.advanceGently(5000, 100)
    expect(world.connected()).toHaveLength(1)
  })
})

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - times[index]!)
}
