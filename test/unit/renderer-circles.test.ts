import { describe, expect, test } from 'vitest'

import {
  concernOf,
  concernsOf,
  shownJourneys,
  stageAt,
  type Journey,
} from '../../renderer/circles/journeys/journeys.ts'
import { namesOrMore } from '../../renderer/circles/names-or-more.ts'
import { isInUse, type Route } from '../../renderer/circles/network-record.ts'
import { routeDraftOf, routeInput, routeMistakes } from '../../renderer/circles/routes/route-draft.ts'
import { isTakenAt } from '../../renderer/circles/routes/windows.ts'
import { dutyAt, endOf, isNobodyOnCall, ownShiftEnd, type Duty } from '../../renderer/duty/duty-now.ts'
import { NOON } from '../helpers/domain-records.ts'

const MINUTE = 60_000
const DAY = 86_400_000

describe('a route', () => {
  // 1 June 2026 is a Monday
  const morning = { days: ['MO' as const], from: '07:30', to: '08:15' }
  const night = { days: ['MO' as const], from: '22:00', to: '02:00' }
  const at = (time: string): number => Date.parse(`2026-06-${time}:00Z`)

  test.each([
    ['01T07:29', 'UTC', false],
    ['01T07:30', 'UTC', true],
    ['01T08:14', 'UTC', true],
    ['01T08:15', 'UTC', false],
    ['02T07:40', 'UTC', false],
    ['01T05:40', 'Europe/Madrid', true],
    ['01T07:40', 'Europe/Madrid', false],
  ])('is taken at %s in %s: %s', (time, zone, taken) => {
    expect(isTakenAt([morning], { now: at(time), zone })).toBe(taken)
  })
  test.each([
    ['01T21:59', false],
    ['01T22:00', true],
    ['02T01:59', true],
    ['02T02:00', false],
    ['01T01:00', false],
  ])('over midnight belongs to the day on which it begins: at %s %s', (time, taken) => {
    expect(isTakenAt([night], { now: at(time), zone: 'UTC' })).toBe(taken)
  })

  test('goes by the clock of this laptop where the network names a zone that it does not know', () => {
    const now = at('01T08:00')
    expect(isTakenAt([morning], { now, zone: 'zz-a-a' })).toBe(isTakenAt([morning], { now }))
  })
  test('is in use until its time is over, by the clock of the laptop or of the engine', () => {
    const route = { archivedAt: null, expiresAt: NOON, expired: false }
    expect([NOON - 1, NOON].map((now) => isInUse(route, now))).toEqual([true, false])
    expect(isInUse({ ...route, expired: true }, NOON - 1)).toBe(false)
    expect(isInUse({ ...route, archivedAt: 1 }, NOON - 1)).toBe(false)
    expect(isInUse({ ...route, expiresAt: null }, NOON)).toBe(true)
  })

  describe('as its form holds it', () => {
    const keptDays = 60
    const fresh = { ...routeDraftOf(undefined), name: 'Bus' }

    test('needs a name, a day in every window, and two times that differ', () => {
      expect(routeMistakes(fresh, { now: NOON, keptDays })).toBeUndefined()
      const window = fresh.windows[0]!
      const windows = [window, { ...window, days: [] }, { ...window, to: '' }, { ...window, to: window.from }]
      expect(routeMistakes({ ...fresh, name: ' ', windows }, { now: NOON, keptDays })).toEqual({
        name: true,
        windows: [undefined, 'days', 'times', 'times'],
      })
      expect(routeMistakes({ ...fresh, windows: [] }, { now: NOON, keptDays })).toBeUndefined()
    })
    test('is kept neither until a day that is over nor longer than the network keeps routes', () => {
      const until = (day: string) => routeMistakes({ ...fresh, until: day }, { now: NOON, keptDays })?.until
      expect(['2026-05-31', '2026-06-20', '2026-09-01', '2099-01-01'].map(until)).toEqual([
        'past',
        undefined,
        'late',
        'late',
      ])
    })
    test('changes the day until which it is kept only where that was typed', () => {
      const stored = routeDraftOf({
        name: 'Bus',
        places: ['Mill', 'Market'],
        windows: [{ id: 'w', archivedAt: null, ...morning }],
        expiresAt: NOON - DAY,
      } as unknown as Route)
      expect(routeMistakes(stored, { stored, now: NOON, keptDays })).toBeUndefined()
      expect(routeInput({ ...stored, name: ' Tram ' }, stored)).toEqual({
        name: 'Tram',
        places: ['Mill', 'Market'],
        windows: [morning],
      })
      expect(routeInput({ ...stored, until: '2026-06-20' }, stored)).toHaveProperty('expiresAt')
    })
  })
})

