import { noise } from '@chainsafe/libp2p-noise'
import { TypedEventEmitter } from '@libp2p/interface'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MessageStream, StreamMuxer } from '@libp2p/interface'

import { memberGate } from '../../core/network/transport/gate.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'

type Laptop = Awaited<ReturnType<typeof loopbackNode>>
type Node = Awaited<ReturnType<typeof createLibp2p>>

const MIB = 1 << 20
const [DATA, WINDOW, PING] = [0, 1, 2]
const [SYN, RST] = [1, 8]

describe('a member who speaks Yamux to do harm', () => {
  const key = random(32)
  const members = new Set<string>()
  const crashes: Error[] = []
  const note = (error: Error): void => void crashes.push(error)
  let victim: Laptop
  let honest: Laptop
  let attacker: Node
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
    const swarm = new TextEncoder().encode(`/key/swarm/psk/1.0.0/\n/base16/\n${Buffer.from(key).toString('hex')}`)
    attacker = await createLibp2p({
      transports: [tcp()],
      connectionProtector: preSharedKey({ psk: swarm }),
      connectionEncrypters: [noise()],
      streamMuxers: [
        () => ({ protocol: '/yamux/1.0.0', createStreamMuxer: (connection) => noMuxer((wire = connection)) }),
      ],
      connectionMonitor: { enabled: false },
      connectionGater: { denyDialMultiaddr: () => false },
    })
    await attacker.start()
    members.add(Buffer.from(attacker.peerId.publicKey!.raw).toString('hex'))
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

function frame({
  type,
  flags,
  stream = 0,
  length,
}: {
  type: number
  flags: number
  stream?: number
  length: number
}): Uint8Array {
  const bytes = new Uint8Array(12)
  const view = new DataView(bytes.buffer)
  view.setUint8(1, type)
  view.setUint16(2, flags)
  view.setUint32(4, stream)
  view.setUint32(8, length)
  return bytes
}

function many(count: number, make: (number: number) => Uint8Array): Uint8Array {
  return Buffer.concat(Array.from({ length: count }, (_, number) => make(number)))
}

function noMuxer(connection: MessageStream): StreamMuxer {
  return Object.assign(new TypedEventEmitter(), {
    protocol: '/yamux/1.0.0',
    status: 'open',
    streams: [],
    log: connection.log,
    createStream: () => Promise.reject(new Error('No streams')),
    close: async () => undefined,
    abort: () => undefined,
  }) as unknown as StreamMuxer
}
