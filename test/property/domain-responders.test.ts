import fc from 'fast-check'
import { expect, test } from 'vitest'

import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import { presentAlert, type AlertView } from '../../core/domain/records/alert/view.ts'
import { ALERT_ANSWERS } from '../../core/domain/states/alert-states.ts'
import { CHECK_INS, isOut } from '../../core/domain/states/responder-states.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { aboutFacts, AREA, DRAFT, factsOf, MINUTE } from '../helpers/alert-lab.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop, shuffled } from '../helpers/domain-records.ts'
import { CHAIN, OTHER_WAY } from '../helpers/meetings.ts'

const PEOPLE = ['ana', 'lee', 'noor', 'sam', 'kim', 'zoe'] as const
const LAPTOPS = 4
const at = fc.nat(LAPTOPS - 1)
const person = fc.constantFrom(...PEOPLE)
const BUDDIES = {
  ...AREA,
  circles: [{ ...AREA.circles[0]!, buddies: [{ first: 'lee', second: 'noor' }] }, AREA.circles[1]!],
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('answer' as const),
      at,
      person,
      answer: fc.constantFrom(...ALERT_ANSWERS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('check-in' as const),
      at,
      person,
      state: fc.option(fc.constantFrom(...CHECK_INS), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('needs-help' as const), at, person }) },
  fc.record({ act: fc.constant('pair' as const), at, person, other: person, apart: fc.boolean() }),
  fc.record({ act: fc.constant('end' as const), at, name: fc.constantFrom('enough' as const, 'allClear' as const) }),
  { weight: 5, arbitrary: fc.record({ act: fc.constant('meet' as const), at, other: at }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A word about one person, and whether somebody who knew it has said something newer since. The judge: what a perfect memory tells. */
interface Word {
  readonly id: string
  readonly member: string
  readonly to: string
  replaced: boolean
}

class World {
  ticks = 0
  readonly laptops: readonly RecordOnLaptop<'alert'>[]
  readonly words: Word[] = []

  constructor(skews: readonly number[], count: number) {
    const facts = factsOf(() => ({ people: BUDDIES, about: aboutFacts({ verification: 'verified' }) }))
    const contexts = skews.map((skew, n) =>
      contextOf(PEOPLE[n]!, { clock: () => NOON + skew + this.ticks, alerts: facts }),
    )
    const input = { ...DRAFT, audience: { scope: 'network' }, minutes: 1440, need: [{ count }] }
    const draft = create('alert', input, contexts[0])
    draft.run(alertEdits.send, {})
    this.laptops = contexts.map((context) => new RecordOnLaptop('alert', context, draft.stored))
  }

  view(n: number, now = NOON + this.ticks): AlertView {
    return presentAlert(this.laptops[n]!.record, { now })
  }

  /** @returns whether it was done */
  do(it: Step): boolean {
    this.ticks += 1_000
    try {
      this.#try(it)
      return true
    } catch (error) {
      if (!(error instanceof MeshError)) throw error
      return false // a refused step is no step
    }
  }

  #try(it: Step): void {
    if (it.act === 'wait') {
      this.ticks += it.minutes * MINUTE
      return
    }
    const laptop = this.laptops[it.at]!
    const before = new Set(Object.keys(laptop.record.moves))
    if (it.act === 'meet') {
      const other = this.laptops[it.other]!
      laptop.stored = other.stored = merged(laptop.stored, other.stored)
      return
    }
    if (it.act === 'end') laptop.run(alertEdits[it.name], {})
    else if (it.act === 'pair') laptop.run(alertEdits.pair, { first: it.person, second: it.other, apart: it.apart })
    else {
      const own = it.person === laptop.ctx.by
      const given = own ? {} : { person: it.person, via: 'phone' }
      if (it.act === 'needs-help') laptop.run(alertEdits.needsHelp, given)
      else if (it.act === 'check-in') laptop.run(alertEdits.checkIn, { ...given, state: it.state })
      else if (own) laptop.run(alertEdits.answer, { answer: it.answer })
      else laptop.run(alertEdits.record, { ...given, answer: it.answer })
    }
    for (const [id, { member, to }] of Object.entries(laptop.record.moves)) {
      if (before.has(id)) continue
      for (const word of this.words) if (word.member === member && before.has(word.id)) word.replaced = true
      this.words.push({ id, member, to, replaced: false })
    }
  }

  meetAll(order: readonly (readonly [number, number])[]): void {
    for (const [a, b] of order) this.do({ act: 'meet', at: a, other: b })
  }

  standing(member: string): string[] {
    return this.words.filter((one) => one.member === member && !one.replaced).map(({ to }) => to)
  }
}

const skew = fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE })
const game = fc.record({
  steps: fc.array(step, { maxLength: 45 }),
  skews: fc.tuple(skew, skew, skew, skew),
  count: fc.integer({ min: 1, max: 3 }),
})
type Game = typeof game extends fc.Arbitrary<infer T> ? T : never

