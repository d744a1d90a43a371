import { describe, expect, test } from 'vitest'

import { disputeRemoval } from '../../core/identity/author/dispute.ts'
import { isCoordinator, isCurrentDevice } from '../../core/identity/log/state.ts'
import { admit, Laptop, makeInvite, meet, meetAll, networkOf, plain, reread } from '../helpers/membership-lab.ts'

function remove(by: Laptop, ...whom: Laptop[]): void {
  by.take(
    by.act.remove(
      whom.map((it) => it.hex),
      [],
    ),
  )
}

function promote(by: Laptop, ...whom: Laptop[]): void {
  for (const one of whom) by.take(by.act.promote(one.person))
}

/** Whom each laptop holds for a current member, the same on all. */
function standing(laptops: readonly Laptop[]): boolean[] {
  meetAll(laptops)
  const [first] = laptops as [Laptop]
  for (const one of laptops) expect(plain(one.state)).toEqual(plain(first.state))
  return laptops.map((one) => isCurrentDevice(first.state, one.hex))
}

describe('a coordinator who is being removed', () => {
  test('does not win over a more senior one by somebody promoted meanwhile', () => {
    const [founder, thief, puppet] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, thief)
    meetAll([founder, thief, puppet])
    remove(founder, thief)
    promote(thief, puppet)
    meet(thief, puppet)
    remove(puppet, founder)
    expect(standing([founder, thief, puppet])).toEqual([true, false, true])
    expect(isCoordinator(founder.state, puppet.hex)).toBe(false)
  })

  test('does not win by somebody let in and promoted meanwhile', () => {
    const [founder, thief] = networkOf(1) as [Laptop, Laptop]
    promote(founder, thief)
    meet(founder, thief)
    const puppet = new Laptop('puppet')
    remove(founder, thief)
    admit(thief, puppet, makeInvite(thief))
    promote(thief, puppet)
    meet(thief, puppet)
    remove(puppet, founder)
    expect(standing([founder, thief, puppet])).toEqual([true, false, false])
  })

  test('does not win by a chain of people promoted meanwhile', () => {
    const [founder, thief, ...puppets] = networkOf(5) as [Laptop, Laptop, ...Laptop[]]
    promote(founder, thief)
    meetAll([founder, thief, ...puppets])
    remove(founder, thief)
    let last = thief
    for (const next of puppets) {
      promote(last, next)
      meet(last, next)
      last = next
    }
    remove(last, founder)
    expect(standing([founder, thief, ...puppets])).toEqual([true, false, true, true, true, true])
  })
})

describe('two coordinators', () => {
  /** A founder, two or more coordinators that the founder promoted, and a member. */
  function office(count: number): Laptop[] {
    const all = networkOf(count + 1)
    promote(all[0]!, ...all.slice(1, count + 1))
    meetAll(all)
    return all
  }

  test('take out a laptop of the most senior person, though it takes out both of them at the same time', () => {
    const [stolen, first, second, member] = office(2) as [Laptop, Laptop, Laptop, Laptop]
    remove(first, stolen)
    remove(second, stolen)
    remove(stolen, first, second)
    expect(standing([stolen, first, second, member])).toEqual([false, true, true, true])
  })

  test('one of them alone does not', () => {
    const [stolen, first, second, member] = office(2) as [Laptop, Laptop, Laptop, Laptop]
    remove(first, stolen)
    remove(stolen, first, second)
    expect(standing([stolen, first, second, member])).toEqual([true, false, false, true])
  })

  test('one who owes office to the other is no second', () => {
    const [founder, first, puppet] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, first)
    meetAll([founder, first, puppet])
    promote(first, puppet)
    meetAll([founder, first, puppet])
    remove(founder, first, puppet)
    remove(first, founder)
    remove(puppet, founder)
    expect(standing([founder, first, puppet])).toEqual([true, false, false])
  })

  test('the thief finds no better second among those promoted late', () => {
    const [stolen, first, second, helper] = office(2) as [Laptop, Laptop, Laptop, Laptop]
    promote(stolen, helper)
    meetAll([stolen, first, second, helper])
    remove(first, stolen, helper)
    remove(second, stolen, helper)
    remove(stolen, first, second)
    remove(helper, first, second)
    expect(standing([stolen, first, second, helper])).toEqual([false, true, true, false])
  })

  test('who have been taken out already dispute it: nothing changes by one, all by the second', () => {
    const [stolen, first, second, member] = office(2) as [Laptop, Laptop, Laptop, Laptop]
    remove(stolen, first, second)
    meetAll([stolen, first, second, member])
    const statements = [first, second].map((one) => disputeRemoval({ ...one, log: one.log }, [stolen.hex], []))
    member.take(statements[0]!)
    expect(isCurrentDevice(member.state, stolen.hex)).toBe(true)
    expect(isCurrentDevice(member.state, first.hex)).toBe(false)
    member.take(statements[1]!)
    expect(standing([stolen, first, second, member])).toEqual([false, true, true, true])
    first.take(first.act.renewEpoch())
    meetAll([stolen, first, second, member])
    expect(first.state.tip).toMatchObject({ exposed: false, lacking: [] })
    expect(stolen.keyring.epochKey(first.state.tip!.id)).toBeUndefined()
    expect(member.keyring.epochKey(first.state.tip!.id)).toBeDefined()
  })

  test('only coordinators who are out dispute, and only with somebody else', () => {
    const [stolen, first, second, member] = office(2) as [Laptop, Laptop, Laptop, Laptop]
    const dispute = (by: Laptop, whom: Laptop) => () => disputeRemoval({ ...by, log: by.log }, [whom.hex], [])
    expect(dispute(first, stolen)).toThrow(expect.objectContaining({ code: 'domain/not-allowed-now' }))
    remove(stolen, first, member)
    meetAll([stolen, first, second, member])
    expect(dispute(member, stolen)).toThrow(expect.objectContaining({ code: 'identity/not-a-coordinator' }))
    expect(dispute(first, first)).toThrow(expect.objectContaining({ code: 'domain/not-found' }))
    expect(dispute(first, new Laptop('stranger'))).toThrow(expect.objectContaining({ code: 'domain/not-found' }))
  })
})

