import { afterEach, expect, test } from 'vitest'

import { openRetention } from '../../core/engine/retention/open-retention.ts'
import type { RetentionCarrier } from '../../core/engine/retention/retention-carrier.ts'
import { upkeepOf } from '../../core/engine/retention/upkeep.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'
import { EngineLaptop, laptopsOf, meet } from '../helpers/lab/engine-laptop.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const laptops: EngineLaptop[] = []
const carriers: RetentionCarrier[] = []
afterEach(async () => {
  for (const carrier of carriers.splice(0)) await carrier.stop()
  for (const laptop of laptops.splice(0)) await laptop.dispose()
})

async function team(...names: readonly string[]): Promise<EngineLaptop[]> {
  const all = await laptopsOf(names)
  laptops.push(...all)
  return all
}

/** From now on it erases what is due. */
function keeps({ runtime, profile, log }: EngineLaptop): void {
  carriers.push(openRetention(runtime, { rows: profile.rows, log }))
}

async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 3 * HOUR) {
    clock.advance(Math.min(left, 3 * HOUR))
    for (let turn = 0; turn < 8; turn++) await settled()
  }
}

const withdraw = async (laptop: EngineLaptop, id: string): Promise<void> =>
  void (await laptop.writer().edit('incident', id, { name: 'move', input: { to: 'withdrawn' } }))
const hold = async (laptop: EngineLaptop, record: string): Promise<void> =>
  void (await laptop
    .writer()
    .edit('network', laptop.runtime.networkDocument, { name: 'hold', input: { record, reason: 'Asked for' } }))
const dateOf = ({ runtime }: EngineLaptop, id: string): number | undefined =>
  upkeepOf(runtime, runtime.ledger.get(id)!).willBeErasedAt

test('an incident is gone 90 days after its end, on every laptop that hears of it; one that is held stays', async () => {
  const [ana, ben] = (await team('Ana', 'Ben')) as [EngineLaptop, EngineLaptop]
  const [flood, fire, open] = (await ana.report('Flood', 'Fire', 'Heat wave')) as [string, string, string]
  const ended = ana.clock.now()
  await withdraw(ana, flood)
  await withdraw(ana, fire)
  await hold(ana, fire)
  await meet(ana, ben)
  keeps(ana)
  expect(dateOf(ben, flood)).toBe(ended + 90 * DAY)
  expect(dateOf(ben, fire)).toBeUndefined()
  await pass(ana.clock, 90 * DAY - 4 * HOUR)
  expect([flood, fire, open].map((id) => ana.holds(id))).toEqual([true, true, true])
  await pass(ana.clock, 8 * HOUR)
  expect([flood, fire, open].map((id) => ana.holds(id))).toEqual([false, true, true])
  await meet(ana, ben)
  expect([flood, fire, open].map((id) => ben.holds(id))).toEqual([false, true, true])
  console.log('retention: erased 0 records before their date, 1 of 1 within hours of it, 0 held ones (0, 1, 0)')
}, 60_000)

test('a member who ends all records "long ago" and has them kept for a day erases nothing: there are three days to see it', async () => {
  const [ana, eve] = (await team('Ana', 'Eve')) as [EngineLaptop, EngineLaptop]
  const ids = await ana.report('Flood', 'Fire', 'Lost child')
  await meet(ana, eve)
  keeps(ana)
  const at = eve.clock.now() - 400 * DAY
  const entry = { by: eve.person, at, after: [], from: 'reported', to: 'withdrawn' }
  const forged = { op: 'put', path: ['lifecycle', 'x1'], value: entry } as const
  await eve.runtime.ledger.write(ids.map((document) => ({ kind: 'incident', document, writes: () => [forged] })))
  const short = { settings: { retentionIncidentDays: 1 } }
  await eve.writer().edit('network', eve.runtime.networkDocument, { name: 'edit', input: short })
  await meet(eve, ana)
  expect(dateOf(ana, ids[0]!)).toBeLessThan(ana.clock.now())
  await pass(ana.clock, 2.8 * DAY)
  expect(ids.map((id) => ana.holds(id))).toEqual([true, true, true])
  // Somebody opens one again, and another is held; the third is let go
  await ana.writer().edit('incident', ids[0]!, { name: 'move', input: { to: 'reopened' } })
  await hold(ana, ids[1]!)
  await pass(ana.clock, 5 * DAY)
  expect(ids.map((id) => ana.holds(id))).toEqual([true, true, false])
}, 60_000)

test('a laptop whose clock is a year ahead erases nothing, whether it meets somebody or nobody', async () => {
  const [ana, ben] = (await team('Ana', 'Ben')) as [EngineLaptop, EngineLaptop]
  const ids = await ana.report('Flood', 'Fire')
  for (const id of ids) await withdraw(ana, id)
  await meet(ana, ben)
  await ana.reopen()
  ana.clock.jump(365 * DAY) // both have one clock here
  keeps(ana)
  await pass(ana.clock, 10 * DAY)
  expect(ids.map((id) => ana.holds(id))).toEqual([true, true])
  const right = new EngineLaptop('Cleo', new FakeClock(ana.clock.now() - 365 * DAY))
  laptops.push(right)
  await ana.welcome(right)
  await meet(ana, right)
  await pass(ana.clock, 10 * DAY)
  expect(ids.map((id) => ana.holds(id))).toEqual([true, true])
  console.log('retention: a year ahead erased 0 records (0)')
}, 60_000)

test('an ordinary member’s laptop erases nothing', async () => {
  const [ana, ben] = (await team('Ana', 'Ben')) as [EngineLaptop, EngineLaptop]
  const [flood] = (await ana.report('Flood')) as [string]
  await withdraw(ana, flood)
  await meet(ana, ben)
  keeps(ben)
  await pass(ben.clock, 100 * DAY)
  expect(ben.holds(flood)).toBe(true)
}, 60_000)
