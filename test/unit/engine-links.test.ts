import { beforeEach, describe, expect, test } from 'vitest'

import { Links, SYNC_PROTOCOL } from '../../core/engine/network/links.ts'
import { memberGate } from '../../core/network/transport/gate.ts'
import { RingLog } from '../../core/shared/log.ts'
import type { Wire } from '../../core/shared/wire.ts'
import type { EndReason } from '../../core/sync/events.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { MemorySegment } from '../helpers/memory-segment.ts'
import { MemoryTransport } from '../helpers/memory-transport.ts'

const [ANA, BEN] = ['aa', 'bb'].map((hex) => hex.repeat(32)) as [string, string]
const soon = { signal: AbortSignal.timeout(60_000) }
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

/** Conversations begin and end as a test says. */
class HubByHand {
  readonly running: { readonly device: string; end(reason: EndReason): void }[] = []

  attach({ device }: { device: string }) {
    const { promise, resolve } = Promise.withResolvers<{ reason: EndReason }>()
    const one = {
      device,
      end: (reason: EndReason) => {
        this.running.splice(this.running.indexOf(one), 1)
        resolve({ reason })
      },
    }
    this.running.push(one)
    return { session: { status: () => ({ lastExchangeAt: 1 }) }, done: promise }
  }

  status(): readonly { device: string }[] {
    return this.running
  }

  async detach(): Promise<void> {}
}

describe('a laptop whose member comes and goes', () => {
  let clock: FakeClock
  let hub: HubByHand
  let ana: MemoryTransport
  let ben: MemoryTransport
  let opened: Wire[]

  beforeEach(async () => {
    clock = new FakeClock()
    hub = new HubByHand()
    opened = []
    const segment = new MemorySegment<MemoryTransport>()
    const key = new Uint8Array(32)
    const gate = memberGate({ isMember: () => true, keys: () => ({ newest: key, ancestors: [] }) })
    const make = (device: string, n: number): MemoryTransport =>
      new MemoryTransport({ segment, device, gate, address: { ip: `10.0.0.${n}`, port: 4000 } })
    ana = make(ANA, 1)
    ben = make(BEN, 2)
    ben.handle(SYNC_PROTOCOL, ['member'], (wire) => opened.push(wire))
    const nothing = {} as never
    new Links({
      transport: ana,
      hub: hub as never,
      membership: nothing,
      duties: { help: () => undefined } as never,
      endings: nothing,
      introductions: nothing,
      connector: nothing,
      clock,
      log: new RingLog({ now: () => 0 }),
    }).prepare()
    for (const one of [ana, ben]) await one.start()
  })

  /** Ben connects, and begins a conversation where he says so. */
  const comes = async ({ speaks }: { speaks: boolean }): Promise<void> => {
    await ben.dial(ana.address, soon)
    if (speaks) await ben.open(ANA, SYNC_PROTOCOL, soon)
  }

  test('does not cut off who has come back when the conversation before is found to be over', async () => {
    await comes({ speaks: true })
    await comes({ speaks: true })
    const [before, now] = hub.running
    before!.end('dead')
    await turns()
    clock.advance(10_000)
    expect(hub.running).toEqual([now])
    expect(ana.connected()).toHaveLength(1)
    expect(ben.connected()).toHaveLength(1)
  })

  test('closes the connection on which a conversation has ended', async () => {
    await comes({ speaks: true })
    hub.running[0]!.end('dead')
    await turns()
    expect(ana.connected()).toEqual([])
    expect(ben.connected()).toEqual([])
  })

  test('speaks on a connection that is left in silence', async () => {
    await comes({ speaks: true })
    await comes({ speaks: false })
    clock.advance(1_000)
    hub.running[0]!.end('dead')
    await turns()
    expect(opened).toHaveLength(0)
    clock.advance(1_000)
    await turns()
    expect(opened).toHaveLength(1)
    expect(hub.running).toHaveLength(1)
  })
})