test('twenty people promoted meanwhile, each of whom removes the founder, do not win together', () => {
  const [founder, thief, ...puppets] = networkOf(21) as [Laptop, Laptop, ...Laptop[]]
  promote(founder, thief)
  meetAll([founder, thief])
  remove(founder, thief)
  promote(thief, ...puppets)
  const shared = thief.log.records()
  for (const puppet of puppets) {
    puppet.take(shared)
    remove(puppet, founder)
  }
  founder.take([thief, ...puppets].flatMap((one) => one.log.records()))
  expect(isCurrentDevice(founder.state, founder.hex)).toBe(true)
  expect(isCurrentDevice(founder.state, thief.hex)).toBe(false)
})

test('of the only two coordinators, who remove each other apart, the more senior stays, whichever record comes first', () => {
  for (let minute = 0; minute < 6; minute++) {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    promote(founder, second)
    meet(founder, second)
    founder.clock.advance(minute * 60_000)
    remove(founder, second)
    remove(second, founder)
    expect(standing([founder, second])).toEqual([true, false])
  }
})

describe('who heard of things one by one judges them as who reads them all at once', () => {
  test('a revocation that counts in the end counts everywhere, though its author seems to be out until a dispute is settled', () => {
    const [stolen, first, second, third, fourth] = networkOf(4) as [Laptop, Laptop, Laptop, Laptop, Laptop]
    promote(stolen, first, second, third, fourth)
    meetAll([stolen, first, second, third, fourth])
    remove(stolen, first, second)
    remove(first, stolen)
    remove(second, stolen)
    meetAll([stolen, first, second, third, fourth])
    // Until it is settled that the first is in, the third seems to take out the fourth, with whom it lets in meanwhile
    remove(third, fourth)
    remove(first, third)
    const newcomer = new Laptop('newcomer')
    admit(fourth, newcomer, makeInvite(fourth))
    meetAll([first, second, third, fourth, newcomer])
    const ticket = makeInvite(newcomer)
    newcomer.take(newcomer.act.revoke(ticket.id))
    expect(newcomer.state.invites.get(ticket.id)?.revoked).toBe(true)
    expect(plain(reread(newcomer))).toEqual(plain(newcomer.state))
  })

  test('a second coordinator decides between two others also by a removal that has seen how it had ended', () => {
    const [stolen, first, second] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(stolen, first, second)
    meetAll([stolen, first, second])
    remove(stolen, first)
    remove(first, stolen)
    expect(standing([stolen, first, second])).toEqual([true, false, true])
    remove(second, stolen)
    expect(plain(reread(second))).toEqual(plain(second.state))
    expect(standing([stolen, first, second])).toEqual([false, true, true])
  })
})
