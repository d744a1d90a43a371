import fc from 'fast-check'
import { expect, test } from 'vitest'

import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import { presentAlert, type AlertView } from '../../core/domain/records/alert/view.ts'
import { ALERT_ANSWERS } from '../../core/domain/states/alert-states.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { aboutFacts, AREA, DRAFT, factsOf, MINUTE } from '../helpers/alert-lab.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop, shuffled } from '../helpers/domain-records.ts'
import { CHAIN, OTHER_WAY } from '../helpers/meetings.ts'

const PEOPLE = ['ana', 'lee', 'noor', 'sam', 'kim', 'zoe'] as const
const LAPTOPS = 4
const at = fc.nat(LAPTOPS - 1)
const person = fc.constantFrom(...PEOPLE)

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('answer' as const), at, answer: fc.constantFrom(...ALERT_ANSWERS) }),
  },
  fc.record({
    act: fc.constant('record' as const),
    at,
    person,
    answer: fc.option(fc.constantFrom(...ALERT_ANSWERS), { nil: undefined }),
  }),
  fc.record({ act: fc.constant('ack' as const), at, name: fc.constantFrom('reached' as const, 'seen' as const) }),
  { weight: 3, arbitrary: fc.record({ act: fc.constant('escalate' as const), at }) },
  fc.record({
    act: fc.constant('say' as const),
    at,
    name: fc.constantFrom('enough' as const, 'stopEscalation' as const),
  }),
  fc.record({ act: fc.constant('end' as const), at, name: fc.constantFrom('cancel' as const, 'allClear' as const) }),
  fc.record({ act: fc.constant('update' as const), at, into: fc.constantFrom('a1', 'a2') }),
  { weight: 5, arbitrary: fc.record({ act: fc.constant('meet' as const), at, other: at }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 8 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Laptops = readonly RecordOnLaptop<'alert'>[]

class World {
  ticks = 0
  readonly laptops: Laptops
  readonly #facts = factsOf(() => ({ people: AREA, about: aboutFacts({ verification: 'verified' }) }))

  constructor(skews: readonly number[], input: object) {
    const contexts = skews.map((skew, n) =>
      contextOf(PEOPLE[n]!, { clock: () => NOON + skew + this.ticks, alerts: this.#facts }),
    )
    const draft = create('alert', { ...DRAFT, audience: { scope: 'network' }, minutes: 1440, ...input }, contexts[0])
    draft.run(alertEdits.send, {})
    this.laptops = contexts.map((context) => new RecordOnLaptop('alert', context, draft.stored))
  }

  view(n: number, now = NOON): AlertView {
    return presentAlert(this.laptops[n]!.record, { now })
  }

  do(it: Step): void {
    this.ticks += 1_000
    try {
      this.#try(it)
    } catch (error) {
      if (!(error instanceof MeshError)) throw error // a refused step is no step
    }
  }

  #try(it: Step): void {
    if (it.act === 'wait') {
      this.ticks += it.minutes * MINUTE
      return
    }
    const laptop = this.laptops[it.at]!
    if (it.act === 'meet') {
      const other = this.laptops[it.other]!
      laptop.stored = other.stored = merged(laptop.stored, other.stored)
    } else if (it.act === 'answer') laptop.run(alertEdits.answer, { answer: it.answer })
    else if (it.act === 'record') laptop.run(alertEdits.record, { person: it.person, via: 'phone', answer: it.answer })
    else if (it.act === 'ack') laptop.run(alertEdits[it.name], {})
    else if (it.act === 'escalate') {
      const next = presentAlert(laptop.record, { now: laptop.ctx.now }).nextStep
      if (next !== null) laptop.run(alertEdits.escalate, { step: next.step })
    } else if (it.act === 'update') laptop.run(alertEdits.supersede, { into: it.into })
    else laptop.run(alertEdits[it.name], {})
  }

  meetAll(order: readonly (readonly [number, number])[]): void {
    for (const [a, b] of order) this.do({ act: 'meet', at: a, other: b })
  }
}

const skew = fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE })
const game = fc.record({
  steps: fc.array(step, { maxLength: 40 }),
  skews: fc.tuple(skew, skew, skew, skew),
  count: fc.integer({ min: 1, max: 3 }),
})
function play({ steps, skews, count }: { steps: readonly Step[]; skews: readonly number[]; count: number }): World {
  const world = new World(skews, { need: [{ count }] })
  for (const it of steps) world.do(it)
  return world
}

test('once all laptops have met, in whatever order, each shows the same alert', () => {
  fc.assert(
    fc.property(game, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 30 }), (it, picks) => {
      const [one, other] = [play(it), play(it)]
      one.meetAll(CHAIN)
      other.meetAll(OTHER_WAY)
      for (let n = 0; n < LAPTOPS; n++) {
        expect(one.view(n)).toEqual(one.view(0))
        expect(other.view(n)).toEqual(one.view(0))
      }
      let turn = 0
      const laptop = new RecordOnLaptop(
        'alert',
        contextOf('ana'),
        shuffled(one.laptops[0]!.stored, (max) => picks[turn++ % picks.length]! % max),
      )
      expect(presentAlert(laptop.record, { now: NOON })).toEqual(one.view(0))
    }),
    { numRuns: 200 },
  )
}, 180_000)

