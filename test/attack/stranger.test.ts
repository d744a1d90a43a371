import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { noise } from '@chainsafe/libp2p-noise'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import fc from 'fast-check'
import { createLibp2p } from 'libp2p'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { Keystream } from '../../core/network/door/keystream.ts'
import { DOOR_LIMITS } from '../../core/network/door/waiting-room.ts'
import { memberGate } from '../../core/network/transport/gate.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'
import type { DoorLimits } from '../../core/network/door/waiting-room.ts'
import type { Wire } from '../../core/shared/wire.ts'
import type { Address } from '../../core/network/ports.ts'

type Laptop = Awaited<ReturnType<typeof loopbackNode>>

const GREETING = new TextEncoder().encode('\u0013/multistream/1.0.0\n')

describe('somebody on the same wifi', () => {
  const key = random(32)
  const members = new Set<string>()
  const crashes: Error[] = []
  const note = (error: Error): void => void crashes.push(error)
  let laptops: Laptop[]
  let sockets: Socket[]

  beforeEach(() => {
    laptops = []
    sockets = []
    members.clear()
    crashes.length = 0
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
  })
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    for (const { transport, door } of laptops) {
      await transport.stop()
      await door.stop()
    }
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
    if (crashes.length > 0) throw new Error('Something was not caught', { cause: crashes[0] })
  })

  async function laptop(options: { listens?: boolean; limits?: DoorLimits } = {}): Promise<Laptop> {
    const gate = memberGate({ isMember: (device) => members.has(device), keys: () => ({ newest: key, ancestors: [] }) })
    const made = await loopbackNode({ gate, ...options })
    members.add(made.device)
    laptops.push(made)
    await made.transport.start()
    return made
  }
  function call({ ip, port }: Address, from?: string): Socket {
    const socket = connect({ host: ip, port, ...(from === undefined ? {} : { localAddress: from }) })
    socket.on('error', () => undefined)
    sockets.push(socket)
    return socket
  }
  /** Everything until the close. */
  async function listenTo(socket: Socket): Promise<Buffer> {
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    await new Promise((resolve) => socket.once('close', resolve))
    return Buffer.concat(chunks)
  }
  async function memberGetsIn(to: Laptop): Promise<number> {
    const started = performance.now()
    const member = await laptop({ listens: false })
    await member.transport.dial(to.address, { signal: AbortSignal.timeout(2000) })
    const ms = performance.now() - started
    await member.transport.stop()
    return ms
  }

  test('gets 24 random bytes and a close, whatever is said, and silence too', async () => {
    const { address } = await laptop()
    const nonces = new Set<string>()
    const sayings = [
      '',
      'GET / HTTP/1.1\r\n\r\n'.padEnd(80, 'x'),
      '\u0013/multistream/1.0.0\n'.repeat(9),
      random(44),
      random(5000),
    ]
    for (const saying of sayings) {
      const socket = call(address)
      if (saying.length > 0) socket.write(saying)
      const heard = await listenTo(socket)
      expect(heard.byteLength).toBe(24)
      nonces.add(heard.toString('hex'))
    }
    expect(nonces.size).toBe(sayings.length)
  })

  test('cannot use a recorded opening again', async () => {
    const { address } = await laptop()
    const nonce = random(24)
    const recorded = Buffer.concat([nonce, new Keystream(nonce, key).apply(GREETING)])
    const first = call(address)
    first.write(recorded)
    await new Promise((resolve) => first.once('readable', resolve))
    await expect.poll(() => first.bytesRead).toBeGreaterThan(24)
    const again = call(address)
    again.write(recorded)
    expect((await listenTo(again)).byteLength).toBe(24)
  })

  test('gets no further with the private-network key of the group and a device of no member', async () => {
    const to = await laptop()
    const stranger = await stock(key)
    let told = 0
    to.transport.events.on('peer:connected', () => told++)
    const connection = await stranger.dial(multiaddr(`/ip4/127.0.0.1/tcp/${to.address.port}`)).catch(() => undefined)
    await expect.poll(() => connection?.status ?? 'closed').not.toBe('open')
    expect(told).toBe(0)
    expect(to.transport.connected()).toEqual([])
    await stranger.stop()
  })

  test('a member with stock @libp2p/pnet and @libp2p/tcp gets in, and sees no protocol, agent or address', async () => {
    const to = await laptop()
    const member = await stock(key)
    members.add(Buffer.from(member.peerId.publicKey!.raw).toString('hex'))
    const connection = await member.dial(multiaddr(`/ip4/127.0.0.1/tcp/${to.address.port}`))
    await expect.poll(() => to.transport.connected()).toHaveLength(1)
    await expect(connection.newStream('/ipfs/id/1.0.0', { signal: AbortSignal.timeout(2000) })).rejects.toMatchObject({
      name: 'UnsupportedProtocolError',
    })
    await expect(connection.newStream('/ipfs/ping/1.0.0', { signal: AbortSignal.timeout(2000) })).rejects.toMatchObject(
      { name: 'UnsupportedProtocolError' },
    )
    await member.stop()
  })

  test('a member whose messages claim sizes that do not exist is cut off, and one that stops midway is told apart from an end', async () => {
    const to = await laptop()
    const errors: unknown[] = []
    const read = async (wire: Wire): Promise<void> => {
      for (;;) if ((await wire.receive().catch((error: unknown) => void errors.push(error))) === undefined) break
    }
    await to.transport.stop()
    to.transport.handle('/muster/sync/1', ['member'], (wire) => void read(wire))
    await to.transport.start()
    const member = await stock(key)
    members.add(Buffer.from(member.peerId.publicKey!.raw).toString('hex'))
    const connection = await member.dial(multiaddr(`/ip4/127.0.0.1/tcp/${to.address.port}`))
    for (const claim of [
      [0xff, 0xff, 0xff, 0xff],
      [0, 0x10, 0, 1],
      [0, 0, 0, 0],
    ]) {
      const stream = await connection.newStream('/muster/sync/1')
      stream.send(Uint8Array.from([0, 0, 0, 1, 42, ...claim, 1, 2, 3]))
      await expect.poll(() => stream.status).not.toBe('open')
      expect(errors.pop()).toMatchObject({ code: 'sync/message-too-large' })
    }
    const half = await connection.newStream('/muster/sync/1')
    half.send(Uint8Array.from([0, 0, 0, 9, 1, 2]))
    await half.close()
    await expect.poll(() => errors).toMatchObject([{ code: 'network/peer-unreachable' }])
    await member.stop()
  })

  test('crashes nothing with thousands of random openings, before the door and behind it', async () => {
    const to = await laptop({ limits: { ...DOOR_LIMITS, ratePerSecond: 1e6, burst: 1e6 } })
    const { port } = to.address
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 400 })
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), fc.boolean(), async (garbage, knowsKey, greets) => {
        const nonce = random(24)
        const plain = greets ? Buffer.concat([GREETING, garbage]) : garbage
        const socket = connect({ host: '127.0.0.1', port })
        socket.on('error', () => undefined)
        socket.end(Buffer.concat([nonce, knowsKey ? new Keystream(nonce, key).apply(plain) : plain]))
        socket.resume()
        await new Promise((resolve) => socket.once('close', resolve))
      }),
      { numRuns: 3000 },
    )
    expect(to.transport.connected()).toEqual([])
    expect(await memberGetsIn(to)).toBeLessThan(2000)
  }, 120_000)

  test('does not keep members out by holding silent connections from a hundred addresses', async () => {
    const to = await laptop()
    for (let number = 1; number <= 100; number++)
      for (let again = 0; again < 3; again++) call(to.address, `127.0.1.${number}`)
    const times = []
    for (let attempt = 0; attempt < 20; attempt++) {
      for (let number = 1; number <= 5; number++) call(to.address, `127.0.2.${number}`)
      times.push(await memberGetsIn(to))
    }
    console.info(`members through 300 silent connections: 20 of 20, slowest ${Math.round(Math.max(...times))} ms`)
    expect(times).toHaveLength(20)
  })

  test('does not keep members out by connecting without a pause', async () => {
    const to = await laptop()
    const stop = new AbortController()
    let made = 0
    const flood = (async () => {
      while (!stop.signal.aborted) {
        await Promise.all(
          Array.from({ length: 50 }, async (_, number) => {
            const socket = connect({
              host: to.address.ip,
              port: to.address.port,
              localAddress: `127.0.3.${(number % 4) + 1}`,
            })
            socket.on('error', () => undefined)
            await new Promise((resolve) => socket.once('close', resolve).once('data', resolve))
            socket.resetAndDestroy()
            made += 1
          }),
        )
      }
    })()
    const times = []
    for (let attempt = 0; attempt < 20; attempt++) times.push(await memberGetsIn(to).catch(() => undefined))
    stop.abort()
    await flood
    const got = times.filter((time) => time !== undefined)
    console.info(`members through ${made} connects: ${got.length} of 20, slowest ${Math.round(Math.max(...got))} ms`)
    expect(got.length).toBeGreaterThanOrEqual(19)
  })

  async function stock(psk: Uint8Array): ReturnType<typeof createLibp2p> {
    const swarm = new TextEncoder().encode(`/key/swarm/psk/1.0.0/\n/base16/\n${Buffer.from(psk).toString('hex')}`)
    const node = await createLibp2p({
      transports: [tcp()],
      connectionProtector: preSharedKey({ psk: swarm }),
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionMonitor: { enabled: false },
      connectionGater: { denyDialMultiaddr: () => false },
    })
    await node.start()
    return node
  }
})
