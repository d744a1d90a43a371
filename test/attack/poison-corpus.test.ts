import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { HostileMember, type TakenDocument, type Talk } from '../helpers/lab/hostile-member.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import {
  breaking,
  chain,
  first,
  forged,
  FROZEN,
  one,
  ROWS,
  type Row,
  type Scene,
  set,
  simple,
  STORED,
  violations,
} from '../helpers/lab/poison-rows.ts'
import { childrenOf, MemoryWatch } from '../helpers/lab/process-memory.ts'
import { seeded } from '../helpers/seeded.ts'

const LOOPBACK = ['--listen', '127.0.0.1:0', '--no-discovery']
/** A row's answer, the memory it may cost beside what the laptop had, and how long others may wait meanwhile. */
const INGEST_MS = 100
const GROWTH_MIB = 64
const OTHERS_MS = 5_000
/** How long the person at the laptop may wait meanwhile; others use this machine too. */
const ANSWER_MS = 250
/** Units a message. */
const AT_ONCE = 16
const ana = new Laptop({ name: 'ana' })
const ben = new Laptop({ name: 'ben' })
let hostile: HostileMember
let peer: Peer
let network: string
let target: string
let talk: Talk
let count = 0

/** How long until what Ben writes shows at Ana, in milliseconds. */
async function benReachesAna(): Promise<number> {
  const what = `Water at number ${++count}`
  const started = performance.now()
  await ben.call('record:add', { network, kind: 'incident', records: [{ what }] })
  await vi.waitUntil(
    async () => (await ana.call('record:list', { network, kind: 'incident', limit: 1 })).records[0]?.['what'] === what,
    { timeout: 60_000, interval: 10 },
  )
  return performance.now() - started
}
/** Asks Ana's Muster again and again. @returns the function that ends it and tells the slowest answer, in milliseconds */
function slowestAnswer(): () => Promise<number> {
  let slowest = 0
  let over = false
  const asking = (async () => {
    while (!over) {
      const started = performance.now()
      await ana.call('profile:status', {})
      slowest = Math.max(slowest, performance.now() - started)
    }
  })()
  return async () => {
    over = true
    await asking
    return slowest
  }
}
const shown = async (id = target): Promise<unknown> =>
  (await ana.call('record:show', { network, kind: 'incident', id })).record
const total = async (): Promise<number> => (await ana.call('record:list', { network, kind: 'incident' })).total
async function troubles(): Promise<{ name: string; what: string; count: number }[]> {
  return (await ana.call('trouble:list', { network })).troubles
}
const noted = async (what: string): Promise<number> =>
  (await troubles()).find((one_) => one_.name === 'Mallory' && one_.what === what)?.count ?? 0

async function begin(): Promise<{ scene: Scene; held: TakenDocument }> {
  talk = await hostile.talk()
  const held = await talk.take(target)
  const foreign = held.headers[0]!.actor
  return { scene: { hostile, session: hostile.session(), target, held, foreign }, held }
}

beforeAll(async () => {
  peer = await ana.start(LOOPBACK)
  await ben.start(LOOPBACK)
  const listen = (await peer.waitFor('ready')).addresses[0]
  network = (await ana.ask('network', 'create', 'River Street', '--as', 'Ana')).id
  const { code } = await ana.ask('invite', 'create', network, '--address', listen, '--uses', '2')
  await ben.ask('join', code, '--as', 'Ben')
  hostile = await HostileMember.join(code, 'Mallory')
  target = (await ana.ask('incident', 'add', '--what', 'Flooded cellar')).id
  await benReachesAna()
  for (let n = 0; n < 20; n++) await benReachesAna() // both laptops are warm
}, 90_000)
afterAll(async () => {
  await hostile?.stop()
  for (const laptop of [ana, ben]) await laptop.dispose()
}, 60_000)