test('no answer is lost, and the last word of each person that all have seen is what counts', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = play(it)
      const said = new Set(world.laptops.flatMap((laptop) => Object.keys(laptop.record.course)))
      world.meetAll(CHAIN)
      expect(new Set(Object.keys(world.laptops[2]!.record.course))).toEqual(said)
      world.do({ act: 'answer', at: 2, answer: 'cannot' })
      world.meetAll(CHAIN)
      const { state, people } = world.view(0)
      const noor = people.find((one) => one.member === 'noor')
      if (state !== 'cancelled' && state !== 'all-clear') expect(noor?.answer).toBe('cannot')
    }),
    { numRuns: 200 },
  )
}, 180_000)

test('each step of the escalation is there once, and none takes effect that was taken without knowing of a stop', () => {
  let taken = 0
  fc.assert(
    fc.property(game, fc.integer({ min: 3, max: 20 }), at, ({ steps, skews, count }, minutes, who) => {
      const world = new World(skews, { need: [{ count }] })
      world.do({ act: 'wait', minutes: minutes + 10 }) // the slowest clock has come so far too
      world.do({ act: 'say', at: 0, name: 'stopEscalation' })
      const others = steps.filter((one) => one.act !== 'meet')
      for (const it of [{ act: 'escalate', at: Math.max(who, 1) } as const, ...others]) world.do(it)
      for (const it of steps) world.do(it)
      const apart = world.laptops.flatMap((laptop) => Object.values(laptop.record.escalationLog).map((one) => one.step))
      world.meetAll(CHAIN)
      const together = Object.values(world.laptops[0]!.record.escalationLog).map((one) => one.step)
      const raised = together.filter((one) => one !== 'stop')
      expect(new Set(raised).size).toBe(raised.length)
      expect(new Set(together)).toEqual(new Set(apart))
      if (raised.length > 0) taken++
      expect(['escalated', 'call-the-tree']).not.toContain(world.view(0).state)
      expect(world.view(0)).toMatchObject({ stopped: true, nextStep: null })
    }),
    { numRuns: 150 },
  )
  expect(taken).toBeGreaterThan(100)
}, 180_000)

test('when all have met, once it is enough it stays so, nobody new is taken, and nobody is sent home twice', () => {
  let filled = 0
  fc.assert(
    fc.property(game, fc.array(step, { maxLength: 15 }), (it, after) => {
      const world = play(it)
      world.do({ act: 'say', at: 0, name: 'enough' })
      world.meetAll(CHAIN)
      const before = world.view(0)
      if (!before.enough) return
      filled++
      const coming = new Set(before.people.filter((one) => one.answer === 'coming').map((one) => one.member))
      for (const next of after) world.do(next)
      world.meetAll(CHAIN)
      const then = world.view(0)
      expect(then.enough).toBe(true)
      expect(then.people.filter((one) => one.answer === 'coming' && !coming.has(one.member))).toEqual([])
    }),
    { numRuns: 200 },
  )
  expect(filled).toBeGreaterThan(50)
}, 180_000)

