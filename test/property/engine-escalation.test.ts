import fc from 'fast-check'
import { expect, test } from 'vitest'

import { ESCALATION_STEPS } from '../../core/domain/states/alert-states.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { MINUTE, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { AttentionLaptop, meet } from '../helpers/attention-lab.ts'
import { NOON } from '../helpers/domain-records.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

const ALERT = 'a1'.repeat(16)
const PEOPLE = ['ana', 'lee', 'noor', 'sam', 'kim'] as const
const at = fc.nat(PEOPLE.length - 1)

/** What happens to five laptops, each with a clock of its own. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('wait' as const), seconds: fc.constantFrom(1, 7, 45, 120, 240) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('meet' as const), at, other: at }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('split' as const), rooms: fc.tuple(at, at, at, at, at) }),
  },
  fc.record({ act: fc.constant('restart' as const), at }),
  fc.record({ act: fc.constant('remove' as const), at: fc.constantFrom(3, 4) }),
  fc.record({ act: fc.constant('seen' as const), at }),
  fc.record({ act: fc.constant('stop' as const), at: fc.constantFrom(0) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const skew = fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE })
const game = fc.record({
  steps: fc.array(step, { maxLength: 30 }),
  skews: fc.tuple(skew, skew, skew, skew, skew),
})

class World {
  readonly laptops: AttentionLaptop[]
  readonly removed = new Set<number>()
  stopped = false
  #rooms: readonly number[] = [0, 0, 0, 0, 0]

  constructor(skews: readonly number[]) {
    const sent = sentTo({ ...WIDE, minutes: 1440, need: [{ count: 50 }] }).stored
    this.laptops = PEOPLE.map((person, n) =>
      new AttentionLaptop(person, { base: new FakeClock(NOON + skews[n]!), alerts: new Map([[ALERT, sent]]) }).open(),
    )
    this.#introduce()
  }

  do(it: Step): void {
    if (it.act === 'wait') this.wait(it.seconds * 1_000)
    else if (it.act === 'meet') this.#meet(it.at, it.other)
    else if (it.act === 'split') {
      this.#rooms = it.rooms
      this.#introduce()
    } else if (it.act === 'restart') {
      this.laptops[it.at]!.close()
      this.laptops[it.at]!.open()
    } else if (it.act === 'remove') {
      this.removed.add(it.at)
      this.laptops[it.at]!.belongs = false
      this.#introduce()
    } else this.#edit(it.at, it.act)
  }

  /** Time goes on everywhere alike; who is in one room hears of everything. */
  wait(ms: number): void {
    for (let left = ms; left > 0; left -= 30_000) {
      for (const laptop of this.laptops) laptop.base.advance(Math.min(30_000, left))
      for (const [n] of PEOPLE.entries())
        for (const [other] of PEOPLE.entries())
          if (n < other && this.#rooms[n] === this.#rooms[other]) this.#meet(n, other)
    }
  }

  meetAll(): void {
    this.#rooms = [0, 0, 0, 0, 0]
    this.#introduce()
    this.wait(2_000)
    this.wait(2_000)
  }

  /** Those who are members still. */
  get members(): AttentionLaptop[] {
    return this.laptops.filter((_, n) => !this.removed.has(n))
  }

  #edit(n: number, act: 'seen' | 'stop'): void {
    if (this.removed.has(n)) return
    try {
      this.laptops[n]!.edit(ALERT, act === 'stop' ? 'stopEscalation' : 'seen')
      this.stopped ||= act === 'stop'
    } catch (error) {
      if (!(error instanceof MeshError)) throw error
    }
  }

  #meet(a: number, b: number): void {
    if (a !== b && !this.removed.has(a) && !this.removed.has(b)) meet(this.laptops[a]!, this.laptops[b]!)
  }

  #introduce(): void {
    for (const [n, laptop] of this.laptops.entries()) {
      laptop.connected.clear()
      for (const [other, person] of PEOPLE.entries())
        if (other !== n && this.#rooms[other] === this.#rooms[n] && !this.removed.has(other) && !this.removed.has(n))
          laptop.connected.add(person)
    }
  }
}

function play({ steps, skews }: { steps: readonly Step[]; skews: readonly number[] }): World {
  const world = new World(skews)
  for (const it of steps) world.do(it)
  return world
}
const takenIn = (laptop: AttentionLaptop): string[] =>
  laptop.view(ALERT).escalationLog.flatMap(({ id, step }) => (step === 'stop' ? [] : [`${id} ${step}`]))

test('whoever carries it in whatever room, each step is in effect once and the same on all laptops that have met', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = play(it)
      world.meetAll()
      const [first, ...others] = world.members
      const taken = takenIn(first!)
      expect(taken).toEqual(ESCALATION_STEPS.slice(0, taken.length).map((step, n) => `step-${n + 1} ${step}`))
      expect(new Set(first!.view(ALERT).raised).size).toBe(first!.view(ALERT).raised.length)
      for (const other of others) {
        expect(takenIn(other)).toEqual(taken)
        expect(other.view(ALERT).raised).toEqual(first!.view(ALERT).raised)
        expect(other.view(ALERT).addressed).toEqual(first!.view(ALERT).addressed)
      }
    }),
    { numRuns: 60 },
  )
}, 180_000)

test('nobody rings more often than it asks: once, and once more for who had not seen it', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = play(it)
      world.meetAll()
      for (const laptop of world.laptops) {
        const loud = laptop.rang.filter((one) => one.startsWith('alert full'))
        expect(loud.length).toBeLessThanOrEqual(2)
      }
    }),
    { numRuns: 60 },
  )
}, 180_000)

test('as long as anybody is up all steps are taken in the end, none by who was removed, and none more once it was stopped', () => {
  fc.assert(
    fc.property(game, (it) => {
      const world = new World(it.skews)
      const before = new Map<number, number>()
      for (const one of it.steps) {
        world.do(one)
        for (const n of world.removed) if (!before.has(n)) before.set(n, world.laptops[n]!.steps.length)
      }
      world.meetAll()
      const then = world.members[0]!.view(ALERT).raised
      world.wait(30 * MINUTE)
      const now = world.members[0]!.view(ALERT).raised
      expect(now).toEqual(world.stopped ? then : [...ESCALATION_STEPS])
      for (const [n, count] of before) expect(world.laptops[n]!.steps.length).toBe(count)
    }),
    { numRuns: 30 },
  )
}, 180_000)
