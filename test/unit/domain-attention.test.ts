import { describe, expect, test } from 'vitest'

import type { Ask } from '../../core/domain/attention/attention.ts'
import { floodedCalls, isQuiet, settleAttention, type Call } from '../../core/domain/attention/loudness.ts'
import { askedByAlert, type AlertSituation } from '../../core/domain/attention/of-alert.ts'
import { askedByDuty, askedByJourney } from '../../core/domain/attention/of-people.ts'
import type { DutyView } from '../../core/domain/records/duty/duty.ts'
import type { JourneyView } from '../../core/domain/records/duty/journey.ts'
import { AlertLab, aboutFacts, MINUTE, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { NOON } from '../helpers/domain-records.ts'

const HOUR = 60 * MINUTE

function asked(lab: AlertLab, person: string, more: Partial<AlertSituation> = {}) {
  const situation: AlertSituation = {
    person,
    now: lab.now,
    cameAt: NOON,
    gate: 'verified',
    ownCircle: true,
    coordinator: person === 'ana',
    onCall: [],
    hasCalls: false,
    ...more,
  }
  return askedByAlert({ ...lab.view, id: 'a1' }, situation)
}
const brief = (lab: AlertLab, person: string, more: Partial<AlertSituation> = {}): string[] =>
  asked(lab, person, more).asks.map(({ what, level, round }) => `${what} ${level} ${round}`)

describe('a call asks', () => {
  test('whoever it is for with the whole window, until they answer; never its sender', () => {
    const lab = sentTo()
    expect(brief(lab, 'lee')).toEqual(['alert full first'])
    expect(brief(lab, 'ana')).toEqual([])
    expect(brief(lab, 'sam')).toEqual([])
    lab.by('lee', 'answer', { answer: 'cannot' })
    expect(brief(lab, 'lee')).toEqual([])
    lab.by('ana', 'record', { person: 'noor', via: 'phone' })
    expect(brief(lab, 'noor')).toEqual(['alert full first'])
    lab.by('ana', 'record', { person: 'noor', via: 'phone', answer: 'coming' })
    expect(brief(lab, 'noor')).toEqual([])
  })

  test('not its sender either where a changed copy put them among those it is for', () => {
    const lab = sentTo()
    for (const sending of Object.values((lab.stored as any).sendings) as any[]) sending.to.push('ana')
    expect(brief(lab, 'ana')).toEqual([])
  })

  test('with a line only where it passed no gate, but for the circle of its sender', () => {
    const lab = sentTo(WIDE)
    expect(brief(lab, 'sam', { gate: 'failed', ownCircle: false })).toEqual(['alert silent first'])
    expect(brief(lab, 'lee', { gate: 'failed' })).toEqual(['alert full first'])
    expect(brief(lab, 'sam', { gate: undefined, ownCircle: false })).toEqual(['alert silent first'])
  })

  test('with a sound at most where it is an exercise, and with a line where it is a test', () => {
    expect(brief(sentTo({ status: 'Exercise' }), 'lee', { gate: 'drill' })).toEqual(['alert sound first'])
    expect(brief(sentTo({ status: 'Test' }), 'lee', { gate: 'drill' })).toEqual(['alert silent first'])
    expect(asked(sentTo({ status: 'Exercise' }), 'lee').asks[0]).toMatchObject({ drill: true, urgent: false })
  })

  test('again those who have not seen it, once it was repeated', () => {
    const lab = sentTo()
    lab.by('lee', 'seen')
    lab.now += 3 * MINUTE
    lab.by('ana', 'escalate', { step: 'repeat' })
    expect(brief(lab, 'lee')).toEqual(['alert full first'])
    expect(brief(lab, 'noor')).toEqual(['alert full again'])
  })

  test('no more once it is over, expired or has a newer one', () => {
    const expired = sentTo()
    expired.now += 2 * HOUR
    expect(brief(expired, 'lee')).toEqual([])
    const updated = sentTo()
    updated.by('ana', 'supersede', { into: 'b2'.repeat(16) })
    expect(brief(updated, 'lee')).toEqual([])
  })

  test('who says that it is of 2099 holds as long as any other, from when it came', () => {
    const lab = new AlertLab({}, { about: aboutFacts({ verification: 'verified' }) })
    lab.now = Date.UTC(2099, 0, 1)
    lab.by('ana', 'send')
    lab.now = NOON
    expect(brief(lab, 'lee')).toEqual(['alert full first'])
    expect(asked(lab, 'lee').nextAt).toBe(NOON + 2 * HOUR)
    lab.now = NOON + 2 * HOUR
    expect(brief(lab, 'lee')).toEqual([])
  })

  test('and tells when time alone changes what it asks', () => {
    const lab = sentTo()
    expect(asked(lab, 'lee').nextAt).toBe(NOON + 3 * MINUTE)
    lab.by('ana', 'stopEscalation')
    expect(asked(lab, 'lee').nextAt).toBe(NOON + 2 * HOUR)
  })

  test('those with calls to make, once the phone tree is open', () => {
    const lab = sentTo()
    for (const [minutes, step] of [
      [3, 'repeat'],
      [4, 'back-up-circle'],
      [8, 'call-the-tree'],
    ] as const) {
      lab.now += minutes * MINUTE
      lab.by('ana', 'escalate', { step })
    }
    expect(brief(lab, 'ana', { hasCalls: true })).toEqual(['call-list sound once'])
    expect(brief(lab, 'ana')).toEqual([])
    lab.by('ana', 'enough')
    expect(brief(lab, 'ana', { hasCalls: true })).toEqual([])
  })
})

describe('what became of a call is told', () => {
  test('"enough" to who stands by with a sound, to who has not answered with a line, to nobody else', () => {
    const lab = sentTo({ need: [{ count: 1 }] })
    lab.by('lee', 'answer', { answer: 'coming' })
    expect(brief(lab, 'lee')).toEqual([])
    expect(brief(lab, 'noor')).toEqual(['enough silent once'])
    lab.by('noor', 'answer', { answer: 'coming' })
    expect(brief(lab, 'noor')).toEqual(['enough sound once'])
    expect(brief(lab, 'ana')).toEqual([])
    lab.by('noor', 'answer', { answer: 'cannot' })
    expect(brief(lab, 'noor')).toEqual([])
  })

  test.each(['cancel', 'allClear'] as const)(
    'that it is over (%s) to who waits or is on the way, for an hour',
    (end) => {
      const lab = sentTo(WIDE)
      lab.by('lee', 'answer', { answer: 'coming' })
      lab.by('noor', 'answer', { answer: 'standby' })
      lab.by('sam', 'answer', { answer: 'cannot' })
      lab.now += 10 * MINUTE
      lab.by('ana', end)
      expect(brief(lab, 'lee')).toEqual(['over sound once'])
      expect(brief(lab, 'noor')).toEqual(['over sound once'])
      expect(brief(lab, 'sam')).toEqual([])
      expect(brief(lab, 'kim')).toEqual(['over silent once'])
      expect(brief(lab, 'ana')).toEqual([])
      lab.now += HOUR
      expect(brief(lab, 'noor')).toEqual([])
    },
  )
})

test('the hour in which it is told ends by itself', () => {
  const lab = sentTo()
  lab.by('ana', 'cancel')
  expect(asked(lab, 'lee').nextAt).toBe(NOON + HOUR)
})

describe('a draft waits', () => {
  test('for a second member once one said to act now, in silence and for a day', () => {
    const lab = new AlertLab(WIDE)
    expect(brief(lab, 'lee')).toEqual([])
    lab.by('ana', 'confirm', { what: 'unverified' })
    expect(asked(lab, 'lee').asks).toMatchObject([{ what: 'confirm', level: 'silent', from: 'ana', since: NOON }])
    expect(brief(lab, 'ana')).toEqual([])
    lab.now += 24 * HOUR
    expect(brief(lab, 'lee')).toEqual([])
    lab.now -= 23 * HOUR
    lab.by('noor', 'confirm', { what: 'unverified' })
    expect(brief(lab, 'lee')).toEqual([])
  })

  test('for another reader where its text seems to identify somebody', () => {
    const lab = new AlertLab({ headline: 'Call +34 600 000 001 about the flood' })
    expect(asked(lab, 'lee').asks.map(({ what }) => what)).toEqual(['confirm'])
    expect(brief(lab, 'ana')).toEqual([])
    lab.by('lee', 'confirm', { what: 'text' })
    expect(brief(lab, 'noor')).toEqual([])
  })
})

describe('who is out there', () => {
  const out = (): AlertLab => {
    const lab = sentTo()
    lab.by('lee', 'answer', { answer: 'coming' })
    return lab
  }

  test('is asked when their check-in is due, then who dispatches where nobody is with them', () => {
    const lab = out()
    expect(asked(lab, 'lee').asks).toEqual([])
    lab.now += 30 * MINUTE
    const due = NOON + 30 * MINUTE
    expect(brief(lab, 'lee')).toEqual([`check-in sound lee:${due}:grace`])
    expect(brief(lab, 'ana').filter((one) => one.startsWith('overdue'))).toEqual([])
    lab.now += 5 * MINUTE
    expect(brief(lab, 'ana')).toEqual([`overdue sound lee:${due}`])
    expect(brief(lab, 'noor', { onCall: ['noor'] })).toContain(`overdue sound lee:${due}`)
    expect(brief(lab, 'noor').filter((one) => one.startsWith('overdue'))).toEqual([])
  })

  test('is looked after by their buddy first, for five minutes', () => {
    const lab = out()
    lab.by('noor', 'answer', { answer: 'coming' })
    lab.by('ana', 'pair', { first: 'lee', second: 'noor' })
    lab.now += 36 * MINUTE
    lab.by('noor', 'checkIn', {})
    const due = NOON + 30 * MINUTE
    expect(brief(lab, 'noor')).toEqual([`buddy sound lee:${due}:buddy`])
    expect(brief(lab, 'ana')).toEqual([])
    lab.now += 4 * MINUTE
    expect(brief(lab, 'ana')).toEqual([`overdue sound lee:${due}`])
  })

  test('and needs help, asks who comes, who is with them, its sender and who is on call', () => {
    const lab = sentTo(WIDE)
    lab.by('lee', 'answer', { answer: 'coming' })
    lab.by('sam', 'answer', { answer: 'coming' })
    lab.by('lee', 'needsHelp')
    const help = `needs-help full lee:${NOON}`
    expect(brief(lab, 'sam')).toEqual([help])
    expect(brief(lab, 'ana', { coordinator: false })).toEqual([help])
    expect(brief(lab, 'kim', { onCall: ['kim'] })).toContain(help)
    expect(brief(lab, 'kim')).not.toContain(help)
    expect(brief(lab, 'lee')).toEqual([])
    expect(asked(lab, 'sam').asks[0]).toMatchObject({ urgent: true, from: 'lee' })
  })
})

describe('what is shown of all that asks', () => {
  const ask = (id: string, more: Partial<Ask> = {}): Ask => ({
    id,
    what: 'alert',
    level: 'full',
    urgent: false,
    since: NOON,
    drill: false,
    from: 'ana',
    round: 'first',
    ...more,
  })
  const none = { quiet: false, flooded: new Set<string>() }

  test('is silent in quiet hours, but for what cannot wait', () => {
    const shown = settleAttention([ask('a'), ask('b', { urgent: true })], { ...none, quiet: true })
    expect(shown.map(({ id, level }) => `${id} ${level}`)).toEqual(['b full', 'a silent'])
  })

  test('puts the further calls of an author into one silent line', () => {
    const flooded = new Set(['d', 'e', 'f'])
    const all = ['a', 'd', 'e', 'f'].map((id, at) => ask(id, { since: NOON + at, urgent: true }))
    const shown = settleAttention([...all, ask('f', { what: 'call-list', level: 'sound' })], { quiet: false, flooded })
    expect(shown.map(({ id, what, level, collapsed }) => `${id} ${what} ${level} ${collapsed}`)).toEqual([
      'a alert full 0',
      'f alert silent 2',
      'f call-list silent 0',
    ])
  })

  test('has what is no exercise first, then what presses most, then what is louder and newer', () => {
    const all = [
      ask('drill', { drill: true, what: 'needs-help' }),
      ask('old'),
      ask('new', { since: NOON + 1 }),
      ask('line', { level: 'silent', since: NOON + 2 }),
      ask('help', { what: 'needs-help' }),
      ask('over', { what: 'over' }),
    ]
    const ids = ['help', 'new', 'old', 'line', 'over', 'drill']
    expect(settleAttention(all, none).map(({ id }) => id)).toEqual(ids)
    expect(settleAttention(all.toReversed(), none).map(({ id }) => id)).toEqual(ids)
  })

  test('quiet hours may go over midnight, last all day, or be off', () => {
    const night = { on: true, from: '22:00', to: '07:00' }
    const at = (hours: object, times: readonly number[]) => times.map((hour) => isQuiet(hours as never, hour * 60))
    expect(at(night, [21.9, 22, 23, 0, 6.9, 7, 12])).toEqual([false, true, true, true, true, false, false])
    expect(at({ on: true, from: '09:00', to: '17:00' }, [8.9, 9, 16.9, 17])).toEqual([false, true, true, false])
    expect(at({ on: true, from: '07:00', to: '07:00' }, [0, 7, 12])).toEqual([true, true, true])
    expect(at({ ...night, on: false }, [23])).toEqual([false])
  })
})

describe('a flood', () => {
  const call = (n: number, sent: number, cameAt = sent, author = 'sam'): Call => ({ id: `c${n}`, author, sent, cameAt })

  test('is the fourth call of an author within an hour, and every further one', () => {
    const calls = [0, 10, 20, 30, 59, 75].map((minutes, n) => call(n, NOON + minutes * MINUTE))
    expect([...floodedCalls(calls)]).toEqual(['c3', 'c4', 'c5'])
    expect([...floodedCalls(calls.map((one, n) => ({ ...one, author: n % 2 === 0 ? 'sam' : 'kim' })))]).toEqual([])
  })

  test('is one, whatever times its author writes into it', () => {
    const dated = [0, 1, 2, 3, 4].map((n) => call(n, NOON - n * 2 * HOUR, NOON))
    expect(floodedCalls(dated).size).toBe(2)
  })

  test('is one for every laptop, also for one that the calls reach hours apart', () => {
    const late = [0, 1, 2, 3].map((n) => call(n, NOON + n * MINUTE, NOON + n * 2 * HOUR))
    expect([...floodedCalls(late)]).toEqual(['c3'])
  })

  test('is none where the calls are an hour apart', () => {
    expect(floodedCalls([0, 1, 2, 3, 4].map((n) => call(n, NOON + n * 20 * MINUTE))).size).toBe(0)
  })
})

describe('other things that ask', () => {
  const DUTY: DutyView = { state: 'nobody', onCall: [], overdue: [], since: NOON, note: null }

  test('nobody on call: everybody, coordinators with a sound; nothing where nobody ever was', () => {
    const of = (duty: DutyView, coordinator: boolean) =>
      askedByDuty('n1', duty, { person: 'lee', now: NOON, coordinator })
    expect(of(DUTY, false).asks).toMatchObject([{ id: 'n1', what: 'nobody-on-call', level: 'silent' }])
    expect(of(DUTY, true).asks).toMatchObject([{ level: 'sound' }])
    expect(of({ ...DUTY, state: 'never' }, true).asks).toEqual([])
    const until = NOON + HOUR
    const standing = { ...DUTY, state: 'on-call', onCall: [{ person: 'ana', since: NOON, until }] } as const
    expect(of(standing, true)).toEqual({ asks: [], nextAt: until })
  })

  test('a journey: who is on the way, then their buddies, then the point contact', () => {
    const due = NOON + 20 * MINUTE
    const circle = { buddies: [{ first: 'lee', second: 'noor' }], pointContact: 'ana', backUp: 'zoe' }
    const journey = (stage: JourneyView['stage'], more: Partial<JourneyView> = {}): JourneyView => ({
      circle: 'mill',
      route: 'r1',
      startedAt: NOON,
      dueAt: due,
      grace: 10,
      state: 'under-way',
      at: NOON,
      stage,
      ...more,
    })
    const who = (view: JourneyView, of: Partial<typeof circle> = {}) =>
      ['lee', 'noor', 'ana', 'zoe', 'sam'].filter(
        (person) => askedByJourney('lee', view, { person, now: NOON, circle: { ...circle, ...of } }).asks.length > 0,
      )
    expect(who(journey('running'))).toEqual([])
    expect(who(journey('grace'))).toEqual(['lee'])
    expect(who(journey('buddy'))).toEqual(['lee', 'noor'])
    expect(who(journey('buddy'), { buddies: [] })).toEqual(['lee', 'ana', 'zoe'])
    expect(who(journey('point-contact'))).toEqual(['lee', 'noor', 'ana'])
    expect(who(journey('point-contact'), { pointContact: 'lee' })).toEqual(['lee', 'noor', 'zoe'])
    expect(who(journey(null, { state: 'needs-help' }))).toEqual(['noor', 'ana', 'zoe'])
    expect(who(journey(null, { state: 'arrived' }))).toEqual([])
    const { nextAt } = askedByJourney('lee', journey('running'), { person: 'sam', now: NOON, circle })
    expect(nextAt).toBe(due)
  })
})
