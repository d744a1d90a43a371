import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MessageStream } from '@libp2p/interface'

import { memberGate } from '../../core/network/transport/gate.ts'
import { FLAG, FRAME, frame, quietNode, type QuietNode } from '../helpers/lab/quiet-node.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'

type Laptop = Awaited<ReturnType<typeof loopbackNode>>

const MIB = 1 << 20
const { data: DATA, window: WINDOW, ping: PING } = FRAME
const { syn: SYN, rst: RST } = FLAG

describe('a member who speaks Yamux to do harm', () => {
  const key = random(32)
  const members = new Set<string>()
  const crashes: Error[] = []
  const note = (error: Error): void => void crashes.push(error)
  let victim: Laptop
  let honest: Laptop
  let attacker: QuietNode
  let wire: MessageStream | undefined

  beforeEach(async () => {
    process.on('unhandledRejection', note)
    const gate = memberGate({ isMember: (device) => members.has(device), keys: () => ({ newest: key, ancestors: [] }) })
    victim = await loopbackNode({ gate })
    honest = await loopbackNode({ gate, listens: false })
    for (const { transport, device } of [victim, honest]) {
      members.add(device)
      transport.handle(
        '/muster/sync/1',
        ['member'],
        (served) => void served.receive().then((message) => message && served.send(message)),
      )
      await transport.start()
    }
    wire = undefined
    const quiet = await quietNode(key, (opened) => (wire = opened))
    attacker = quiet.node
    members.add(quiet.device)
    const connected = new Promise((resolve) => victim.transport.events.on('peer:connected', resolve))
    await attacker.dial(multiaddr(`/ip4/127.0.0.1/tcp/${victim.address.port}`))
    wire!.addEventListener('message', () => undefined)
    wire!.send(frame({ type: PING, flags: SYN, length: 1 }))
    await connected
  })
  afterEach(async () => {
    await attacker.stop()
    for (const { transport, door } of [victim, honest]) {
      await transport.stop()
      await door.stop()
    }
    process.off('unhandledRejection', note)
    if (crashes.length > 0) throw new Error('Something was not caught', { cause: crashes[0] })
  })

  /** Sends until cut. @returns how long it took and what it cost the process */
  async function attack(burst: () => Uint8Array, pauseEach = 1): Promise<{ ms: number; mb: number; stallMs: number }> {
    const before = process.memoryUsage().rss
    const started = performance.now()
    let most = before
    let stallMs = 0
    for (let sent = 1; wire!.status === 'open' && performance.now() - started < 5000; sent++) {
      const tick = performance.now()
      try {
        wire!.send(burst())
      } catch {
        break
      }
      if (sent % pauseEach === 0) await new Promise((resolve) => setImmediate(resolve))
      stallMs = Math.max(stallMs, performance.now() - tick)
      most = Math.max(most, process.memoryUsage().rss)
    }
    await expect.poll(() => victim.transport.connected(), { timeout: 2000 }).toEqual([])
    return { ms: performance.now() - started, mb: (most - before) / MIB, stallMs }
  }
  async function expectServing(): Promise<void> {
    await honest.transport.dial(victim.address, { signal: AbortSignal.timeout(2000) })
    const served = await honest.transport.open(victim.device, '/muster/sync/1', { signal: AbortSignal.timeout(2000) })
    await served.send(new Uint8Array([1, 2, 3]))
    expect(await served.receive()).toEqual(new Uint8Array([1, 2, 3]))
  }

  const chunk = new Uint8Array(60_000)
  const attacks: [string, () => () => Uint8Array][] = [
    [
      'a data frame that claims 4 GiB',
      () => {
        let first = true
        return () => {
          const bytes = first ? frame({ type: DATA, flags: SYN, stream: 1, length: 0xffffffff }) : chunk
          first = false
          return bytes
        }
      },
    ],
    ['pings without end', () => () => many(50, (number) => frame({ type: PING, flags: SYN, length: number }))],
    [
      'streams opened and reset without end',
      () => {
        let stream = 1
        return () =>
          many(50, () =>
            Buffer.concat([
              frame({ type: WINDOW, flags: SYN, stream: (stream += 2), length: 0 }),
              frame({ type: WINDOW, flags: RST, stream, length: 0 }),
            ]),
          )
      },
    ],
    [
      'ten thousand open streams',
      () => {
        let stream = 1
        return () => many(100, () => frame({ type: WINDOW, flags: SYN, stream: (stream += 2), length: 0 }))
      },
    ],
    ['frames of no known type', () => () => many(50, () => frame({ type: 77, flags: 0, stream: 3, length: 9 }))],
    [
      'empty frames by the hundred thousand',
      () => () => many(5000, () => frame({ type: WINDOW, flags: 0, stream: 3, length: 0 })),
    ],
  ]
  for (const [what, make] of attacks) {
    test(`is cut within a second: ${what}`, { retry: 2 }, async () => {
      const { ms, mb, stallMs } = await attack(make())
      console.info(
        `${what}: cut after ${Math.round(ms)} ms, at most +${Math.round(mb)} MB, longest stall ${Math.round(stallMs)} ms`,
      )
      expect(ms).toBeLessThan(1000)
      expect(mb).toBeLessThan(32)
      await expectServing()
    })
  }

  test('is cut when it lets answers pile up', async () => {
    wire!.pause()
    const { mb } = await attack(() => many(400, (number) => frame({ type: PING, flags: SYN, length: number })))
    expect(mb).toBeLessThan(32)
    await expectServing()
  })
})

function many(count: number, make: (number: number) => Uint8Array): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, (_, number) => make(number)))
}
