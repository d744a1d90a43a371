import { describe, expect, test } from 'vitest'

import { isKnownZone } from '../../core/domain/input/zone.ts'
import { EMPTY_DRAFT, draftOf, newPlanOf, patchOf, wrongIn } from '../../renderer/plans/edit/plan-draft.ts'
import { repeatOf } from '../../renderer/plans/edit/repeats.ts'
import { answerOf, type Plan } from '../../renderer/plans/plan-view.ts'
import { nextOccurrence, occurrencesOf } from '../../renderer/plans/time/occurrences.ts'
import { dayOf, weekOf } from '../../renderer/plans/time/week.ts'
import { momentOf, wallAt } from '../../renderer/plans/time/zoned.ts'

const MADRID = 'Europe/Madrid'
const at = (iso: string): number => Date.parse(iso)
const plan = { start: at('2026-10-19T17:00:00Z'), end: at('2026-10-19T18:30:00Z'), tzid: MADRID, rrule: 'FREQ=WEEKLY' }
const within = (from: string, to: string) => ({ from: at(from), to: at(to), zone: 'UTC' })

describe('when a plan takes place', () => {
  test('a weekly one stays at its hour on the wall when the clocks change', () => {
    // Madrid leaves summer time on 25 October 2026: 19:00 there is 17:00 and then 18:00 in UTC
    const found = occurrencesOf(plan, within('2026-10-19T00:00:00Z', '2026-11-03T00:00:00Z'))
    expect(found.map(({ start }) => new Date(start).toISOString())).toEqual([
      '2026-10-19T17:00:00.000Z',
      '2026-10-26T18:00:00.000Z',
      '2026-11-02T18:00:00.000Z',
    ])
    expect(found.map(({ start, end }) => end! - start)).toEqual(Array.from({ length: 3 }, () => 90 * 60_000))
  })

  test('one that began before midnight belongs to the day after as well', () => {
    const night = { ...plan, rrule: null, start: at('2026-11-20T22:00:00Z'), end: at('2026-11-21T02:00:00Z') }
    expect(occurrencesOf(night, within('2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'))).toHaveLength(1)
    expect(occurrencesOf(night, within('2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'))).toEqual([])
  })

  test('a rule from elsewhere that cannot be read counts as none, and an unknown zone as this laptop’s', () => {
    const strange = { ...plan, rrule: 'FREQ=SOMETIMES', tzid: 'Mars/Olympus' }
    expect(occurrencesOf(strange, within('2026-10-19T00:00:00Z', '2026-12-01T00:00:00Z'))).toHaveLength(1)
    expect(isKnownZone('Mars/Olympus')).toBe(false)
    const { start, end } = plan
    const weekly = occurrencesOf(
      { start, end, rrule: 'FREQ=WEEKLY', tzid: 'Mars/Olympus' },
      within('2026-10-26T00:00:00Z', '2026-10-27T00:00:00Z'),
    )
    expect(weekly.map(({ start }) => new Date(start).toISOString())).toEqual(['2026-10-26T17:00:00.000Z'])
  })

  test('a rule without an end does not hold up the page', () => {
    const old = { ...plan, rrule: 'FREQ=DAILY', start: at('1990-01-01T10:00:00Z'), end: null }
    expect(occurrencesOf(old, within('2026-01-01T00:00:00Z', '2026-01-08T00:00:00Z'))).toEqual([])
  })

  test('the next time is the first from now on; without a date there is none', () => {
    expect(nextOccurrence(plan, { from: at('2026-10-27T00:00:00Z'), zone: 'UTC' })?.start).toBe(
      at('2026-11-02T18:00:00Z'),
    )
    expect(nextOccurrence({ ...plan, start: null }, { from: 0, zone: 'UTC' })).toBeUndefined()
  })
})

