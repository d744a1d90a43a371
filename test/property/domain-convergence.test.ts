import fc from 'fast-check'
import { expect, test } from 'vitest'

import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { INCIDENT_STATES } from '../../core/domain/states/incident-states.ts'
import { isOut, RESPONDER_STATES } from '../../core/domain/states/responder-states.ts'
import { VERIFICATION_STATES } from '../../core/domain/states/verification-states.ts'
import { NEED_STATES } from '../../core/domain/states/work-states.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop, shuffled } from '../helpers/domain-records.ts'

const PEOPLE = ['ana', 'lee', 'noor'] as const
const at = fc.integer({ min: 0, max: 2 })
const MOVES = INCIDENT_STATES.filter((state) => state !== 'draft' && state !== 'erased')

const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ act: fc.constant('move' as const), at, to: fc.constantFrom(...MOVES) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant('onward' as const), at }) },
  fc.record({
    act: fc.constant('verify' as const),
    at,
    to: fc.constantFrom(...VERIFICATION_STATES.filter((state) => state !== 'disputed')),
  }),
  fc.record({ act: fc.constant('need' as const), at }),
  fc.record({ act: fc.constant('move need' as const), at, pick: fc.nat(5), to: fc.constantFrom(...NEED_STATES) }),
  fc.record({ act: fc.constant('respond' as const), at, who: at, to: fc.constantFrom(...RESPONDER_STATES) }),
  fc.record({ act: fc.constant('note' as const), at }),
  { weight: 3, arbitrary: fc.record({ act: fc.constant('meet' as const), at, other: at }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const ONWARD = ['triaged', 'responding', 'resolved', 'follow-up', 'closed'] as const

function doStep(laptops: readonly RecordOnLaptop<'incident'>[], it: Step): void {
  const laptop = laptops[it.at]!
  if (it.act === 'meet') {
    const other = laptops[it.other]!
    const both = merged(laptop.stored, other.stored)
    laptop.stored = both
    other.stored = both
  } else if (it.act === 'move') laptop.run(incidentEdits.move, { to: it.to, followUpOwner: 'none-wanted' })
  else if (it.act === 'onward') {
    const next = ONWARD[ONWARD.findIndex((state) => state === laptop.view.state) + 1]
    if (next !== undefined) laptop.run(incidentEdits.move, { to: next, followUpOwner: 'none-wanted' })
  } else if (it.act === 'verify') laptop.run(incidentEdits.verify, { to: it.to, basis: 'looked' })
  else if (it.act === 'need') laptop.run(incidentEdits.addNeed, { kind: 'care' })
  else if (it.act === 'respond') laptop.run(incidentEdits.respond, { state: it.to, person: PEOPLE[it.who] })
  else if (it.act === 'note') laptop.run(incidentEdits.note, { text: 'seen' })
  else {
    const ids = laptop.view.needs.map((need) => need.id)
    if (ids.length > 0) laptop.run(incidentEdits.moveNeed, { need: ids[it.pick % ids.length], state: it.to })
  }
}

/** Three laptops with clocks days apart do what they can; a refused step is no step. */
function play(steps: readonly Step[], skews: readonly number[]): RecordOnLaptop<'incident'>[] {
  let ticks = 0
  const first = create('incident', { what: 'Water in the cellar', needs: [{ kind: 'supplies' }] })
  const laptops = PEOPLE.map((name, number) => {
    const clock = (): number => NOON + skews[number]! + ticks
    return new RecordOnLaptop('incident', contextOf(name, { clock }), first.stored)
  })
  for (const it of steps) {
    ticks += 1_000
    try {
      doStep(laptops, it)
    } catch (error) {
      if (!(error instanceof MeshError)) throw error
    }
  }
  return laptops
}

function meetAll(laptops: readonly RecordOnLaptop<'incident'>[], order: readonly [number, number][]): void {
  for (const [a, b] of order) doStep(laptops, { act: 'meet', at: a, other: b })
}

const skew = fc.integer({ min: -3 * 86_400_000, max: 3 * 86_400_000 })
const game = fc.record({ steps: fc.array(step, { maxLength: 40 }), skews: fc.tuple(skew, skew, skew) })

test('once all laptops have met, in whatever order, each shows the same incident', () => {
  fc.assert(
    fc.property(game, ({ steps, skews }) => {
      const laptops = play(steps, skews)
      const others = play(steps, skews)
      meetAll(laptops, [
        [0, 1],
        [1, 2],
        [0, 1],
      ])
      meetAll(others, [
        [2, 0],
        [1, 0],
        [2, 0],
        [1, 2],
      ])
      for (const laptop of [...laptops, ...others]) expect(laptop.view).toEqual(laptops[0]!.view)
    }),
    { numRuns: 300 },
  )
}, 180_000)

test('the order of keys in the stored maps changes nothing that is shown', () => {
  fc.assert(
    fc.property(game, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 50 }), ({ steps, skews }, picks) => {
      const laptops = play(steps, skews)
      meetAll(laptops, [
        [0, 1],
        [1, 2],
      ])
      let turn = 0
      const other = shuffled(laptops[2]!.stored, (max) => picks[turn++ % picks.length]! % max)
      expect(kindSpec('incident').present(kindSpec('incident').parse(other).record, { now: NOON })).toEqual(
        laptops[2]!.view,
      )
    }),
    { numRuns: 200 },
  )
}, 180_000)