describe('a journey', () => {
  const [ana, lee, mira, dora] = ['a1', 'b2', 'c3', 'd4'].map((two) => two.repeat(16)) as [
    string,
    string,
    string,
    string,
  ]
  const journey: Journey = {
    person: lee,
    name: 'Lee',
    you: false,
    circle: 'north',
    route: 'bus',
    startedAt: NOON - 30 * MINUTE,
    dueAt: NOON,
    grace: 5,
    state: 'under-way',
    at: NOON - 30 * MINUTE,
    stage: 'running',
    buddies: [ana],
    pointContact: mira,
  }
  const circle = { buddies: [{ first: ana, second: lee }], pointContact: mira, backUp: dora }
  const concerns = (one: Journey, minutes: number, place = circle) =>
    [lee, ana, mira, dora].map((person) => concernOf(one, { person, now: NOON + minutes * MINUTE, circle: place }))

  test('asks the traveller, then the buddy, then the point contact, also while the answer of the engine grows old', () => {
    expect([-1, 0, 5, 10].map((minutes) => stageAt(journey, NOON + minutes * MINUTE))).toEqual([
      'running',
      'grace',
      'buddy',
      'point-contact',
    ])
    expect(concerns(journey, -1)).toEqual(['own', undefined, undefined, undefined])
    expect(concerns(journey, 6)).toEqual(['own', 'late', undefined, undefined])
    expect(concerns(journey, 11)).toEqual(['own', 'late', 'late', undefined])
  })
  test('asks point contact and back-up where there is no buddy', () => {
    const place = { ...circle, buddies: [] }
    expect(concerns({ ...journey, buddies: [] }, 6, place)).toEqual(['own', undefined, 'late', 'late'])
  })
  test('of who needs help concerns all of them at once, and of who has arrived nobody', () => {
    expect(concerns({ ...journey, state: 'needs-help' }, -20)).toEqual(['own', 'help', 'help', 'help'])
    expect(concerns({ ...journey, state: 'arrived' }, 60)).toEqual([undefined, undefined, undefined, undefined])
  })
  test('stands above the screens: own first, then help, then who is late for longest, and never more than three', () => {
    const late = ['1', '2', '3'].map((two) => ({ ...journey, person: two.repeat(32), dueAt: NOON - Number(two) }))
    const buddies = late.map(({ person }) => ({ first: ana, second: person }))
    const place = { ...circle, buddies: [...buddies, ...circle.buddies] }
    const all = [...late, { ...journey, state: 'needs-help' as const }, { ...journey, person: ana }]
    const look = { person: ana, now: NOON + 6 * MINUTE, circleOf: () => place }
    const { shown, more } = concernsOf(all, look)
    expect(shown.map((one) => [one.journey.person, one.concern])).toEqual([
      [ana, 'own'],
      [lee, 'help'],
      ['3'.repeat(32), 'late'],
    ])
    expect(more).toBe(2)
    expect(concernsOf(all, { ...look, circleOf: () => undefined }).shown.map(({ concern }) => concern)).toEqual(['own'])
  })
  test('is shown with its circle: who needs help first, arrivals for an hour', () => {
    const list = [
      { ...journey, person: ana, state: 'arrived' as const, at: NOON - 59 * MINUTE },
      journey,
      { ...journey, person: mira, state: 'needs-help' as const },
      { ...journey, person: dora, state: 'arrived' as const, at: NOON - 61 * MINUTE },
      { ...journey, circle: 'south' },
    ]
    expect(shownJourneys(list, 'north', NOON).map(({ person }) => person)).toEqual([mira, lee, ana])
  })
})

describe('who is on call', () => {
  const shift = (person: string, until?: number) => ({
    person,
    name: person,
    since: 1,
    ...(until !== undefined && { until }),
  })
  const duty: Duty = { state: 'on-call', onCall: [shift('a', NOON), shift('b', NOON + 5)], overdue: [], since: 1 }

  test('runs out while it stands on screen: then nobody is on call, and it says whose shift it was', () => {
    expect(dutyAt(duty, NOON - 1)).toBe(duty)
    expect(dutyAt(duty, NOON)).toMatchObject({ state: 'on-call', onCall: [{ person: 'b' }] })
    const over = dutyAt(duty, NOON + 5)
    expect(over).toMatchObject({
      state: 'overdue',
      onCall: [],
      since: NOON + 5,
      overdue: [{ person: 'a' }, { person: 'b' }],
    })
    expect(dutyAt({ ...duty, onCall: [shift('a')] }, NOON + 365 * DAY).state).toBe('on-call')
  })
  test('is nobody only where somebody was before', () => {
    const states = ['never', 'on-call', 'overdue', 'nobody'] as const
    expect(states.map((state) => isNobodyOnCall({ ...duty, state }))).toEqual([false, false, true, true])
  })
  test('is offered the end of the shift of a plan that they are in now', () => {
    const signed = [{ member: 'a', partstat: 'accepted' }]
    const plan = (...shifts: object[]) => ({
      shifts: shifts.map((one) => ({ archivedAt: null, signUps: signed, ...one })),
    })
    const plans = [
      plan({ start: NOON - 5, end: NOON + 10 }, { start: NOON - 5, end: NOON + 20, archivedAt: 1 }),
      plan({ start: NOON + 1, end: NOON + 30 }, { start: NOON - 5, end: NOON }, { start: NOON - 5, end: null }),
      plan({ start: NOON - 5, end: NOON + 40, signUps: [{ member: 'a', partstat: 'declined' }] }),
    ]
    expect(ownShiftEnd(plans as never, { person: 'a', now: NOON })).toBe(NOON + 10)
    expect(ownShiftEnd(plans as never, { person: 'b', now: NOON })).toBeUndefined()
  })
  test('ends between now and a week from now, or when somebody takes over', () => {
    const now = new Date(2026, 5, 1, 12).getTime()
    expect(['', '2026-06-01T11:59', '2026-06-01T12:30', '2026-06-08T12:01'].map((text) => endOf(text, now))).toEqual([
      undefined,
      'wrong',
      new Date(2026, 5, 1, 12, 30).getTime(),
      'wrong',
    ])
  })
})

test('a sentence holds four names at the most, and never "and 1 more" in place of a name', () => {
  expect(namesOrMore(['a', 'b', 'c', 'd'])).toEqual({ names: ['a', 'b', 'c', 'd'], more: 0 })
  expect(namesOrMore(['a', 'b', 'c', 'd', 'e'])).toEqual({ names: ['a', 'b', 'c'], more: 2 })
})