test('who was coming on any laptop is never turned back by a merge, only by their own word or one for them', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = play({ ...it, steps: it.steps.filter((one) => one.act !== 'record') })
      const own = world.laptops
        .slice(0, LAPTOPS)
        .map((laptop, n) => world.view(n).people.find((one) => one.member === laptop.ctx.by)?.answer)
      world.meetAll(CHAIN)
      const together = world.view(0).people
      for (const [n, answer] of own.entries())
        expect(together.find((one) => one.member === PEOPLE[n])?.answer ?? undefined).toBe(answer ?? undefined)
    }),
    { numRuns: 200 },
  )
}, 180_000)

test('nothing that happens after the sending changes what was sent', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = new World(it.skews, { need: [{ count: it.count }] })
      const frozen = (view: AlertView): unknown => {
        const {
          headline,
          instruction,
          kind,
          status,
          audience,
          urgency,
          area,
          minutes,
          sent,
          sentBy,
          verified,
          gate,
          version,
        } = view
        return {
          headline,
          instruction,
          kind,
          status,
          audience,
          urgency,
          area,
          minutes,
          sent,
          sentBy,
          verified,
          gate,
          version,
        }
      }
      const { expires } = world.view(0)
      const before = frozen(world.view(0))
      for (const next of it.steps) world.do(next)
      world.meetAll(CHAIN)
      expect(frozen(world.view(3))).toEqual(before)
      // no later than it was said, and no earlier than by how far the clocks are apart
      expect(world.view(3).expires).toBeLessThanOrEqual(expires!)
      expect(world.view(3).expires).toBeGreaterThan(expires! - 21 * MINUTE)
    }),
    { numRuns: 100 },
  )
}, 180_000)

/** Two laptops at work on the draft: whatever they do apart, an alert that goes wide was let through by the rules. */
test('a draft changed, confirmed and sent on two sides of a cut is in the end one alert, sent as the rules allow', () => {
  const act = fc.record({
    at: fc.nat(1),
    name: fc.constantFrom('edit', 'confirm', 'confirm', 'confirm', 'send', 'send', 'meet', 'meet'),
    n: fc.nat(9),
  })
  let sent = 0
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      let ticks = 0
      const facts = factsOf(() => ({ people: AREA, about: aboutFacts() }))
      const contexts = ['ana', 'lee'].map((by) => contextOf(by, { clock: () => NOON + ticks, alerts: facts }))
      const { stored } = create('alert', { ...DRAFT, audience: { scope: 'network' } }, contexts[0])
      const laptops = contexts.map((context) => new RecordOnLaptop('alert', context, stored))
      const meet = (): void => {
        laptops[0]!.stored = laptops[1]!.stored = merged(laptops[0]!.stored, laptops[1]!.stored)
      }
      const both = [0, 1].map((one) => ({ at: one, name: 'confirm', n: 0 }))
      for (const { at: where, name, n } of [...both, ...acts]) {
        ticks += 1_000
        try {
          if (name === 'meet') meet()
          else if (name === 'edit') laptops[where]!.run(alertEdits.edit, { headline: `Water ${n}` })
          else if (name === 'confirm') laptops[where]!.run(alertEdits.confirm, { what: 'unverified' })
          else laptops[where]!.run(alertEdits.send, {})
        } catch (error) {
          if (!(error instanceof MeshError)) throw error
        }
      }
      meet()
      const [one, other] = laptops.map((laptop) => presentAlert(laptop.record, { now: NOON }))
      expect(one).toEqual(other)
      if (one!.state === 'draft') return
      sent++
      expect(one!.gate).toBe('confirmed')
      expect(one!.sendings).toHaveLength(1)
    }),
    { numRuns: 300 },
  )
  expect(sent).toBeGreaterThan(20)
}, 180_000)