function play({ steps, skews, count }: Game): World {
  const world = new World(skews, count)
  for (const it of steps) world.do(it)
  return world
}

test('once all laptops have met, in whatever order, each shows the same responders, pairs and timers', () => {
  fc.assert(
    fc.property(
      game,
      fc.integer({ min: 0, max: 90 }),
      fc.array(fc.nat(1_000), { minLength: 1 }),
      (it, minutes, picks) => {
        const [one, other] = [play(it), play(it)]
        one.meetAll(CHAIN)
        other.meetAll(OTHER_WAY)
        const now = NOON + one.ticks + minutes * MINUTE
        const { responders, counts } = one.view(0, now)
        for (let n = 0; n < LAPTOPS; n++) {
          expect(one.view(n, now)).toMatchObject({ responders, counts })
          expect(other.view(n, now).responders).toEqual(responders)
        }
        let turn = 0
        const stored = shuffled(one.laptops[0]!.stored, (max) => picks[turn++ % picks.length]! % max)
        expect(presentAlert(new RecordOnLaptop('alert', contextOf('ana'), stored).record, { now }).responders).toEqual(
          responders,
        )
      },
    ),
    { numRuns: 200 },
  )
}, 180_000)

test('no word is lost; who needs help does so exactly as long as nobody who knew of it has said where they are', () => {
  let cries = 0
  fc.assert(
    fc.property(game, (it) => {
      const world = play(it)
      world.meetAll(CHAIN)
      expect(new Set(Object.keys(world.laptops[3]!.record.moves))).toEqual(new Set(world.words.map(({ id }) => id)))
      for (const { member, needsHelp } of world.view(3).responders) {
        const cries0 = world.standing(member).includes('needs-help')
        expect([member, needsHelp]).toEqual([member, cries0])
        if (cries0) cries++
      }
    }),
    { numRuns: 300 },
  )
  expect(cries).toBeGreaterThan(50)
}, 180_000)

test('who may still be out there is out there, and nobody is who was last said to be safe', () => {
  let out = 0
  fc.assert(
    fc.property(game, (it) => {
      const world = play(it)
      world.meetAll(OTHER_WAY)
      for (const one of world.view(1).responders) {
        const words = world.standing(one.member)
        if (words.length === 0) continue
        const may = words.some((to) => isOut(to as never))
        // "Coming" of who answered too late is a standing by
        const late = words.includes('coming') && one.state === 'standby'
        expect([one.member, one.out || late]).toEqual([one.member, may])
        expect(one.checkIn !== null).toBe(one.out && !one.needsHelp)
        if (one.out) out++
      }
    }),
    { numRuns: 300 },
  )
  expect(out).toBeGreaterThan(100)
}, 180_000)

test('once all know of "enough" nobody new is taken, and who is out stays so until a word of or for them', () => {
  let asked = 0
  fc.assert(
    fc.property(game, person, (it, who) => {
      const world = play(it)
      world.meetAll(CHAIN)
      if (!world.view(0).enough) return
      const before = new Map(world.view(0).responders.map((one) => [one.member, one]))
      const done = world.do({ act: 'answer', at: 2, person: who, answer: 'coming' })
      world.meetAll(OTHER_WAY)
      for (const one of world.view(3).responders) {
        const was = before.get(one.member)
        if (one.member !== who) expect(one.state).toBe(was?.state)
        else if (was?.out === true) expect(one.out).toBe(true)
        else {
          expect(['coming', 'on-scene', 'leaving']).not.toContain(one.state)
          if (done) asked++
        }
      }
    }),
    { numRuns: 1_200 },
  )
  expect(asked).toBeGreaterThan(20)
}, 180_000)
