import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'

const ROUNDS = inOrdeal(8, 40)
/** Longest time from the first acknowledgement of a round to the kill. */
const LONGEST_MS = 500
const WINDOW = 200
/** Too long a text to be made without the documents process. */
const LONG = 'The water is rising. '.repeat(160)

describe('a running Muster whose plug is pulled', () => {
  const laptop = new Laptop({ name: 'plug' })
  let network: string
  const acknowledged = new Map<string, string>()

  beforeAll(async () => {
    network = (await laptop.ask('network', 'create', 'River Street', '--as', 'Ana')).id
  }, 30_000)
  afterAll(() => laptop.dispose(), 30_000)

  /** Adds without a pause over the control socket until it breaks. @returns how many were acknowledged */
  const addUntilItBreaks = async (writer: string, onFirst: () => void): Promise<number> => {
    const channel = await connectControlSocket(laptop.profile)
    const bridge = connectBridge(channel!)
    for (let n = 0; ; n++) {
      const what = `${writer} number ${n}${n === 0 ? ` ${LONG.trim()}` : ''}`
      try {
        const { ids } = await bridge.call('record:add', { network, kind: 'incident', records: [{ what }] })
        acknowledged.set(ids[0]!, what)
        if (n === 0) onFirst()
      } catch {
        bridge.close()
        return n
      }
    }
  }
  /** The same with the command, once. */
  const addByCommand = async (what: string): Promise<void> => {
    const answer = await laptop.run(['incident', 'add', '--network', network, '--what', what])
    if (answer.code === 0) acknowledged.set(answer.json.id, what)
  }
  const listed = async (): Promise<Map<string, string>> => {
    const all = new Map<string, string>()
    for (;;) {
      const { total, records } = await laptop.call('record:list', {
        network,
        kind: 'incident',
        limit: WINDOW,
        offset: all.size,
      })
      for (const { id, what } of records) all.set(id, String(what))
      if (all.size >= total) return all
    }
  }
  const lost = async (): Promise<string[]> => {
    const there = await listed()
    return [...acknowledged].filter(([id, what]) => there.get(id) !== what).map(([, what]) => what)
  }
  const start = (): Promise<Peer> => laptop.start(['--listen', '127.0.0.1:0', '--no-discovery'])

  test(
    `${ROUNDS} times while others write has everything that was acknowledged, and leaves no process behind`,
    async () => {
      const left: string[] = []
      const missing: string[] = []
      let round = 0
      // on a busy machine a round may come to one acknowledgement: then there are more rounds
      for (; round < ROUNDS || acknowledged.size <= ROUNDS * 2; round++) {
        const peer = await start()
        missing.push(...(await lost()))
        const first = Promise.withResolvers<void>()
        const writers = ['one', 'two'].map((name) => addUntilItBreaks(`${round} ${name}`, first.resolve))
        const command = round % 3 === 0 ? addByCommand(`${round} by command`) : undefined
        await first.promise
        const below = processesBelow(peer.pid)
        if (below.length === 0) left.push(`round ${round}: no documents process seen`)
        await new Promise((resolve) => setTimeout(resolve, randomInt(LONGEST_MS))) // the random moment
        await peer.kill()
        await Promise.all([...writers, command])
        await expect
          .poll(() => below.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 30_000, interval: 50 })
          .toEqual([])
      }
      const peer = await start()
      missing.push(...(await lost()))
      figure(
        'kill -9 of a peer that writes alone',
        `${round} kills, ${acknowledged.size} acknowledged, ${missing.length} lost`,
        '0 corrupt, 0 lost',
      )
      expect({ left, missing }).toEqual({ left: [], missing: [] })
      const codes = (await laptop.ask('log')).map(({ code }: { code: string }) => code)
      expect(codes.filter((code: string) => /damaged|missing|forked/u.test(code))).toEqual([])
      expect(await peer.stop()).toBe(0)
    },
    inOrdeal(360_000, 700_000),
  )

  test('has the documents process gone too when that one alone is killed, and goes on with another', async () => {
    const peer = await start()
    await laptop.ask('incident', 'add', '--network', network, '--what', LONG)
    const [child] = processesBelow(peer.pid)
    process.kill(child!, 'SIGKILL')
    await expect.poll(() => existsSync(`/proc/${child}`), { timeout: 30_000 }).toBe(false)
    const { id } = await laptop.ask('incident', 'add', '--network', network, '--what', LONG)
    expect((await listed()).get(id)).toBe(LONG.trim())
    expect(await lost()).toEqual([])
    expect(await peer.stop()).toBe(0)
  }, 60_000)
})

/** Processes that a process has started, and theirs. */
function processesBelow(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : []
  return children.flatMap((child) => [child, ...processesBelow(child)])
}
