import fc from 'fast-check'
import { expect, test } from 'vitest'

import { Draft } from '../../core/identity/author/draft.ts'
import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { inOrdeal } from '../helpers/ordeal.ts'
import { type Laptop, meet, meetAll, networkOf } from '../helpers/membership-lab.ts'

const PEOPLE = 4
const who = fc.nat(PEOPLE - 1)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('erase' as const), at: who, document: fc.nat(9) }) },
  fc.record({ kind: fc.constant('promote' as const), at: who, other: who }),
  fc.record({ kind: fc.constant('demote' as const), at: who, other: who }),
  fc.record({ kind: fc.constant('remove' as const), at: who, other: who }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('meet' as const), at: who, other: who }) },
)

const documentOf = (number: number): Uint8Array => new Uint8Array(16).fill(number + 1)
const erased = (log: MembershipLog): [string, unknown][] => [...log.state().erasures].toSorted()

/** Whether they may or not: others judge it. */
function erase(laptop: Laptop, document: number): void {
  const draft = new Draft({ log: laptop.log, author: laptop.device, clock: laptop.clock })
  draft.append('erase', { ids: [documentOf(document)], made: [] })
  laptop.take(draft.bytes())
}

function act(
  laptops: readonly Laptop[],
  it: { kind: 'promote' | 'demote' | 'remove'; at: number; other: number },
): void {
  const [by, whom] = [laptops[it.at]!, laptops[it.other]!]
  try {
    by.take(it.kind === 'remove' ? by.act.remove([whom.hex], []) : by.act[it.kind](whom.person))
  } catch {
    // no right to do so, by what they know
  }
}

test(
  'all who have exchanged everything agree which documents are erased, and who was never a coordinator erased none',
  () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const laptops = networkOf(PEOPLE - 1)
        const office = new Set([laptops[0]!.person])
        for (const it of steps) {
          if (it.kind === 'erase') erase(laptops[it.at]!, it.document)
          else if (it.kind === 'meet') meet(laptops[it.at]!, laptops[it.other]!)
          else {
            if (it.kind === 'promote') office.add(laptops[it.other]!.person)
            act(laptops, it)
          }
        }
        meetAll(laptops)
        const [first] = laptops as [Laptop]
        const anew = new MembershipLog(first.log.networkId)
        anew.add(first.log.records().toReversed())
        for (const { log } of laptops) expect(erased(log)).toEqual(erased(anew))
        for (const [document, { by, records }] of first.state.erasures) {
          expect(office.has(by)).toBe(true)
          for (const record of records) {
            expect(first.state.voided.has(record)).toBe(false)
            const { content } = first.log.record(record)!
            expect(content.type === 'erase' && content.body.ids.map(toHex)).toContain(document)
          }
        }
        // and nothing that counts is left out
        for (const hex of first.log.ids().map(toHex)) {
          const { content } = first.log.record(hex)!
          if (content.type !== 'erase' || first.state.voided.has(hex)) continue
          for (const id of content.body.ids) expect(first.state.erasures.get(toHex(id))?.records).toContain(hex)
        }
      }),
      { numRuns: inOrdeal(60, 1_000) },
    )
  },
  inOrdeal(180_000, 600_000),
)
