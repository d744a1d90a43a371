import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MessageStream } from '@libp2p/interface'

import { Keystream } from '../../core/network/door/keystream.ts'
import { DOOR_LIMITS } from '../../core/network/door/waiting-room.ts'
import { ARRIVAL_LIMITS } from '../../core/network/transport/arrivals.ts'
import { memberGate } from '../../core/network/transport/gate.ts'
import { FLAG, FRAME, frame, quietNode, type QuietNode } from '../helpers/lab/quiet-node.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'
import { figure } from '../helpers/ordeal.ts'

type Laptop = Awaited<ReturnType<typeof loopbackNode>>

const GREETING = new TextEncoder().encode('\u0013/multistream/1.0.0\n')
/** More than a node has places for. */
const MANY = 250
const UNHURRIED = { ...DOOR_LIMITS, ratePerSecond: 1e6, burst: 1e6 }

describe('somebody who has a key and gets past the door', () => {
  const [newest, old] = [random(32), random(32)]
  const members = new Set<string>()
  const removed = new Set<string>()
  const gate = memberGate({
    isMember: (device) => members.has(device),
    tells: (device) => removed.has(device),
    keys: () => ({ newest, ancestors: [old] }),
  })
  let victim: Laptop
  let wires: MessageStream[]
  let nodes: QuietNode[]
  let sockets: Socket[]
  let laptops: Laptop[]

  beforeEach(async () => {
    ;[wires, nodes, sockets, laptops] = [[], [], [], []]
    victim = await loopbackNode({ gate, limits: UNHURRIED })
    laptops.push(victim)
    members.add(victim.device)
    await victim.transport.start()
  })
  afterEach(async () => {
    for (const node of nodes) await node.stop()
    for (const socket of sockets) socket.destroy()
    for (const { transport, door } of laptops) {
      await transport.stop()
      await door.stop()
    }
  })

  async function attacker(key: Uint8Array, list: Set<string>): Promise<QuietNode> {
    const { node, device } = await quietNode(key, (wire) => {
      wire.addEventListener('message', () => undefined)
      wires.push(wire)
    })
    nodes.push(node)
    list.add(device)
    return node
  }
  const call = (node: QuietNode): Promise<unknown> =>
    node.dial(multiaddr(`/ip4/127.0.0.1/tcp/${victim.address.port}`), { force: true }).catch(() => undefined)
  const held = (): number => wires.filter(({ status }) => status === 'open').length

  /** @returns after how many milliseconds a member is in */
  async function memberGetsIn(): Promise<number> {
    const started = performance.now()
    const member = await loopbackNode({ gate, listens: false })
    laptops.push(member)
    members.add(member.device)
    await member.transport.start()
    await member.transport.dial(victim.address, { signal: AbortSignal.timeout(2_000) })
    return Math.round(performance.now() - started)
  }

  test('as a removed member, and is silent once it has proved who it is: is cut after five seconds', async () => {
    const mallory = await attacker(old, removed)
    await call(mallory)
    expect(held()).toBe(1)
    await expect.poll(held, { timeout: 7_000 }).toBe(0)
  })

  test(`as a removed member, ${MANY} times, silent once it has proved who it is: members get in`, async () => {
    const mallory = await attacker(old, removed)
    for (let n = 0; n < MANY; n++) await call(mallory)
    await expect.poll(held, { timeout: 1_000 }).toBeLessThanOrEqual(ARRIVAL_LIMITS.pendingPerIp)
    const left = held()
    const ms = await memberGetsIn()
    figure(
      'silent after Noise',
      `${wires.length} got through, ${left} held, a member in after ${ms} ms`,
      `<= ${ARRIVAL_LIMITS.pendingPerIp} held, <= 2000 ms`,
    )
    expect(wires.length).toBeGreaterThan(100)
  })

  test('and stops in the middle of the handshake, from one address and from twenty: members get in', async () => {
    for (const addresses of [1, 20]) {
      for (const socket of sockets.splice(0)) socket.destroy()
      for (let n = 0; n < MANY; n++) {
        const nonce = random(24)
        const at = { host: '127.0.0.1', port: victim.address.port, localAddress: `127.0.4.${1 + (n % addresses)}` }
        const socket = connect(at)
        socket.on('error', () => undefined)
        sockets.push(socket)
        await new Promise((resolve) => socket.once('connect', resolve))
        socket.write(Buffer.concat([nonce, new Keystream(nonce, old).apply(GREETING)]))
        await new Promise((resolve) => socket.once('data', resolve))
      }
      const most = addresses === 1 ? ARRIVAL_LIMITS.pendingPerIp : ARRIVAL_LIMITS.pendingInAll
      const open = (): number => sockets.filter(({ closed }) => !closed).length
      await expect.poll(open, { timeout: 1_000 }).toBeLessThanOrEqual(most)
      const left = open()
      const ms = await memberGetsIn()
      figure(
        `handshakes that stop halfway, from ${addresses} addresses`,
        `${MANY} begun, ${left} held, a member in after ${ms} ms`,
        `<= ${most} held, <= 2000 ms`,
      )
    }
  })

  test('as a member, again and again, and speaks on each connection: has three, and others get in', async () => {
    const mallory = await attacker(newest, members)
    for (let n = 0; n < MANY; n++) {
      await call(mallory)
      if (wires.at(-1)?.status === 'open') wires.at(-1)!.send(frame({ type: FRAME.ping, flags: FLAG.syn, length: n }))
    }
    await expect.poll(held).toBe(3)
    const before = victim.transport.connections
    const ms = await memberGetsIn()
    const has = `${wires.length} connections made, ${before} held`
    figure('connections of one member', `${has}, another member in after ${ms} ms`, '<= 3, <= 2000 ms')
    expect(before).toBe(3)
  })
})
