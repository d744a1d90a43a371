import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { Connector } from '../../core/network/reconnect.ts'
import { Emitter } from '../../core/shared/events.ts'
import { at, DialWorld } from '../helpers/dial-world.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

const announced = { isAnnounced: true }

describe('the connector tells who is kept from us', () => {
  let clock: FakeClock
  let world: DialWorld
  let connector: Connector
  let told: string[]

  beforeEach(async () => {
    clock = new FakeClock()
    world = new DialWorld(clock)
    told = []
    connector = new Connector({
      transport: world,
      interfaces: { events: new Emitter() },
      ownAddresses: () => [],
      ancestors: () => 0,
      clock,
      random: (size) => new Uint8Array(size).fill(128),
      log: { note: () => undefined },
    })
    connector.events.on('device:blocked', ({ device }) => told.push(device))
    await connector.start()
  })
  afterEach(() => connector.stop())
  const blocked = (): string[] => [...connector.blocked()]

  test('who goes on saying that it is here while nothing there takes a connection, until something does', async () => {
    for (const [port, answer] of [
      [1, 'refused'],
      [2, 'silent'],
    ] as const) {
      const device = `ana ${port}`
      world.answers.set(port, answer)
      connector.add([at(port)], device, announced)
      await clock.advanceGently(10_000, 500)
      expect(blocked()).toEqual([])
      connector.add([at(port)], device, announced)
      expect(blocked()).toEqual([device])
      world.answers.set(port, device)
      await clock.advanceGently(20_000, 500)
      expect(blocked()).toEqual([])
    }
    expect(told).toEqual(['ana 1', 'ana 1', 'ana 2', 'ana 2'])
  })

  test('not who said so once and has gone, and not who said so long ago', async () => {
    connector.add([at(1)], 'ana', announced)
    await clock.advanceGently(60_000, 500)
    expect(blocked()).toEqual([])
    connector.add([at(1)], 'ana', announced)
    expect(blocked()).toEqual(['ana'])
    await clock.advanceGently(170_000, 500)
    expect(blocked()).toEqual([])
    expect(told).toEqual(['ana', 'ana'])
  })

  test('not who came by itself meanwhile and has gone again', async () => {
    connector.add([at(1)], 'ana', announced)
    await clock.advanceGently(10_000, 500)
    connector.add([at(1)], 'ana', announced)
    expect(blocked()).toEqual(['ana'])
    world.connect({ device: 'ana', address: at(9), direction: 'inbound', scope: { kind: 'member' } })
    expect(blocked()).toEqual([])
    world.lose('ana')
    await clock.advanceGently(10_000, 500)
    expect(blocked()).toEqual([])
  })

  test('not who came by itself while it was dialled, and has gone again, whenever that dial fails', async () => {
    for (const [port, staysMs] of [
      [1, 5_000],
      [2, 3_300],
    ] as const) {
      const device = `ana ${port}`
      world.answers.set(port, 'silent')
      connector.add([at(port)], device, announced)
      await clock.advanceGently(500, 100)
      world.connect({ device, address: at(9), direction: 'inbound', scope: { kind: 'member' } })
      await clock.advanceGently(staysMs - 200, 100)
      connector.add([at(port)], device, announced)
      world.answers.set(port, 'refused')
      await clock.advanceGently(200, 100)
      world.lose(device)
      await clock.advanceGently(10_000, 500)
      expect(blocked()).toEqual([])
      expect(told).not.toContain(device)
      connector.add([at(port)], device, announced)
      expect(blocked(), 'here, but takes no connection any more').toEqual([device])
      connector.forget(device)
    }
  })

  test('not who answers with another key', async () => {
    world.answers.set(1, 'door')
    connector.add([at(1)], 'ana', announced)
    await clock.advanceGently(10_000, 500)
    connector.add([at(1)], 'ana', announced)
    expect(blocked()).toEqual([])
  })

  test('not who is only said to be here by others', async () => {
    for (let told = 0; told < 10; told++) {
      connector.add([at(1)], 'ana')
      await clock.advanceGently(1_000, 500)
    }
    expect(blocked()).toEqual([])
  })
})
