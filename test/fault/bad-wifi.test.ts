import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { type Bridge, connectBridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { makeCheapVault } from '../helpers/lab/engine-here.ts'
import { type Impairment, impairmentMissing, ImpairedWifi } from '../helpers/lab/impaired-wifi.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { figure, IN_ORDEAL, inOrdeal } from '../helpers/ordeal.ts'

const NAMES = ['Ana', 'Ben', 'Cleo', 'Dee', 'Eli'] as const
/** Of each laptop, in each of the rows. */
const EDITS = inOrdeal(8, 200)
const SLEEP_MS = 60_000
const CONVERGED_WITHIN_MS = 30_000
const BAD: Impairment = { delayMs: 100, jitterMs: 40, loss: 0.1, duplicate: 0.05, reorder: 0.05 }
const WINDOW = 200

interface Side {
  readonly name: string
  readonly laptop: Laptop
  readonly peer: Peer
  readonly bridge: Bridge
}

/** The others take too long for `npm test`. */
const testInOrdeal = IN_ORDEAL ? test : (): void => undefined

describe.skipIf(impairmentMissing('a bad wifi'))('on a bad wifi', () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'muster-wifi-'))
  const sides: Side[] = []
  /** Needs of incidents: every edit adds one, so that each can be found again whatever came at the same time. */
  const acknowledged = new Map<string, string>()
  let wifi: ImpairedWifi
  let network: string
  const shared: string[] = []

  beforeAll(async () => {
    wifi = await ImpairedWifi.make(NAMES.length)
    const starting = NAMES.map(async (name, at): Promise<Side> => {
      const namespace = wifi.namespace(at + 1)
      const laptop = new Laptop({ name: name.toLowerCase(), namespace, env: { NODE_COMPILE_CACHE: cache } })
      await makeCheapVault(laptop.profile, laptop.passphrase)
      const peer = await laptop.start(['--listen', `${wifi.address(at + 1)}:7001`])
      const bridge = connectBridge((await connectControlSocket(laptop.profile))!)
      return { name, laptop, peer, bridge }
    })
    sides.push(...(await Promise.all(starting)))
    const [first, ...others] = sides
    network = (await first!.bridge.call('network:create', { name: 'River Street', as: 'Ana' })).id
    const made = await first!.laptop.ask(
      'invite',
      'create',
      network,
      '--uses',
      '4',
      '--address',
      `${wifi.address(1)}:7001`,
    )
    for (const { name, bridge } of others) await bridge.call('network:join', { code: made.code, as: name })
    const records = Array.from({ length: 10 }, (_, at) => ({ what: `Water in cellar ${at}` }))
    shared.push(...(await first!.bridge.call('record:add', { network, kind: 'incident', records })).ids)
  }, 120_000)
  afterAll(async () => {
    for (const side of sides) {
      side.bridge.close()
      await side.laptop.dispose()
    }
    wifi?.dispose()
    rmSync(cache, { recursive: true })
  }, 60_000)

  /** What a laptop shows, as one text: the same on all when nothing differs. */
  const pictureOf = async ({ bridge }: Side): Promise<string> => {
    const all: object[] = []
    for (;;) {
      const window = { network, kind: 'incident' as const, limit: WINDOW, offset: all.length, sort: 'oldest' as const }
      const { total, records } = await bridge.call('record:list', window)
      all.push(...records)
      if (all.length >= total || records.length === 0) return JSON.stringify(all)
    }
  }
  /** Every pair says of every other that it has everything: their roots are equal. */
  const isSettled = async (): Promise<boolean> => {
    const statuses = await Promise.all(sides.map(({ bridge }) => bridge.call('sync:status', {})))
    return statuses.every(({ networks }) => networks[0]!.people.every((one) => one.connected && one.hasEverything))
  }
  /** Whether just these are connected with one. */
  const isHereWith = async ({ bridge }: Side, names: readonly string[]): Promise<boolean> => {
    const { networks } = await bridge.call('sync:status', {})
    const here = networks[0]!.people.filter((one) => one.connected).map((one) => one.name)
    return here.toSorted().join() === names.join()
  }
  /** @returns ms until all show the same, with all that was acknowledged, and each has told each other to hold everything */
  const converged = async (): Promise<number> => {
    const from = performance.now()
    let picture = ''
    const isOne = async (): Promise<boolean> => {
      if (!(await isSettled())) return false
      const [one, ...others] = await Promise.all(sides.map(pictureOf)) // what is stored shows a moment later
      picture = one!
      return others.every((other) => other === picture)
    }
    await expect.poll(isOne, { timeout: 90_000, interval: 100 }).toBe(true)
    const ms = performance.now() - from
    expect([...acknowledged.values()].filter((text) => !picture.includes(text))).toEqual([])
    return ms
  }
  /** Random edits on all laptops at once. */
  const editEverywhere = async (row: string, count = EDITS): Promise<void> => {
    const edit = async ({ name, bridge }: Side, n: number): Promise<void> => {
      const text = `${row} ${name} ${n}.`
      const id = shared[(n * 7 + name.length) % shared.length]!
      if (n % 3 === 0) {
        const { ids } = await bridge.call('record:add', { network, kind: 'incident', records: [{ what: text }] })
        acknowledged.set(`${ids[0]} ${text}`, text)
      } else {
        await bridge.call('record:act', {
          network,
          kind: 'incident',
          id,
          act: 'addNeed',
          input: { kind: 'supplies', text },
        })
        acknowledged.set(`${id} ${text}`, text)
      }
    }
    await Promise.all(
      sides.map(async (side) => {
        for (let n = 0; n < count; n++) await edit(side, n)
      }),
    )
  }
  const tell = (row: string, ms: number, more = ''): void => {
    figure(
      `bad wifi, ${row}`,
      `${(ms / 1000).toFixed(1)} s after, ${acknowledged.size} edits kept${more}, 0 divergence`,
      '<= 30 s, 0 lost, 0 divergence',
    )
    expect(ms).toBeLessThan(CONVERGED_WITHIN_MS)
  }

  test('cut into two and three, they converge once it heals', { timeout: 300_000 }, async () => {
    await converged()
    wifi.impair({
      ...BAD,
      groups: [
        [1, 2],
        [3, 4, 5],
      ],
    })
    await editEverywhere('halves')
    // longer than any connection outlives the cut
    if (IN_ORDEAL) await expect.poll(() => isHereWith(sides[0]!, ['Ben']), { timeout: 60_000 }).toBe(true)
    wifi.impair(BAD)
    tell('after two and three', await converged())
  })

  testInOrdeal(
    'with 200 ms there and back, loss, duplicates and disorder five converge',
    { timeout: 300_000 },
    async () => {
      wifi.impair(BAD)
      await editEverywhere('bad')
      const ms = await converged()
      const { lost, duplicated, reordered } = await wifi.counts()
      tell('all at once', ms, ` (${lost} frames lost, ${duplicated} twice, ${reordered} out of order)`)
    },
  )

  testInOrdeal('each alone for a while, they converge once it heals', { timeout: 300_000 }, async () => {
    wifi.impair({ groups: [[1], [2], [3], [4], [5]] })
    await editEverywhere('alone')
    // long enough that everybody has noticed
    for (const side of sides) await expect.poll(() => isHereWith(side, []), { timeout: 60_000 }).toBe(true)
    wifi.impair({})
    tell('after each was alone', await converged())
  })

  testInOrdeal(
    'one that slept has all that happened meanwhile, and the others what it wrote before',
    { timeout: 300_000 },
    async () => {
      wifi.impair({})
      const sleeper = sides[2]!
      await editEverywhere('before sleep', 2)
      process.kill(sleeper.peer.pid, 'SIGSTOP')
      const awake = sides.filter((side) => side !== sleeper)
      const from = performance.now()
      for (const { name, bridge } of awake) {
        const text = `while Cleo slept ${name}.`
        const { ids } = await bridge.call('record:add', { network, kind: 'incident', records: [{ what: text }] })
        acknowledged.set(`${ids[0]} ${text}`, text)
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, SLEEP_MS - (performance.now() - from)))) // the sleep itself
      process.kill(sleeper.peer.pid, 'SIGCONT')
      tell(`after a sleep of ${SLEEP_MS / 1000} s`, await converged())
    },
  )

  testInOrdeal(
    'where bytes change on the way the connection is cut, and nothing that changed is taken in',
    { timeout: 300_000 },
    async () => {
      wifi.impair({ corrupt: 0.02 })
      await editEverywhere('changed')
      const { corrupted } = await wifi.counts()
      wifi.impair({})
      tell('after changed bytes', await converged(), ` (${corrupted} segments changed)`)
      expect(corrupted).toBeGreaterThan(0)
      for (const { bridge } of sides) {
        const { lines } = await bridge.call('log:export', {})
        expect(lines.filter(({ code }) => /damaged|forked|forged|violation/u.test(code))).toEqual([])
      }
    },
  )
})
