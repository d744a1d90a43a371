import fc from 'fast-check'
import { expect, test } from 'vitest'

import { FLOOD_CALLS, FLOOD_MS, floodedCalls, settleAttention } from '../../core/domain/attention/loudness.ts'
import { askedByAlert, type AlertSituation } from '../../core/domain/attention/of-alert.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { presentAlert } from '../../core/domain/records/alert/view.ts'
import type { Json } from '../../core/domain/write.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { AlertLab, aboutFacts, MINUTE, WIDE } from '../helpers/alert-lab.ts'
import { NOON } from '../helpers/domain-records.ts'

const PEOPLE = ['ana', 'lee', 'noor', 'sam'] as const
const person = fc.constantFrom(...PEOPLE)
const act = fc.oneof(
  fc.record({
    by: person,
    name: fc.constant('answer' as const),
    answer: fc.constantFrom('coming', 'cannot', 'standby'),
  }),
  fc.record({ by: person, name: fc.constantFrom('seen' as const, 'reached' as const, 'checkIn' as const) }),
  fc.record({ by: person, name: fc.constantFrom('needsHelp' as const, 'enough' as const, 'cancel' as const) }),
  fc.record({ by: person, name: fc.constantFrom('allClear' as const, 'stopEscalation' as const) }),
  fc.record({ by: person, name: fc.constant('escalate' as const) }),
  fc.record({ by: person, name: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ by: fc.constant('ana' as const), name: fc.constantFrom('confirm' as const, 'send' as const) }),
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

function play(acts: readonly Act[], input: object): AlertLab {
  const lab = new AlertLab({ ...WIDE, ...input }, { about: aboutFacts({ verification: 'verified' }) })
  for (const it of acts) {
    try {
      if (it.name === 'wait') lab.now += it.minutes * MINUTE
      else if (it.name === 'answer') lab.by(it.by, 'answer', { answer: it.answer })
      else if (it.name === 'confirm') lab.by(it.by, 'confirm', { what: 'unverified' })
      else if (it.name === 'escalate') lab.by(it.by, 'escalate', { step: lab.view.nextStep?.step ?? 'repeat' })
      else lab.by(it.by, it.name)
    } catch (error) {
      if (!(error instanceof MeshError)) throw error // a refused step is no step
    }
  }
  return lab
}

const situation = (who: string, now: number, more: Partial<AlertSituation> = {}): AlertSituation => ({
  person: who,
  now,
  cameAt: NOON,
  gate: 'verified',
  ownCircle: false,
  coordinator: who === 'ana',
  onCall: ['sam'],
  hasCalls: true,
  ...more,
})
function asked(stored: Json, who: string, now: number) {
  const record = kindSpec('alert').parse(stored).record
  return askedByAlert({ ...presentAlert(record, { now }), id: 'a1' }, situation(who, now))
}

test('what asks changes at the moment that is told, and not before, while nobody writes anything', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 15 }),
      fc.constantFrom({}, { status: 'Exercise' }, { minutes: 20, need: [{ count: 2 }] }),
      person,
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (acts, input, who, share) => {
        const { stored, now } = play([{ by: 'ana', name: 'send' }, ...acts], input)
        let at = now
        for (let looks = 0; looks < 20; looks++) {
          const { asks, nextAt } = asked(stored, who, at)
          const until = nextAt ?? at + 30 * 24 * 60 * MINUTE
          const between = Math.floor(at + (until - at) * share)
          expect(asked(stored, who, between).asks).toEqual(asks)
          expect(asked(stored, who, until - 1).asks).toEqual(asks)
          if (nextAt === null) return
          expect(nextAt).toBeGreaterThan(at)
          at = nextAt
        }
      },
    ),
    { numRuns: 150 },
  )
}, 180_000)

test('nobody is asked to answer twice, for what they sent, or for what is over; nothing of an exercise takes the window', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 20 }),
      fc.constantFrom({}, { status: 'Exercise' }),
      person,
      (acts, input, who) => {
        const lab = play([{ by: 'ana', name: 'send' }, ...acts], input)
        const view = lab.view
        const { asks } = asked(lab.stored, who, lab.now)
        const call = asks.filter(({ what }) => what === 'alert')
        const answered = view.people.find(({ member }) => member === who)?.answer ?? null
        const open = ['sent', 'escalated', 'call-the-tree'].includes(view.state)
        expect(call.length).toBe(open && who !== 'ana' && answered === null && view.addressed.includes(who) ? 1 : 0)
        if (view.drill) for (const { level, drill } of asks) expect([level === 'full', drill]).toEqual([false, true])
      },
    ),
    { numRuns: 200 },
  )
}, 180_000)

test('whatever stands in an alert, it is looked at without failing', () => {
  const paths = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 8 }),
      fc.array(fc.tuple(paths, fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 }),
      person,
      (acts, changes, who) => {
        const lab = play([{ by: 'ana', name: 'send' }, ...acts], {})
        const stored = structuredClone(lab.stored) as { [key: string]: unknown }
        for (const [path, value] of changes) put(stored, path, value)
        const { asks } = asked(stored as Json, who, lab.now)
        settleAttention(asks, { quiet: false, flooded: new Set(['a1']) })
      },
    ),
    { numRuns: 300 },
  )
}, 180_000)

function put(at: { [key: string]: unknown }, [pick = 0, ...rest]: readonly number[], value: unknown): void {
  const keys = Object.keys(at)
  const key = keys[pick % Math.max(1, keys.length)]
  if (key === undefined) return
  const inner = at[key]
  if (rest.length === 0 || typeof inner !== 'object' || inner === null) at[key] = value
  else put(inner as never, rest, value)
}

test('of one author no more than three calls ring within an hour, by any of the two times, and other authors are left alone', () => {
  const minutes = fc.integer({ min: -300, max: 300 })
  const call = fc.record({ author: fc.constantFrom('sam', 'kim'), sent: minutes, cameAt: minutes })
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40 }), (calls) => {
      const all = calls.map((one, n) => ({
        id: String(n).padStart(2, '0'),
        author: one.author,
        sent: NOON + one.sent * MINUTE,
        cameAt: NOON + one.cameAt * MINUTE,
      }))
      const flooded = floodedCalls(all)
      const calm = all.filter(({ id }) => !flooded.has(id))
      for (const one of calm) {
        for (const time of ['sent', 'cameAt'] as const) {
          const hour = calm.filter(
            (other) => other.author === one.author && other[time] <= one[time] && one[time] - other[time] < FLOOD_MS,
          )
          expect(hour.length).toBeLessThanOrEqual(FLOOD_CALLS + all.length * Number(hasTies(hour, time)))
        }
      }
      const kims = all.filter(({ author }) => author === 'kim')
      expect([...floodedCalls(kims)]).toEqual([...flooded].filter((id) => kims.some((one) => one.id === id)))
    }),
    { numRuns: 300 },
  )
}, 180_000)

/** Calls of one moment are ordered by what else they say: the count above does not see that order. */
function hasTies(calls: readonly { sent: number; cameAt: number }[], time: 'sent' | 'cameAt'): boolean {
  return new Set(calls.map((one) => one[time])).size < calls.length
}
