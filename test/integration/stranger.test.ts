import { execFile, execFileSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { Capture } from '../helpers/lab/capture.ts'
import { mdnsIn, type MdnsTold } from '../helpers/lab/mdns-packets.ts'
import { clockAhead } from '../helpers/lab/laptop.ts'
import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'
import type { StrangerReport } from '../helpers/lab/stranger.ts'

const HOUR_MS = 3_600_000
const MOST_CLOSE_MS = 4_000
const LAB = path.resolve(import.meta.dirname, '../helpers/lab')

describe.skipIf(namespacesMissing('a stranger on the wifi'))('a stranger on the wifi', () => {
  let room: Room
  let network: string
  let code: string
  let told: StrangerReport
  let today: MdnsTold
  let later: MdnsTold
  let ports: string

  /** Runs two laptops until they have met, and records what is announced meanwhile. */
  const meet = async (): Promise<MdnsTold> => {
    const capture = await Capture.start(room.wifi.bridgeNamespace, 'udp')
    await room.start('Ana', 'Ben')
    if (network === undefined) {
      network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
      code = (await room.ask('Ana', 'invite', 'create', network, '--uses', '2')).code
      await room.ask('Ben', 'join', code, '--as', 'Ben')
    }
    await room.ask('Ana', 'wait', '--synced', '--timeout', '30')
    // those who know each other's address may meet before anything was announced
    await vi.waitUntil(() => mdnsIn(capture.soFar()).texts.length > 1, { timeout: 40_000 })
    return mdnsIn(await capture.stop())
  }

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben', 'Stranger')
    today = await meet()
    const stranger = room.wifi.namespace(room.number('Stranger'))
    const [ip = '', port = ''] = room.address('Ana').split(':')
    const run = ['netns', 'exec', stranger, process.execPath, path.join(LAB, 'stranger.ts'), ip, port]
    // the best of three: others use this machine too
    for (let time = 1; time <= 3; time++) {
      told = JSON.parse((await promisify(execFile)('ip', run)).stdout)
      if (told.raw.every(({ closedAfterMs }) => closedAfterMs <= MOST_CLOSE_MS)) break
    }
    const listing = ['netns', 'exec', room.wifi.namespace(room.number('Ana')), 'ss', '-Hlntu']
    ports = String(execFileSync('ip', listing))
    // the same two an hour later
    for (const name of ['Ana', 'Ben']) await room.stop(name)
    room.setEnv(clockAhead(HOUR_MS))
    later = await meet()
  }, 240_000)

  afterAll(() => room?.dispose(), 60_000)

  test('who dials and says anything, or nothing, gets 24 bytes and a close within four seconds', () => {
    expect(told.raw).toHaveLength(8)
    for (const { said, heard, closedAfterMs } of told.raw) {
      expect.soft(heard.length / 2, said).toBe(24)
      expect.soft(closedAfterMs, said).toBeLessThanOrEqual(MOST_CLOSE_MS)
    }
  })

  test('gets other bytes each time, with no pattern in them', () => {
    const nonces = told.raw.map(({ heard }) => Buffer.from(heard, 'hex'))
    expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(nonces.length)
    for (let at = 0; at < 24; at++) expect(new Set(nonces.map((nonce) => nonce[at])).size).toBeGreaterThan(1)
    const bits = nonces.flatMap((nonce) => [...nonce]).reduce((sum, byte) => sum + bitsOf(byte), 0)
    // 1536 fair bits: 768, give or take seven standard deviations
    expect(Math.abs(bits - 768)).toBeLessThan(7 * 19.6)
  })

  test('who uses stock libp2p, with no key or a wrong one, learns no peer id, protocol, agent or address', () => {
    expect(told.stock.map((one) => one.protected)).toEqual([false, true])
    for (const { failure, connections, learned } of told.stock) {
      expect(failure).not.toBe('')
      expect({ connections, learned }).toEqual({ connections: 0, learned: [] })
    }
  })

  test('finds no port open but the door', () => {
    const open = ports
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/u))
    expect(open.filter(([kind]) => kind === 'tcp').map((line) => line[4])).toEqual([room.address('Ana')])
    const udp = open.filter(([kind]) => kind === 'udp').map((line) => line[4]!.replace(/.*:/u, ''))
    expect(new Set(udp)).toEqual(new Set(['5353']))
  })

  test('who listens to announcements reads random names that nobody has an hour later, and sealed answers of one size', () => {
    for (const { names, texts, readable } of [today, later]) {
      expect(names.size).toBeGreaterThan(0)
      for (const name of names) expect(name).toMatch(/^[0-9a-f]{40}\.local$/u)
      expect(texts.length).toBeGreaterThan(0)
      expect(new Set(texts.map((text) => text.length)).size).toBe(1)
      expect(new Set(texts).size).toBe(texts.length)
      expect([...readable]).toEqual([])
    }
    expect([...today.names].filter((name) => later.names.has(name))).toEqual([])
    // and what two answers of one laptop have in common is what any two have: nothing in a row
    const [first = '', second = ''] = later.texts.slice(-2)
    expect(longestCommonRun(first.slice(4), second.slice(4))).toBeLessThan(8)
  })
})

function bitsOf(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length
}

/** Of two texts laid over each other, in characters. */
function longestCommonRun(a: string, b: string): number {
  let [longest, run] = [0, 0]
  for (let at = 0; at < a.length; at++) {
    run = a[at] === b[at] ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
