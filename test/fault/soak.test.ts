import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { makeCheapVault } from '../helpers/lab/engine-here.ts'
import { freePort } from '../helpers/lab/free-port.ts'
import { collectingOften, Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { figure, IN_ORDEAL, inOrdeal } from '../helpers/ordeal.ts'

const SOAK_MS = inOrdeal(5_000, 600_000)
const SAMPLE_EVERY_MS = inOrdeal(500, 5_000)
const EDIT_EVERY_MS = 250
const KILL_EVERY_MS = inOrdeal(2_000, 20_000)
/** Of all samples, the first that are not looked at: caches fill, code is compiled. */
const WARM_UP = 0.4
/** Handles that may come and go with whoever is being greeted. */
const MOST_MORE_HANDLES = 6
/** Six edits a second: of each a laptop keeps lists, keys and what fills bounded caches, some 2.5 kB; a leak is steeper. */
const STEEPEST_MB_AN_HOUR = 100
/** Of one process with its caches full. */
const MOST_RSS_MB = 350

interface Sample {
  readonly seconds: number
  readonly handles: number
  /** Held, after a collection. */
  readonly megabytes: number
  readonly resident: number
}

describe.skipIf(process.platform !== 'linux')('for a long time', () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'muster-soak-'))
  const held = path.join(cache, 'held')
  const names = ['Ana', 'Ben', 'Cleo'] as const
  const laptops = names.map(
    (name) => new Laptop({ name: name.toLowerCase(), env: { NODE_COMPILE_CACHE: cache, ...collectingOften(held) } }),
  )
  const [ana, ben, cleo] = laptops as [Laptop, Laptop, Laptop]
  let ports: number[]
  let peers: Peer[]
  let network: string
  const records: string[] = []
  let edits = 0

  const start = (at: number): Promise<Peer> =>
    laptops[at]!.start(['--listen', `127.0.0.1:${ports[at]}`, '--no-discovery'])
  const pictureOf = async (laptop: Laptop): Promise<string> => {
    const { records: all } = await laptop.call('record:list', { network, kind: 'incident', limit: 200, sort: 'oldest' })
    return JSON.stringify(all)
  }

  beforeAll(async () => {
    ports = await Promise.all(laptops.map(() => freePort()))
    for (const laptop of laptops) await makeCheapVault(laptop.profile, laptop.passphrase)
    peers = await Promise.all(laptops.map((_, at) => start(at)))
    network = (await ana.call('network:create', { name: 'River Street', as: 'Ana' })).id
    const { code } = await ana.ask('invite', 'create', network, '--uses', '2', '--address', `127.0.0.1:${ports[0]}`)
    for (const at of [1, 2]) await laptops[at]!.call('network:join', { code, as: names[at]! })
    const some = Array.from({ length: 30 }, (_, at) => ({ what: `Water in cellar ${at}` }))
    records.push(...(await ana.call('record:add', { network, kind: 'incident', records: some })).ids)
  }, 90_000)
  afterAll(async () => {
    for (const laptop of laptops) await laptop.dispose()
    rmSync(cache, { recursive: true })
  })

  const heldBy = (pid: number): number => Number(readFileSync(`${held}.${pid}`, 'utf8'))

  /** Edits by two, with the third killed and started again and again, until the time is over. */
  const live = async (until: number): Promise<void> => {
    const editing = [ana, ben].map(async (laptop, at) => {
      while (performance.now() < until) {
        const id = records[randomInt(records.length)]!
        await laptop.call('record:edit', { network, kind: 'incident', id, patch: { what: `${names[at]} ${edits++}` } })
        await pause(EDIT_EVERY_MS)
      }
    })
    const killing = (async () => {
      while (performance.now() < until) {
        await pause(KILL_EVERY_MS)
        await peers[2]!.kill()
        peers[2] = await start(2)
      }
    })()
    await Promise.all([...editing, killing])
  }

  test(
    'with edits and a neighbour that dies again and again neither handles nor memory grow, and all stay one',
    { timeout: SOAK_MS + 120_000 },
    async () => {
      await expect.poll(async () => await pictureOf(ben), { interval: 250 }).toBe(await pictureOf(ana))
      const from = performance.now()
      const living = live(from + SOAK_MS)
      const samples = new Map<Peer, Sample[]>([peers[0]!, peers[1]!].map((peer) => [peer, []]))
      while (performance.now() < from + SOAK_MS) {
        for (const [peer, list] of samples)
          list.push({
            seconds: (performance.now() - from) / 1000,
            handles: handlesOf(peer.pid),
            megabytes: heldBy(peer.pid),
            resident: residentOf(peer.pid),
          })
        await pause(SAMPLE_EVERY_MS)
      }
      await living
      await expect
        .poll(async () => new Set(await Promise.all([ana, ben, cleo].map(pictureOf))).size, {
          timeout: 60_000,
          interval: 250,
        })
        .toBe(1)
      for (const [at, list] of [...samples.values()].entries()) {
        const warm = list.slice(Math.floor(list.length * WARM_UP))
        const slope = slopeOf(warm) * 3600
        const more = lowest(warm.slice(-8)) - lowest(warm.slice(0, 8))
        figure(
          `soak, ${names[at]}`,
          `${Math.round(SOAK_MS / 1000)} s, ${edits} edits, held ${warm[0]!.megabytes.toFixed(1)} to ${warm.at(-1)!.megabytes.toFixed(1)} MB (${slope.toFixed(0)} MB/h), RSS ${Math.round(warm[0]!.resident)} to ${Math.round(warm.at(-1)!.resident)} MB, handles ${warm[0]!.handles} to ${warm.at(-1)!.handles}`,
          `<= ${STEEPEST_MB_AN_HOUR} MB/h, RSS <= ${MOST_RSS_MB} MB, handles flat, 0 divergence`,
        )
        expect(warm.at(-1)!.resident).toBeLessThan(MOST_RSS_MB)
        expect(more).toBeLessThanOrEqual(MOST_MORE_HANDLES)
        if (IN_ORDEAL) expect(slope).toBeLessThan(STEEPEST_MB_AN_HOUR) // in seconds there is no slope
      }
      expect(peers.slice(0, 2).map((peer) => peer.stderr)).toEqual(['', ''])
    },
  )
})

function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

function lowest(samples: readonly Sample[]): number {
  return Math.min(...samples.map(({ handles }) => handles))
}

/** Megabytes a second, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (value: (one: Sample) => number): number =>
    samples.reduce((sum, one) => sum + value(one), 0) / samples.length
  const [x, y] = [mean(({ seconds }) => seconds), mean(({ megabytes }) => megabytes)]
  const above = mean(({ seconds, megabytes }) => (seconds - x) * (megabytes - y))
  return above / mean(({ seconds }) => (seconds - x) ** 2)
}

/** The soak is time that passes. */
async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