/** Sends one row's units and says, on one line, what came of it. */
async function play(row: Row): Promise<void> {
  const { scene } = await begin()
  const poison = row.make(scene)
  const before = { record: await shown(), total: await total(), noted: await noted(row.named ?? 'broken') }
  const base = MemoryWatch.now(peer.pid)
  const watch = new MemoryWatch(peer.pid)
  const answers = slowestAnswer()
  const started = performance.now()
  const errors: (number | 'cut')[] = []
  for (let from = 0; from < poison.units.length && !errors.includes('cut'); from += AT_ONCE) {
    const some = await talk.give(poison.units.slice(from, from + AT_ONCE), poison.sessions ?? [scene.session])
    errors.push(...(some === 'cut' ? [some] : some))
  }
  const ms = (performance.now() - started) / Math.max(1, poison.units.length)
  const answered = await answers()
  const others = await benReachesAna()
  if (row.end === 'cut') expect(errors).toEqual(['cut'])
  else if (row.end === 'contained' || row.end === 'unseen') expect(errors).toEqual([STORED])
  else expect(errors).toEqual(poison.units.map(() => row.end))
  if (row.named !== undefined) {
    await expect.poll(() => noted(row.named!), { interval: 20 }).toBeGreaterThan(before.noted)
  }
  await expect.poll(() => shown()).toEqual(before.record)
  expect(await total()).toBe(before.total + 1)
  tell({ row: row.name, ms, mib: watch.stop() - base, others, answered, named: row.named })
  await talk.close()
}

/** One line a row, and its limits. */
function tell(row: {
  row: string
  ms: number
  mib: number
  others: number
  answered?: number
  named: string | undefined
}): void {
  const { ms, others, answered = 0 } = row
  const mib = Math.max(0, row.mib)
  const name = row.named === undefined ? 'nobody blamed' : `${row.named}: Mallory named`
  console.info(
    `${row.row}: accepted 0, ${ms.toFixed(1)} ms (<= ${INGEST_MS}), +${mib.toFixed(0)} MiB (<= ${GROWTH_MIB}), Ben's edit ${others.toFixed(0)} ms (<= ${OTHERS_MS}), Ana's Muster answers in ${answered.toFixed(0)} ms, ${name}`,
  )
  expect.soft(ms).toBeLessThanOrEqual(INGEST_MS)
  expect.soft(others).toBeLessThanOrEqual(OTHERS_MS)
  expect.soft(answered).toBeLessThanOrEqual(ANSWER_MS)
  expect.soft(mib).toBeLessThanOrEqual(GROWTH_MIB)
}

