import fc from 'fast-check'
import { expect, test } from 'vitest'

import { networkEdits } from '../../core/domain/edits/network/network-edits.ts'
import { dutyOf } from '../../core/domain/records/duty/duty.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { aboutFacts, AREA, factsOf, MINUTE } from '../helpers/alert-lab.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop } from '../helpers/domain-records.ts'

const PEOPLE = ['ana', 'lee', 'noor', 'sam', 'kim', 'zoe'] as const
const LAPTOPS = 3
const at = fc.nat(LAPTOPS - 1)
const person = fc.constantFrom(...PEOPLE.slice(0, 4))
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('start' as const), at, person }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('hand-over' as const), at, person, to: person }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('end' as const), at, person }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('meet' as const), at, other: at }) },
)
const skew = fc.integer({ min: -60 * MINUTE, max: 60 * MINUTE })

/** A shift, and whether somebody who knew of it ended it. The judge. */
interface Shift {
  readonly id: string
  readonly person: string
  ended: boolean
}

test('when all have met all name the same people on call: those whose shift nobody ended who knew of it', () => {
  let several = 0
  let nobody = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.tuple(skew, skew, skew), (steps, skews) => {
      let ticks = 0
      const facts = factsOf(() => ({ people: AREA, about: aboutFacts() }))
      const contexts = skews.map((one, n) =>
        contextOf(PEOPLE[n]!, { clock: () => NOON + one + ticks, timeZone: 'UTC', alerts: facts }),
      )
      const { stored } = create('network', { name: 'Mill valley' }, contexts[0])
      const laptops = contexts.map((context) => new RecordOnLaptop('network', context, stored))
      const shifts: Shift[] = []
      const run = (it: (typeof steps)[number]): void => {
        const laptop = laptops[it.at]!
        if (it.act === 'meet') {
          const other = laptops[it.other]!
          laptop.stored = other.stored = merged(laptop.stored, other.stored)
          return
        }
        const known = new Set(Object.keys(laptop.record.duty))
        if (it.act === 'start') laptop.run(networkEdits.startDuty, { person: it.person })
        else if (it.act === 'end') laptop.run(networkEdits.endDuty, { person: it.person })
        else laptop.run(networkEdits.handOverDuty, { person: it.person, to: it.to })
        const begins = it.act === 'start' ? it.person : it.act === 'hand-over' ? it.to : undefined
        const gone = new Set<string | undefined>([it.act === 'start' ? undefined : it.person, begins])
        for (const shift of shifts) if (known.has(shift.id) && gone.has(shift.person)) shift.ended = true
        const id = Object.keys(laptop.record.duty).find((one) => !known.has(one))!
        if (begins !== undefined) shifts.push({ id, person: begins, ended: false })
      }
      for (const it of steps) {
        ticks += 1_000
        try {
          run(it)
        } catch (error) {
          if (!(error instanceof MeshError)) throw error
        }
      }
      for (const [a, b] of [
        [0, 1],
        [1, 2],
        [0, 1],
      ] as const)
        run({ act: 'meet', at: a, other: b })
      const expected = [...new Set(shifts.filter(({ ended }) => !ended).map((one) => one.person))].toSorted()
      for (const laptop of laptops) {
        const duty = dutyOf(laptop.record.duty, { now: NOON })
        expect(duty.onCall.map((one) => one.person)).toEqual(expected)
        expect(duty.state).toBe(shifts.length === 0 ? 'never' : expected.length > 0 ? 'on-call' : 'nobody')
        expect(duty).toEqual(dutyOf(laptops[0]!.record.duty, { now: NOON }))
      }
      if (expected.length > 1) several++
      if (expected.length === 0 && shifts.length > 0) nobody++
    }),
    { numRuns: 300 },
  )
  expect(several).toBeGreaterThan(20)
  expect(nobody).toBeGreaterThan(5)
}, 180_000)
