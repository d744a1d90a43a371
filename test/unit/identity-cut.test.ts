import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { disputeRemoval } from '../../core/identity/author/dispute.ts'
import { encodeStatement } from '../../core/identity/author/statement.ts'
import type { LastSequences } from '../../core/identity/author/last-sequences.ts'
import { isWithin, joined, stretchesOf } from '../../core/identity/log/cut.ts'
import { parseContent } from '../../core/identity/log/record/bodies.ts'
import { mayAuthor } from '../../core/identity/log/state.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { type Laptop, meet, networkOf } from '../helpers/membership-lab.ts'

const SESSION = new Uint8Array(16).fill(7)
const sessionOf = (number: number): Uint8Array => new Uint8Array(16).fill(number >> 8).fill(number & 255, 8)

/** Which of the first numbers of a session count at `at`, of what `gone` wrote. */
function counting(at: Laptop, gone: Laptop, options: { session?: Uint8Array; upTo?: number } = {}): number[] {
  const session = toHex(options.session ?? SESSION)
  const numbers = Array.from({ length: options.upTo ?? 12 }, (_, index) => index + 1)
  return numbers.filter((sequence) => mayAuthor(at.state, { device: gone.hex, session, sequence }))
}

describe('a removal', () => {
  test('lets count what it lists, and nothing in the gaps', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.remove([second.hex], [[SESSION, 4, 1, 3]]))
    expect(counting(founder, second)).toEqual([1, 2, 3, 4, 6, 7, 8])
  })

  test('made by two apart lets count what either lists', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    founder.take(founder.act.promote(second.person))
    meet(founder, second)
    founder.take(founder.act.remove([third.hex], [[SESSION, 0, 2, 2, 4, 1]]))
    second.take(second.act.remove([third.hex], [[SESSION, 1, 4, 2]]))
    meet(founder, second)
    for (const at of [founder, second]) expect(counting(at, third)).toEqual([1, 3, 4, 6, 7, 9])
  })

  test.each<[string, readonly unknown[]]>([
    ['that ends with what does not count', [3, 1]],
    ['with an empty stretch inside', [3, 0, 2]],
    ['with a negative one', [-1, 2, 2]],
    ['with a fraction', [1.5]],
    ['with more numbers than there are', [Number.MAX_SAFE_INTEGER, 1, 1]],
    ['without any', []],
    ['with as many stretches as nobody needs', Array.from({ length: 10_001 }, () => 1)],
  ])('%s is none', (_, runs) => {
    const body = { devices: [new Uint8Array(32)], last: [[SESSION, ...runs]] }
    expect(parseContent('remove', body)).toBeUndefined()
    expect(parseContent('leave', body)).toBeUndefined()
  })
})

describe('what one record cannot hold', () => {
  const sessions = Array.from({ length: 5_000 }, (_, number): LastSequences[number] => [sessionOf(number), number + 1])

  test('is spread over several when somebody is removed', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.remove([second.hex], sessions))
    expect(founder.state.devices.get(second.hex)).toMatchObject({ status: 'removed' })
    expect(founder.state.devices.get(second.hex)!.cut.size).toBe(5_000)
    expect(counting(founder, second, { session: sessionOf(8) })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('and when somebody leaves', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    second.take(second.act.leave(sessions))
    meet(founder, second)
    for (const at of [founder, second]) {
      expect(at.state.devices.get(second.hex)).toMatchObject({ status: 'left' })
      expect(at.state.devices.get(second.hex)!.cut.size).toBe(5_000)
    }
  })

  test('is left out at the end, the shortest sessions first: nobody is safe from removal by writing in a million of them', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    const runs = Array.from({ length: 9_999 }, () => 1)
    const many = Array.from({ length: 20_000 }, (_, number): LastSequences[number] => [sessionOf(number), 1])
    const long = sessionOf(30_000)
    founder.take(founder.act.remove([second.hex], [...many, [SESSION, 1, ...runs, 1], [long, 5]]))
    expect(founder.state.devices.get(second.hex)).toMatchObject({ status: 'removed' })
    expect(counting(founder, second, { session: long })).toEqual([1, 2, 3, 4, 5])
    const odd = counting(founder, second, { upTo: 10_001 })
    expect(odd.length).toBeGreaterThanOrEqual(1_000)
    expect(odd.every((number) => number % 2 === 1)).toBe(true)
  })

  test('a dispute stays short enough to be handed on as text, together with others', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.promote(second.person))
    meet(founder, second)
    founder.take(founder.act.remove([second.hex], []))
    meet(founder, second)
    const { log, device, clock } = second
    const [record] = disputeRemoval({ log, device, clock }, [founder.hex], sessions)
    const text = encodeStatement({ networkId: log.networkId, records: [record!, record!, record!] })
    expect(text.length).toBeLessThan(100_000)
  })
})

test('stretches hold the numbers that their runs say, joined those of all', () => {
  const runs = fc
    .tuple(
      fc.nat(5),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { maxLength: 6 }),
    )
    .map(([first, more]) => [first, ...more.flat()])
  const numbersOf = (all: readonly number[]): Set<number> => {
    const counts = all.flatMap((run, index) => Array.from({ length: run }, () => index % 2 === 0))
    return new Set(counts.flatMap((does, index) => (does ? [index + 1] : [])))
  }
  fc.assert(
    fc.property(fc.array(runs, { maxLength: 4 }), (all) => {
      const expected = new Set(all.flatMap((one) => [...numbersOf(one)]))
      const stretches = joined(all.map(stretchesOf))
      for (let number = 0; number <= 80; number++) expect(isWithin(stretches, number)).toBe(expected.has(number))
    }),
  )
}, 60_000)