// the best of three: others use this machine too
describe('a member whose program makes poison', { retry: 2 }, () => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s: is taken by nobody, and named', (_, row) => play(row))

  test.each(['contact', 'incident', 'plan', 'alert'] as const)(
    'fields of a %s that are what they must not be: the record shows what it would show without them',
    async (kind) => {
      const { scene } = await begin()
      const { heads, maxOp } = first.first(kind, 1)!
      const session = scene.session
      const scenery: Scene = { ...scene, held: { ...scene.held, heads, maxOp } }
      const document = hostile.documentOf(session, kind)
      const change = forged(scenery, violations(kind, maxOp + 1, session.id))
      const base = MemoryWatch.now(peer.pid)
      const watch = new MemoryWatch(peer.pid)
      const started = performance.now()
      await talk.give([hostile.seal({ document, kind, session, changes: [change] })], [session])
      const ms = performance.now() - started
      const others = await benReachesAna()
      const list = async (): Promise<Record<string, unknown>[]> =>
        (await ana.call('record:list', { network, kind, limit: 200 })).records.filter(({ id }) => id === document)
      // shown without anything of it, or not at all
      await vi.waitUntil(async () => (await list()).length === 1 || (await noted('broken')) > 0, { timeout: 60_000 })
      const [record = {}] = await list()
      for (const key of ['constructor', 'toString', 'isAdmin', '__proto__'])
        expect(Object.hasOwn(record, key)).toBe(false)
      expect(JSON.stringify(record)).not.toContain('-7.5')
      tell({
        row: `fields of a ${kind} that are something else`,
        ms,
        mib: watch.stop() - base,
        others,
        named: undefined,
      })
      await talk.close()
    },
  )

  test('changes on which Automerge itself breaks: each is taken out, and named', async () => {
    const random = seeded(20_261_121)
    for (let n = 1; n <= 3; n++) {
      const { scene } = await begin()
      const change = await breaking(scene, random)
      await talk.close()
      if (change === undefined) throw new Error('None of the changes breaks Automerge: other bits are to be turned')
      const row = simple(`a change that Automerge breaks on, ${n} of 3`, () => change, 'contained')
      await play({ ...row, make: () => ({ ...one(scene, change), sessions: [scene.session] }) })
    }
  })

  test('nesting that grows by 15 with each of 300 changes: ended by the watchdog or the limits, taken out and named', async () => {
    const { scene } = await begin()
    const before = { record: await shown(), noted: await noted('broken') }
    const changes = chain(scene, 300, (next, parent) =>
      Array.from({ length: 15 }, (_, i) => ({
        action: 'makeMap',
        obj: i === 0 ? parent : `${next + i - 1}@${scene.session.id}`,
        key: 'k',
        pred: [],
      })),
    )
    const units = Array.from({ length: 10 }, (_, n) =>
      hostile.seal({
        document: target,
        session: scene.session,
        sequence: n + 1,
        firstChangeNumber: n * 30 + 1,
        changes: changes.slice(n * 30, n * 30 + 30),
      }),
    )
    const base = MemoryWatch.now(peer.pid)
    const watch = new MemoryWatch(peer.pid)
    const started = performance.now()
    expect(await talk.give(units, [scene.session])).toEqual(units.map(() => STORED))
    const ms = (performance.now() - started) / units.length
    const others = await benReachesAna()
    await expect.poll(() => noted('broken'), { timeout: 60_000 }).toBeGreaterThan(before.noted)
    await expect.poll(() => shown()).toEqual(before.record)
    const mib = watch.stop() - base
    console.info(
      `nesting that grows over 300 changes: rebuilt in ${((performance.now() - started) / 1000).toFixed(1)} s, documents process at most +${mib.toFixed(0)} MiB (its limit 640)`,
    )
    expect(mib).toBeLessThan(640)
    tell({ row: 'nesting that grows over 300 changes', ms, mib: 0, others, named: 'broken' })
    await talk.close()
  })

  test('the documents process is killed: the next edit starts another, and everything is there', async () => {
    const before = await shown()
    const killed = childrenOf(peer.pid)
    for (const child of killed) process.kill(child, 'SIGKILL')
    expect(await benReachesAna()).toBeLessThanOrEqual(OTHERS_MS)
    await ana.ask('incident', 'edit', target, '--what', 'Flooded cellar, twice')
    await expect.poll(async () => (await shown()) as { what: string }).toMatchObject({ what: 'Flooded cellar, twice' })
    expect(Object.keys((await shown()) as object).toSorted()).toEqual(Object.keys(before as object).toSorted())
    console.info(`documents process killed (${killed.length}): the next edit is written, all else as before`)
  })

  test.each(['one record', 'two records'])(
    'two different units with one number, of %s: the first stays, both are kept as proof, the session is frozen for good, and people read who it was',
    async (of) => {
      const { scene } = await begin()
      const unit = (value: string, kind: 'incident' | 'plan' = 'incident'): Uint8Array => {
        const { heads, maxOp } = first.first(kind, 1)!
        const scenery: Scene = { ...scene, held: { ...scene.held, heads, maxOp } }
        const document = hostile.documentOf(scene.session, kind)
        return hostile.seal({ document, kind, session: scene.session, changes: [forged(scenery, [set({ value })])] })
      }
      const told = new MemoryWatch(peer.pid)
      const base = MemoryWatch.now(peer.pid)
      const before = await noted('two-stories')
      expect(await talk.give([unit('Minor')], [scene.session])).toEqual([STORED])
      const started = performance.now()
      const twin = of === 'one record' ? unit('Severe') : unit('Severe', 'plan')
      expect(await talk.give([twin], [scene.session])).toEqual([FROZEN])
      const ms = performance.now() - started
      expect(await talk.give([unit('Extreme')], [scene.session])).toEqual([FROZEN])
      const others = await benReachesAna()
      await expect.poll(() => shown(hostile.documentOf(scene.session))).toMatchObject({ severity: 'Minor' })
      expect(await noted('two-stories')).toBe(before + 1)
      tell({ row: `two units with one number, of ${of}`, ms, mib: told.stop() - base, others, named: 'two-stories' })
      const { stdout } = await ana.run(['status'], { text: true })
      expect(stdout).toContain("Mallory's computer")
      expect(stdout).toContain('signed two different changes with one number')
      expect(stdout).toContain('A coordinator can remove the computer')
      await talk.close()
    },
  )

  test('what was proven is known after a restart too', async () => {
    expect(await peer.stop()).toBe(0)
    peer = await ana.start(LOOPBACK)
    expect(await troubles()).toMatchObject([{ name: 'Mallory', what: 'two-stories' }])
    expect((await shown()) as object).toMatchObject({ what: 'Flooded cellar, twice' })
  })
})
