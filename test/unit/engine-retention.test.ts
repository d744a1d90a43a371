import { describe, expect, test } from 'vitest'

import { NetworkClock } from '../../core/engine/network/network-clock.ts'
import type { DueRecord } from '../../core/engine/retention/due-records.ts'
import { Notices } from '../../core/engine/retention/notices.ts'
import { NOTICE_MS, RetentionCarrier, RETENTION_TURN_MS } from '../../core/engine/retention/retention-carrier.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import { RingLog } from '../../core/shared/log.ts'
import { FakeClock, settled } from '../helpers/fake-clock.ts'

const DAY = 86_400_000
const NETWORK = new Uint8Array(16)
const id = (at: number): string => at.toString(16).padStart(32, '0')
const coordinator = (person: string) => ({ person, role: 'coordinator' })

/** One laptop with its carrier, over rows that outlive it. */
class Rig {
  readonly base = new FakeClock()
  readonly clock = new NetworkClock({ base: this.base })
  readonly erased: string[][] = []
  due: DueRecord[] = []
  people = [coordinator('ana')]
  connected = new Set<string>()
  belongs = true
  readonly person = 'ana'
  saved: Uint8Array | undefined
  carrier: RetentionCarrier | undefined

  start(): this {
    const notices = new Notices({
      network: NETWORK,
      rows: {
        notices: () => this.saved && decodeCbor(this.saved),
        saveNotices: (_, bytes) => void (this.saved = bytes),
      },
    })
    this.carrier = new RetentionCarrier({
      clock: this.clock,
      crew: this,
      connected: () => this.connected,
      isTimeSure: () => this.clock.isShared || this.people.length === 1,
      due: async ({ until }) => this.due.filter(({ dueAt }) => dueAt <= until),
      note: (ids, now) => notices.note(ids, { own: this.clock.own, network: now }),
      erase: async (ids) => {
        this.erased.push([...ids])
        this.due = this.due.filter((one) => !ids.includes(one.id))
      },
      log: new RingLog({ now: () => 0 }),
    })
    return this
  }

  present(): { person: string; role: string }[] {
    return this.people
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 10 * 60_000) {
      this.base.advance(Math.min(left, 10 * 60_000))
      for (let turn = 0; turn < 4; turn++) await settled()
    }
  }

  meet(person: string, differenceMs: number): void {
    this.clock.met({ person, device: `${person}-laptop`, differenceMs })
  }
}

