import fc from 'fast-check'
import { expect, test } from 'vitest'

import { CausalPast } from '../../core/documents/automerge/causal-past.ts'
import { hexId } from '../helpers/document-shapes.ts'

const FIRST = { hash: 'first', lastOp: 4 }
const NOBODY = hexId(0)
const SESSIONS = 3

/** A change as somebody may have made it: on which ones, and how far back what it names of each other session lies. */
const step = fc.record({
  session: fc.nat(SESSIONS - 1),
  ownToo: fc.boolean(),
  dependencies: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }),
  operations: fc.integer({ min: 1, max: 3 }),
  names: fc.array(fc.record({ session: fc.nat(SESSIONS - 1), back: fc.nat(2) }), { minLength: 1, maxLength: 2 }),
})

/** A change that is taken, with all that it builds on and itself. */
interface Taken {
  readonly hash: string
  readonly session: string
  readonly lastOp: number
  readonly past: ReadonlySet<Taken>
}

test('a change passes just when its session’s last change, and each that it names an operation of, is among those it builds on', () => {
  const counts = { passed: 0, refused: 0 }
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
    const past = new CausalPast(FIRST)
    const first: Taken = { ...FIRST, session: NOBODY, past: new Set() }
    const taken: Taken[] = [first]
    for (const [index, it] of steps.entries()) {
      const session = hexId(it.session + 1)
      const of = (other: string): Taken[] => taken.filter((one) => one.session === other)
      const own = of(session).at(-1)
      const chosen = it.dependencies.map((back) => taken.at(-1 - back) ?? first)
      const dependencies = [...new Set(it.ownToo && own !== undefined ? [...chosen, own] : chosen)]
      const before = new Set(dependencies.flatMap((one) => [...one.past, one]))
      const startOp = 1 + Math.max(...dependencies.map(({ lastOp }) => lastOp))
      const named = new Map<string, Taken>()
      for (const { session: other, back } of it.names) {
        const one = of(hexId(other + 1)).at(-1 - back)
        const greater = named.get(one?.session ?? '')?.lastOp ?? 0
        if (one !== undefined && one.session !== session && one.lastOp > greater) named.set(one.session, one)
      }
      const others = [...named.keys()].toSorted()
      const header = {
        hash: String(index),
        dependencies: dependencies.map(({ hash }) => hash),
        actor: session,
        number: of(session).length + 1,
        startOp,
        lastOp: startOp + it.operations - 1,
        at: 0,
      }
      const check = (): void =>
        past.check({ header, others, named: [0, ...others.map((other) => named.get(other)!.lastOp)] })
      const fits = [...(own === undefined ? [] : [own]), ...named.values()].every((one) => before.has(one))
      counts[fits ? 'passed' : 'refused']++
      if (!fits) {
        expect(check).toThrow('not as it should be')
        return // a document is dropped then
      }
      check()
      past.add(header)
      taken.push({ hash: header.hash, session, lastOp: header.lastOp, past: before })
      for (const one of taken)
        expect(past.buildsOn(header.hash, one.hash)).toBe(before.has(one) || one === taken.at(-1))
    }
  })
  fc.assert(property, { numRuns: 6_000 })
  expect(Math.min(counts.passed, counts.refused)).toBeGreaterThan(1_000)
}, 60_000)
