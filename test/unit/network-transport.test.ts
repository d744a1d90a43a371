import { afterEach, describe, expect, test } from 'vitest'

import { memberGate } from '../../core/network/transport/gate.ts'
import { Emitter } from '../../core/shared/events.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'
import type { InterfaceAddress } from '../../core/network/interfaces.ts'
import type { Libp2pTransportInit } from '../../core/network/transport/libp2p-transport.ts'

type Laptop = Awaited<ReturnType<typeof loopbackNode>>

describe('the libp2p transport', () => {
  const newest = random(32)
  const gate = memberGate({ isMember: () => true, keys: () => ({ newest, ancestors: [] }) })
  const laptops: Laptop[] = []

  async function laptop(interfaces?: Libp2pTransportInit['interfaces']): Promise<Laptop> {
    const made = await loopbackNode({ gate, ...(interfaces === undefined ? {} : { interfaces }) })
    laptops.push(made)
    await made.transport.start()
    return made
  }
  const soon = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(10_000) })
  afterEach(async () => {
    for (const { transport, door } of laptops.splice(0)) {
      await transport.stop()
      await door.stop()
    }
  })

  test('gives up at once what ran over an address that this laptop has no more', async () => {
    const events = new Emitter<{ 'interfaces:changed': { interfaces: readonly InterfaceAddress[] } }>()
    const [a, b] = [await laptop({ events }), await laptop()]
    await a.transport.dial(b.address, soon())
    const loopback = { name: 'lo', ip: '127.0.0.1', prefix: 8, internal: true }
    events.emit('interfaces:changed', { interfaces: [loopback] })
    expect(a.transport.connected()).toHaveLength(1)
    const gone = new Promise((resolve) => a.transport.events.on('peer:disconnected', resolve))
    events.emit('interfaces:changed', { interfaces: [{ ...loopback, ip: '10.9.9.9' }] })
    await gone
    expect(a.transport.connected()).toEqual([])
  })

  test('of two connections that cross, one is left after a while, and no disconnection was told', async () => {
    const [a, b] = [await laptop(), await laptop()]
    let told = 0
    for (const { transport } of [a, b]) transport.events.on('peer:disconnected', () => told++)
    await Promise.all([a.transport.dial(b.address, soon()), b.transport.dial(a.address, soon())])
    expect(a.transport.connections).toBe(2)
    await expect.poll(() => [a.transport.connections, b.transport.connections], { timeout: 10_000 }).toEqual([1, 1])
    expect([a.transport.connected().length, b.transport.connected().length, told]).toEqual([1, 1, 0])
    const lower = a.device < b.device ? a : b
    expect(lower.transport.connected()[0]?.direction).toBe('outbound')
  })
})