/** Everybody is at the last step before closing, apart, and does a thing or two. */
const aboutToClose = fc.record({
  steps: fc
    .array(
      step.filter((it) => it.act !== 'move' && it.act !== 'meet'),
      { maxLength: 6 },
    )
    .map((steps) => [
      ...ONWARD.slice(0, 4).map(() => ({ act: 'onward' as const, at: 0 })),
      { act: 'move need' as const, at: 0, pick: 0, to: 'met' as const },
      { act: 'meet' as const, at: 0, other: 1 },
      { act: 'meet' as const, at: 1, other: 2 },
      ...steps,
      { act: 'onward' as const, at: 0 },
    ]),
  skews: fc.tuple(skew, skew, skew),
})

test('an incident is never shown as closed while a need is unsettled or somebody is out there', () => {
  let closed = 0
  fc.assert(
    fc.property(fc.oneof(game, aboutToClose), ({ steps, skews }) => {
      const laptops = play(steps, skews)
      meetAll(laptops, [
        [0, 1],
        [1, 2],
        [0, 1],
      ])
      const { state, needs, responders } = laptops[0]!.view
      const unsettled = needs.some((need) => need.state === 'open' || need.state === 'claimed')
      if (state === 'closed') closed++
      expect(state === 'closed' && (unsettled || responders.some((one) => isOut(one.state)))).toBe(false)
    }),
    { numRuns: 400 },
  )
  expect(closed).toBeGreaterThan(20)
}, 180_000)

test('nothing that anybody wrote is lost when laptops meet', () => {
  fc.assert(
    fc.property(game, ({ steps, skews }) => {
      const laptops = play(steps, skews)
      const entries = (laptop: RecordOnLaptop<'incident'>): string[] => {
        const { lifecycle, verificationLog, responderLog, timeline, needs } = laptop.view
        return [lifecycle, verificationLog, responderLog, timeline, needs, ...needs.map((need) => need.log)]
          .flat()
          .map((entry) => entry.id)
      }
      const written = new Set(laptops.flatMap(entries))
      meetAll(laptops, [
        [0, 1],
        [1, 2],
        [0, 1],
      ])
      for (const laptop of laptops) expect(new Set(entries(laptop))).toEqual(written)
    }),
    { numRuns: 200 },
  )
}, 180_000)

test('what one laptop did last, having seen everything, is what is shown', () => {
  fc.assert(
    fc.property(game, fc.constantFrom('held', 'withdrawn', 'triaged', 'reopened'), ({ steps, skews }, to) => {
      const laptops = play(steps, skews)
      meetAll(laptops, [
        [0, 1],
        [1, 2],
        [0, 1],
      ])
      const last = laptops[1]!
      try {
        last.run(incidentEdits.move, { to })
      } catch (error) {
        if (error instanceof MeshError) return
        throw error
      }
      meetAll(laptops, [
        [0, 2],
        [1, 2],
        [0, 2],
      ])
      expect(laptops[0]!.view.state).toBe(to)
      expect(laptops[0]!.view.contested).toBe(false)
    }),
    { numRuns: 200 },
  )
}, 180_000)