describe('what the network keeps no longer', () => {
  test('is erased when it is due, as this laptop has known of it for days', async () => {
    const rig = new Rig().start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() + 4 * DAY }]
    await rig.pass(4 * DAY - 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(30 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test('is not erased before it was known for three days, however long ago somebody says that it ended', async () => {
    const rig = new Rig().start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() - 500 * DAY }]
    await rig.pass(NOTICE_MS - 60 * 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(2 * 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test('counts those days over restarts, and anew where it was held or changed meanwhile', async () => {
    const rig = new Rig().start()
    rig.due = [{ id: id(1), dueAt: 0 }]
    await rig.pass(2 * DAY)
    await rig.carrier!.stop()
    rig.start()
    await rig.pass(DAY + 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])

    rig.due = [{ id: id(2), dueAt: 0 }]
    await rig.pass(2 * DAY)
    const held = rig.due
    rig.due = []
    await rig.pass(DAY)
    rig.due = held
    await rig.pass(2 * DAY)
    expect(rig.erased).toHaveLength(1)
    await rig.pass(DAY + 60 * 60_000)
    expect(rig.erased).toHaveLength(2)
  })

  test('goes in bounded parts, what was due first at first', async () => {
    const rig = new Rig().start()
    rig.due = Array.from({ length: 450 }, (_, at) => ({ id: id(at), dueAt: at }))
    await rig.pass(NOTICE_MS + 60 * 60_000)
    expect(rig.erased.map((part) => part.length)).toEqual([200, 200, 50])
    expect(rig.erased[0]![0]).toBe(id(0))
  })

  test('is erased by coordinators only, and by none that is out of the network', async () => {
    const rig = new Rig().start()
    rig.due = [{ id: id(1), dueAt: 0 }]
    rig.people = [{ person: 'ana', role: 'member' }]
    await rig.pass(5 * DAY)
    rig.people = [coordinator('ana')]
    rig.belongs = false
    await rig.pass(5 * DAY)
    expect(rig.erased).toEqual([])
  })

  test('is left to a coordinator who is connected and comes first, and taken up where they do not do it', async () => {
    const rig = new Rig().start()
    rig.people = [coordinator('lee'), coordinator('ana')]
    rig.connected = new Set(['lee'])
    rig.meet('lee', 0)
    rig.due = [{ id: id(1), dueAt: 0 }]
    await rig.pass(NOTICE_MS)
    const before = rig.erased.length
    rig.base.advance(10 * 60_000)
    for (let turn = 0; turn < 4; turn++) await settled()
    expect([before, rig.erased.length]).toEqual([0, 0])
    rig.base.advance(RETENTION_TURN_MS)
    for (let turn = 0; turn < 4; turn++) await settled()
    expect(rig.erased).toEqual([[id(1)]])
  })
})

describe('a laptop whose clock is wrong', () => {
  test('a year ahead, and met by nobody else: it erases nothing', async () => {
    const rig = new Rig()
    rig.people = [coordinator('ana'), coordinator('lee')]
    rig.base.jump(365 * DAY)
    rig.start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() - 100 * DAY }]
    await rig.pass(10 * DAY)
    expect(rig.erased).toEqual([])
  })

  test('a year ahead of the one person it meets: it erases nothing', async () => {
    const rig = new Rig()
    rig.people = [coordinator('ana'), coordinator('lee')]
    rig.base.jump(365 * DAY)
    rig.start()
    rig.meet('lee', -365 * DAY)
    rig.due = [{ id: id(1), dueAt: rig.base.now() - 100 * DAY }]
    await rig.pass(10 * DAY)
    expect(rig.erased).toEqual([])
  })

  test('a year ahead of two who agree: it goes by theirs', async () => {
    const rig = new Rig()
    rig.people = [coordinator('ana'), coordinator('lee'), coordinator('sam')]
    rig.base.jump(365 * DAY)
    rig.start()
    rig.meet('lee', -365 * DAY)
    rig.meet('sam', -365 * DAY)
    rig.due = [{ id: id(1), dueAt: rig.base.now() - 100 * DAY }]
    await rig.pass(10 * DAY)
    expect(rig.erased).toEqual([])
    expect(rig.clock.now()).toBeLessThan(rig.base.now() - 300 * DAY)
  })

  test('set ahead while it is alone, and set right within three days: nothing is erased, then or at once after', async () => {
    const rig = new Rig().start()
    const truth = rig.base.now()
    rig.due = [{ id: id(1), dueAt: truth + 30 * DAY }]
    rig.base.jump(365 * DAY)
    await rig.pass(2 * DAY)
    rig.base.jump(-365 * DAY)
    await rig.pass(20 * DAY)
    expect(rig.erased).toEqual([])
  })

  test('moved twice by a crowd that says what time it is: nothing is erased before three days by its own clock', async () => {
    const rig = new Rig()
    rig.people = [coordinator('ana'), ...['eve', 'mal', 'sybil'].map((person) => ({ person, role: 'member' }))]
    const crowd = (aheadMs: number): void => {
      for (const { person } of rig.people.slice(1)) rig.meet(person, aheadMs)
    }
    crowd(30 * DAY)
    rig.start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() - DAY }]
    await rig.pass(60 * 60_000)
    crowd(30 * DAY + NOTICE_MS)
    expect(rig.clock.isShared).toBe(true)
    await rig.pass(NOTICE_MS - 2 * 60 * 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(2 * 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test('set ahead by a person, while the others have the time: nothing is erased before three days by theirs', async () => {
    const rig = new Rig()
    rig.people = [coordinator('ana'), coordinator('lee'), coordinator('sam')]
    rig.meet('lee', 0)
    rig.meet('sam', 0)
    rig.start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() - DAY }]
    await rig.pass(60 * 60_000)
    rig.base.jump(365 * DAY)
    rig.meet('lee', -365 * DAY)
    rig.meet('sam', -365 * DAY)
    await rig.pass(NOTICE_MS - 2 * 60 * 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(2 * 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test('set back by a person: the days are counted anew from there, and end', async () => {
    const rig = new Rig().start()
    rig.due = [{ id: id(1), dueAt: rig.base.now() - 500 * DAY }]
    await rig.pass(2 * DAY)
    rig.base.jump(-365 * DAY)
    await rig.pass(NOTICE_MS - 60 * 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(2 * 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test('what an earlier version noted by one clock only is noted anew', async () => {
    const rig = new Rig()
    rig.saved = encodeCbor([1, [[id(1), rig.base.now() - 10 * DAY]]])
    rig.start()
    rig.due = [{ id: id(1), dueAt: 0 }]
    await rig.pass(NOTICE_MS - 60 * 60_000)
    expect(rig.erased).toEqual([])
    await rig.pass(2 * 60 * 60_000)
    expect(rig.erased).toEqual([[id(1)]])
  })

  test.each(['own', 'network'] as const)('what was noted by a clock that was ahead is noted anew: %s', (wrong) => {
    let saved: Uint8Array | undefined
    const opened = (): Notices =>
      new Notices({
        network: NETWORK,
        rows: { notices: () => saved && decodeCbor(saved), saveNotices: (_, bytes) => void (saved = bytes) },
      })
    const at = (day: number): { own: number; network: number } => ({ own: day * DAY, network: day * DAY })
    const notices = opened()
    notices.note([id(1)], { ...at(29), [wrong]: 400 * DAY })
    expect(notices.note([id(1)], at(30)).get(id(1))).toBe(0)
    expect(opened().note([id(1), id(2)], at(32))).toEqual(
      new Map([
        [id(1), 2 * DAY],
        [id(2), 0],
      ]),
    )
  })

  test('one modified member who lies about the time neither moves the clock nor stops what two others share', () => {
    const { clock } = new Rig()
    clock.met({ person: 'eve', device: 'e', differenceMs: -300 * DAY })
    expect(clock.isShared).toBe(false)
    clock.met({ person: 'lee', device: 'l', differenceMs: 1000 })
    expect(clock.isShared).toBe(true)
  })
})
