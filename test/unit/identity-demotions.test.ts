import { expect, test } from 'vitest'

import { Draft } from '../../core/identity/author/draft.ts'
import type { LogRecord } from '../../core/identity/log/record/record.ts'
import { isCoordinator, isCurrentDevice } from '../../core/identity/log/state.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { type Laptop, meetAll, networkOf, plain, reread } from '../helpers/membership-lab.ts'

/** A founder, two whom the founder made coordinators, and a member. */
function office(): [founder: Laptop, second: Laptop, third: Laptop, member: Laptop] {
  const all = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
  for (const one of all.slice(1, 3)) all[0].take(all[0].act.promote(one.person))
  meetAll(all)
  return all
}

/** What a changed copy writes as if it had seen no more than `heads`, deep enough to stand after all else. */
function promoteFrom(heads: readonly LogRecord[], by: Laptop, whom: Laptop): void {
  const draft = new Draft({ log: by.log, author: by.device, clock: by.clock, heads })
  for (let time = 0; time < 5; time++) draft.append('merge', {})
  draft.append('promote', { person: fromHex(whom.person) })
  by.take(draft.bytes())
}

/** Who coordinates, the same on all of them and for who reads it all at once. */
function coordinating(laptops: readonly Laptop[]): boolean[] {
  meetAll(laptops)
  const [first] = laptops as [Laptop]
  for (const one of laptops) expect(plain(one.state)).toEqual(plain(first.state))
  expect(plain(reread(first))).toEqual(plain(first.state))
  return laptops.map((one) => isCoordinator(first.state, one.hex))
}

test('who is no coordinator any more does not become one again by a record that leaves that out, nor by a friend of the same time', () => {
  const [founder, demoted, friend, member] = office()
  const before = demoted.log.heads()
  founder.take(founder.act.demote(demoted.person))
  meetAll([founder, demoted, friend, member])
  promoteFrom(before, demoted, demoted)
  promoteFrom(before, friend, demoted)
  expect(coordinating([founder, demoted, friend, member])).toEqual([true, false, true, false])
})

test('who knows of it may make them coordinator again', () => {
  const [founder, demoted, second, member] = office()
  founder.take(founder.act.demote(demoted.person))
  meetAll([founder, second])
  second.take(second.act.promote(demoted.person))
  expect(coordinating([founder, demoted, second, member])).toEqual([true, true, true, false])
})

test('what a coordinator did meanwhile stands: a thief whom they took out does not come back because they gave up their office', () => {
  const [founder, demoted, second, thief] = office()
  founder.take(founder.act.demote(demoted.person))
  demoted.take(demoted.act.remove([thief.hex], []))
  expect(coordinating([founder, demoted, second])).toEqual([true, false, true])
  expect(isCurrentDevice(founder.state, thief.hex)).toBe(false)
})
