import { beforeEach, describe, expect, test } from 'vitest'

import { Introductions } from '../../core/engine/network/introductions.ts'
import { CATCH_UP_PROTOCOL, Links } from '../../core/engine/network/links.ts'
import { memberGate } from '../../core/network/transport/gate.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import { RingLog } from '../../core/shared/log.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { type Laptop, meetAll, networkOf } from '../helpers/membership-lab.ts'
import { MemorySegment } from '../helpers/memory-segment.ts'
import { MemoryTransport } from '../helpers/memory-transport.ts'

const stranger = (n: number): string => n.toString(16).padStart(64, '0')

describe('a laptop that is not heard of', () => {
  let clock: FakeClock
  let [ana, ben, cleo]: Laptop[] = []
  let belongs: boolean
  let introductions: Introductions

  beforeEach(() => {
    clock = new FakeClock()
    ;[ana, ben, cleo] = networkOf(2)
    meetAll([ana!, ben!, cleo!])
    belongs = true
    introductions = new Introductions({
      membership: {
        get state() {
          return ana!.state
        },
        get belongs() {
          return belongs
        },
      },
      clock,
    })
  })

  test('may say who it is; who is known, also as removed, need not, and one who is out hears nobody', () => {
    ana!.take(ana!.act.remove([cleo!.hex], []))
    expect([stranger(1), ben!.hex, cleo!.hex].map((one) => introductions.mayMeet(one))).toEqual([true, false, false])
    belongs = false
    expect(introductions.mayMeet(stranger(1))).toBe(false)
  })

  test('is heard once in ten seconds while it stays unknown, also when it breaks off', async () => {
    await introductions.hear(stranger(1), () => Promise.reject(new Error('gone'))).catch(() => undefined)
    expect(introductions.mayMeet(stranger(1))).toBe(false)
    expect(introductions.mayMeet(stranger(2))).toBe(true)
    await clock.advanceGently(10_000, 1_000)
    expect(introductions.mayMeet(stranger(1))).toBe(true)
  })

  test('has others before it: four at once, and sixty-four in ten seconds', async () => {
    const ends = Promise.withResolvers<void>()
    const four = [1, 2, 3, 4].map((n) => introductions.hear(stranger(n), () => ends.promise))
    expect(introductions.mayMeet(stranger(5))).toBe(false)
    expect(introductions.mayMeet(stranger(4)), 'while it is heard').toBe(true)
    ends.resolve()
    await Promise.all(four)
    for (let n = 5; n <= 64; n++) {
      expect(introductions.mayMeet(stranger(n))).toBe(true)
      await introductions.hear(stranger(n), () => Promise.resolve())
    }
    expect(introductions.mayMeet(stranger(65))).toBe(false)
    await clock.advanceGently(10_000, 1_000)
    expect(introductions.mayMeet(stranger(65))).toBe(true)
  })
})

describe('what a laptop that is not heard of is asked', () => {
  const [newest, older] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array]
  const soon = { signal: AbortSignal.timeout(20_000) }

  /** Ana asks somebody who came with a key. @returns what she sends before and after the answer */
  const asked = async (key: Uint8Array): Promise<unknown[]> => {
    const [ana] = networkOf(1) as [Laptop]
    const clock = new FakeClock()
    const membership = { log: ana.log, state: ana.state, belongs: true, hasMember: () => false }
    const introductions = new Introductions({ membership, clock })
    const segment = new MemorySegment<MemoryTransport>()
    const make = (device: string, n: number, gate: ReturnType<typeof memberGate>): MemoryTransport =>
      new MemoryTransport({ segment, device, gate, address: { ip: `10.0.0.${n}`, port: 4000 } })
    const here = make(
      ana.hex,
      1,
      memberGate({
        isMember: () => false,
        meets: (device) => introductions.mayMeet(device),
        keys: () => ({ newest, ancestors: [older] }),
      }),
    )
    const there = make(
      stranger(1),
      2,
      memberGate({ isMember: () => true, keys: () => ({ newest: key, ancestors: [] }) }),
    )
    new Links({
      transport: here,
      membership: membership as never,
      introductions,
      hub: {} as never,
      duties: {} as never,
      endings: {} as never,
      connector: {} as never,
      clock,
      log: new RingLog({ now: () => 0 }),
    }).prepare()
    const opened = new Promise<Wire>((resolve) => there.handle(CATCH_UP_PROTOCOL, ['member'], resolve))
    for (const one of [here, there]) await one.start()
    await there.dial(here.address, soon)
    const wire = await opened
    const ids = ana.log.ids()
    const ask = decodeCbor((await wire.receive(soon))!) as unknown[]
    await wire.send(encodeCbor([3, ids]))
    const answer = decodeCbor((await wire.receive(soon))!) as unknown[]
    return [(ask[2] as unknown[]).length === ids.length, answer[0] === 2]
  }

  test('by the newest key, as a member is: each gives the other what it lacks', async () => {
    expect(await asked(newest)).toEqual([true, true])
  })

  test('by an older key, what it has, and it is told nothing: somebody who is out may have let it in', async () => {
    expect(await asked(older)).toEqual([false, false])
  })
})
