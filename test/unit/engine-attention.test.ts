import { describe, expect, test } from 'vitest'

import type { Json } from '../../core/domain/write.ts'
import { AlertLab, aboutFacts, AREA, MINUTE, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { AttentionLaptop, KeptRow } from '../helpers/attention-lab.ts'
import { NOON } from '../helpers/domain-records.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'

const A1 = 'a1'.repeat(16)
const call = (input: object = {}): Json => sentTo(input).stored

function laptop(person = 'lee', options: { row?: KeptRow; alerts?: Record<string, Json>; at?: number } = {}) {
  const base = new FakeClock(options.at ?? NOON)
  return new AttentionLaptop(person, {
    base,
    ...(options.row && { row: options.row }),
    alerts: new Map(Object.entries(options.alerts ?? {})),
  })
}

describe('the desk', () => {
  test('rings once for a call that comes, tells that its list is another, and rings again for who has not seen it', () => {
    const lee = laptop().open()
    lee.base.advance(1_000)
    lee.hold(A1, call())
    lee.base.advance(100)
    expect(lee.rang).toEqual([`alert full ${A1}`])
    expect(lee.changes).toBe(1)
    expect(lee.items()).toMatchObject([{ id: A1, what: 'alert', level: 'full', since: NOON, from: 'ana' }])
    lee.edit(A1, 'reached')
    lee.base.advance(2 * MINUTE)
    expect(lee.rang).toHaveLength(1)
    lee.edit(A1, 'escalate', { step: 'repeat', early: true })
    lee.base.advance(100)
    expect(lee.rang).toEqual([`alert full ${A1}`, `alert full ${A1}`])
    lee.edit(A1, 'answer', { answer: 'cannot' })
    lee.base.advance(100)
    expect(lee.items()).toEqual([])
    expect(lee.rang).toHaveLength(2)
  })

  test('lists what has just been written at once', () => {
    const lee = laptop().open()
    lee.base.advance(1_000)
    lee.hold(A1, call())
    expect(lee.items()).toHaveLength(1)
    lee.edit(A1, 'answer', { answer: 'cannot' })
    expect(lee.items()).toEqual([])
  })

  test('does not ring twice for the same over a restart, and lists it still', () => {
    const row = new KeptRow()
    const before = laptop('lee', { row, alerts: { [A1]: call() } }).open()
    before.base.advance(1_000)
    expect(before.rang).toHaveLength(1)
    before.close()
    const after = laptop('lee', { row, alerts: { [A1]: call() } }).open()
    after.base.advance(MINUTE)
    expect(after.rang).toEqual([])
    expect(after.items()).toHaveLength(1)
  })

  test('rings for what came while Muster was not running, but not before anybody listens', () => {
    const lee = laptop('lee', { alerts: { [A1]: call() } }).open()
    expect(lee.items()).toHaveLength(1)
    lee.base.advance(100)
    lee.refresh()
    lee.base.advance(100)
    expect(lee.rang).toEqual([])
    lee.base.advance(1_000)
    expect(lee.rang).toHaveLength(1)
  })

  test('rings for nobody where this process only works on the profile, and keeps it for the one that does', () => {
    const row = new KeptRow()
    const alone = laptop('lee', { row, alerts: { [A1]: call() } }).open({ online: false })
    alone.base.advance(20 * MINUTE)
    expect(alone.items()).toHaveLength(1)
    expect(alone.steps).toEqual([])
    alone.close()
    const lee = laptop('lee', { row, alerts: { [A1]: call() } }).open()
    lee.base.advance(1_000)
    expect(lee.rang).toHaveLength(1)
  })

  test('a row that cannot be read or written makes it ring, not fall silent', () => {
    const row = new KeptRow()
    row.bytes = new Uint8Array([0x83, 0x01, 0x05, 0x05])
    row.full = true
    const lee = laptop('lee', { row, alerts: { [A1]: call() } }).open()
    lee.base.advance(1_000)
    expect(lee.rang).toHaveLength(1)
  })

  test('in quiet hours it is a line; it rings once they are over', () => {
    const lee = laptop()
    lee.quiet = true
    lee.open().base.advance(1_000)
    lee.hold(A1, call({ urgency: 'Expected' }))
    lee.base.advance(100)
    expect(lee.rang).toEqual([`alert silent ${A1}`])
    lee.quiet = false
    lee.base.advance(MINUTE / 2)
    expect(lee.rang).toEqual([`alert silent ${A1}`, `alert full ${A1}`])
    lee.quiet = true
    lee.base.advance(MINUTE / 2)
    lee.quiet = false
    lee.base.advance(MINUTE / 2)
    expect(lee.rang).toHaveLength(2)
  })

  test('who belongs to the network no more is asked nothing', () => {
    const lee = laptop('lee', { alerts: { [A1]: call() } })
    lee.belongs = false
    lee.open().base.advance(20 * MINUTE)
    expect([lee.items(), lee.rang, lee.steps]).toEqual([[], [], []])
  })

  test('the fourth call of one author within an hour is a line that does not ring, however they are dated', () => {
    const lee = laptop().open()
    lee.base.advance(1_000)
    for (let n = 0; n < 6; n++) {
      const lab = new AlertLab({ minutes: 1440 }, { about: aboutFacts({ verification: 'verified' }) })
      lab.now = NOON - n * 3 * 60 * MINUTE
      lab.by('ana', 'send')
      lee.hold(`${n}a`.repeat(16), lab.stored)
      lee.base.advance(1_000)
    }
    const full = lee.items().filter(({ level }) => level === 'full')
    expect(full).toHaveLength(3)
    expect(lee.items()).toMatchObject([...full, { what: 'alert', level: 'silent', from: 'ana', collapsed: 2 }])
    expect(lee.rang).toHaveLength(3)
  })

  test('rings at most ten times in ten minutes for what comes from one person, however often they say it', () => {
    const noor = laptop('noor', { alerts: { [A1]: call() } }).open()
    noor.base.advance(1_000)
    const lee = new AttentionLaptop('lee', { base: noor.base, alerts: noor.alerts })
    lee.edit(A1, 'answer', { answer: 'coming' })
    for (let n = 0; n < 20; n++) {
      lee.edit(A1, 'needsHelp')
      noor.hold(A1, lee.alerts.get(A1)!)
      noor.edit(A1, 'answer', { answer: n % 2 === 0 ? 'coming' : 'standby' })
      noor.edit(A1, 'answer', { answer: 'coming' })
      noor.base.advance(2_000)
      lee.edit(A1, 'checkIn', { state: 'on-scene' })
      noor.hold(A1, lee.alerts.get(A1)!)
      noor.base.advance(2_000)
    }
    const calls = () => noor.rang.filter((one) => one.startsWith('needs-help full')).length
    expect(calls()).toBe(10)
    noor.base.advance(10 * MINUTE)
    lee.edit(A1, 'needsHelp')
    noor.hold(A1, lee.alerts.get(A1)!)
    noor.base.advance(2_000)
    expect(calls()).toBe(11)
  })

  test('lets go of what ended, and of what is gone', () => {
    const lee = laptop('lee', { alerts: { [A1]: call() } }).open()
    lee.base.advance(1_000)
    lee.forget(A1)
    lee.base.advance(100)
    expect(lee.items()).toEqual([])
    const noor = laptop('noor', { alerts: { [A1]: call() } }).open()
    noor.base.advance(121 * MINUTE)
    expect(noor.items()).toEqual([])
    expect(noor.base.pending).toBe(0)
  })

  test('a clock that is set while it waits makes it look again', () => {
    const lee = laptop('lee', { alerts: { [A1]: call() } }).open()
    lee.base.advance(1_000)
    expect(lee.items()).toHaveLength(1)
    lee.base.jump(3 * 60 * MINUTE)
    lee.base.advance(MINUTE)
    expect(lee.items()).toEqual([])
    lee.base.jump(-3 * 60 * MINUTE)
    lee.refresh()
    lee.base.advance(MINUTE)
    expect(lee.items()).toHaveLength(1)
  })
})

describe('a step that is due', () => {
  const steps = async (person: string, connected: readonly string[], ms: number, input: object = WIDE) => {
    const one = laptop(person, { alerts: { [A1]: call(input) } }).open()
    for (const other of connected) one.connected.add(other)
    one.base.advance(3 * MINUTE + ms)
    await settled()
    return one.steps
  }

  test("is taken by the sender's laptop at once, by a coordinator's next, by the others in turn", async () => {
    expect(await steps('ana', ['lee', 'sam'], 10)).toEqual(['repeat'])
    expect(await steps('lee', ['ana', 'sam'], 1_900)).toEqual([])
    expect(await steps('lee', ['ana', 'sam'], 2_100)).toEqual(['repeat'])
    expect(await steps('sam', ['ana', 'lee'], 3_900)).toEqual([])
    expect(await steps('sam', ['ana', 'lee'], 4_100)).toEqual(['repeat'])
  })

  test('goes by who sent it and who coordinates before it goes by seniority', async () => {
    const people = { ...AREA, members: AREA.members.toReversed() } // zoe, kim, sam, noor, lee, ana
    const lab = new AlertLab(WIDE, { about: aboutFacts({ verification: 'verified' }) })
    lab.by('noor', 'send')
    const { stored } = lab
    const after = async (person: string, ms: number) => {
      const one = new AttentionLaptop(person, { base: new FakeClock(NOON), people, alerts: new Map([[A1, stored]]) })
      for (const { id } of people.members) one.connected.add(id)
      one.open().base.advance(3 * MINUTE + ms)
      await settled()
      return one.steps.length
    }
    expect(await after('noor', 10)).toBe(1)
    expect([await after('ana', 1_900), await after('ana', 2_100)]).toEqual([0, 1])
    expect([await after('zoe', 3_900), await after('zoe', 4_100)]).toEqual([0, 1])
    expect([await after('kim', 5_900), await after('kim', 6_100)]).toEqual([0, 1])
  })

  test('is taken by whoever is up: with nobody reachable at once', async () => {
    expect(await steps('zoe', [], 10)).toEqual(['repeat'])
  })

  test('is left when somebody has taken it before the turn comes', async () => {
    const lee = laptop('lee', { alerts: { [A1]: call() } }).open()
    lee.connected.add('ana')
    lee.base.advance(3 * MINUTE + 1_000)
    lee.edit(A1, 'escalate', { step: 'repeat' })
    lee.base.advance(MINUTE)
    await settled()
    expect(lee.steps).toEqual([])
  })

  test('is taken by nobody who was removed, not for what was stopped, and not for what passed no gate', async () => {
    const gone = laptop('lee', { alerts: { [A1]: call() } }).open()
    gone.base.advance(MINUTE)
    gone.belongs = false
    gone.base.advance(20 * MINUTE)
    const stopped = laptop('lee', { alerts: { [A1]: call() } }).open()
    stopped.edit(A1, 'answer', { answer: 'coming' })
    stopped.edit(A1, 'stopEscalation')
    stopped.base.advance(20 * MINUTE)
    await settled()
    expect([gone.steps, stopped.steps]).toEqual([[], []])
    const failed = laptop('lee', { alerts: { [A1]: call(WIDE) } })
    failed.outcomes = []
    failed.open().base.advance(20 * MINUTE)
    await settled()
    expect(failed.steps).toEqual([])
  })

  test('long ago waits for what others say, for a laptop that was asleep', async () => {
    const lee = laptop('lee', { alerts: { [A1]: call() }, at: NOON + 10 * MINUTE }).open()
    lee.base.advance(14_000)
    await settled()
    expect(lee.steps).toEqual([])
    await lee.base.advanceGently(MINUTE, 1_000)
    expect(lee.steps).toEqual(['repeat', 'back-up-circle'])
    await lee.base.advanceGently(4 * MINUTE, 1_000)
    expect(lee.steps).toEqual(['repeat', 'back-up-circle', 'call-the-tree'])
  })
})