describe('clocks on the wall', () => {
  test.each(['Europe/Madrid', 'America/New_York', 'Asia/Kathmandu', 'UTC'])('in %s give back their moment', (zone) => {
    for (const ms of [
      at('2026-03-29T03:30:00Z'),
      at('2026-03-08T08:00:00Z'),
      at('2026-07-01T12:00:00Z'),
      at('2026-12-31T23:59:00Z'),
    ])
      expect(momentOf(wallAt(ms, zone), zone)).toBe(ms)
  })
})

describe('a week', () => {
  test('has seven days from its first one, each at midnight', () => {
    const saturday = new Date(2026, 10, 21, 15, 30).getTime()
    const days = weekOf(saturday, 1).map((day) => new Date(day))
    expect(days.map((day) => day.getDate())).toEqual([16, 17, 18, 19, 20, 21, 22])
    expect(days.every((day) => day.getHours() === 0)).toBe(true)
    expect(new Date(weekOf(saturday, 6)[0]!).getDate()).toBe(21)
    expect(new Date(weekOf(saturday, 7)[0]!).getDate()).toBe(15)
  })

  test('goes over months and over days that are longer or shorter', () => {
    expect(new Date(dayOf(new Date(2026, 2, 31, 12).getTime(), 1)).getDate()).toBe(1)
    expect(new Date(dayOf(new Date(2026, 9, 24, 12).getTime(), 2)).getHours()).toBe(0)
  })
})

describe('the form of a plan', () => {
  test('only what is planned is needed, and it cannot end before it begins', () => {
    expect(wrongIn(EMPTY_DRAFT)).toEqual(['summary'])
    const draft = { ...EMPTY_DRAFT, summary: 'Heat', start: '2026-11-21T18:00', end: '2026-11-21T17:00' }
    expect(wrongIn(draft)).toEqual(['end'])
    expect(wrongIn({ ...draft, end: '' })).toEqual([])
  })

  test('writes nothing that nobody changed', () => {
    const before = { ...EMPTY_DRAFT, summary: 'Heat', place: 'Square' }
    expect(patchOf(before, before, MADRID)).toEqual({})
    expect(patchOf(before, { ...before, place: '' }, MADRID)).toEqual({ place: null })
    expect(patchOf(before, { ...before, repeat: 'fortnightly' }, MADRID)).toEqual({ rrule: 'FREQ=WEEKLY;INTERVAL=2' })
  })

  test('a new plan holds what was filled in, with the zone that its times were typed in', () => {
    expect(newPlanOf({ ...EMPTY_DRAFT, summary: ' Heat ' }, MADRID)).toEqual({ summary: 'Heat' })
    expect(newPlanOf({ ...EMPTY_DRAFT, summary: 'Heat', start: '2026-11-21T18:00' }, MADRID)).toEqual({
      summary: 'Heat',
      start: new Date('2026-11-21T18:00').getTime(),
      tzid: MADRID,
    })
  })

  test('shows a plan as it is, and keeps a repetition that it does not offer', () => {
    const stored = {
      summary: 'Heat',
      kind: 'supply',
      start: null,
      end: null,
      rrule: 'FREQ=WEEKLY;BYDAY=TU',
      place: null,
    }
    const draft = draftOf(stored as unknown as Plan)
    expect(draft).toMatchObject({ summary: 'Heat', kind: 'supply', start: '', repeat: 'other' })
    expect(patchOf(draft, { ...draft, summary: 'Cold' }, MADRID)).toEqual({ summary: 'Cold' })
  })

  test('knows its repetitions however they are written', () => {
    expect(repeatOf(null)).toBe('never')
    expect(repeatOf('INTERVAL=2;FREQ=WEEKLY')).toBe('fortnightly')
    expect(repeatOf('FREQ=MONTHLY;INTERVAL=1')).toBe('monthly')
    expect(repeatOf('FREQ=YEARLY')).toBe('other')
  })

  test('finds one’s own answer', () => {
    expect(
      answerOf(
        [
          { member: 'a', partstat: 'tentative' },
          { member: 'b', partstat: null },
        ],
        'a',
      ),
    ).toBe('tentative')
    expect(answerOf([{ member: 'b', partstat: null }], 'b')).toBeUndefined()
  })
})
