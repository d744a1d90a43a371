import { describe, expect, test } from 'vitest'

import { Draft } from '../../core/identity/author/draft.ts'
import { isCoordinator, isCurrentDevice } from '../../core/identity/log/state.ts'
import { admit, Laptop, makeInvite, meet, meetAll, networkOf, plain, reread } from '../helpers/membership-lab.ts'

/** The founder, the computer of a member that is stolen, the member's other one (let in after it), and two more people. */
function scene(): [founder: Laptop, stolen: Laptop, kept: Laptop, others: [Laptop, Laptop]] {
  const [founder, stolen, ...others] = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
  const kept = new Laptop('kept')
  admit(founder, kept, inviteOf(stolen, [founder]))
  meetAll([founder, stolen, kept, ...others])
  return [founder, stolen, kept, others]
}

/** An invite for a further computer, which the others have heard of. */
function inviteOf(laptop: Laptop, others: readonly Laptop[]) {
  const ticket = makeInvite(laptop, { ownDevice: true })
  meetAll([laptop, ...others])
  return ticket
}

function takeOut(by: Laptop, own: Laptop): void {
  by.take(by.act.leave([], { devices: [own.hex] }))
}

/** Who is in, the same on all of them and for who reads it all at once. */
function standing(laptops: readonly Laptop[]): boolean[] {
  meetAll(laptops)
  const [first] = laptops as [Laptop]
  for (const one of laptops) expect(plain(one.state)).toEqual(plain(first.state))
  expect(plain(reread(first))).toEqual(plain(first.state))
  return laptops.map((one) => isCurrentDevice(first.state, one.hex))
}

describe('a member who takes out a computer of their own', () => {
  test('stops what it does meanwhile: nobody comes in through it, and it keeps nobody out but the one', () => {
    const [founder, stolen, kept, [cleo, dan]] = scene()
    const puppet = new Laptop('puppet')
    takeOut(kept, stolen)
    admit(stolen, puppet, inviteOf(stolen, []))
    const friend = new Laptop('friend')
    admit(puppet, friend, makeInvite(puppet))
    takeOut(puppet, kept)
    meet(cleo, puppet)
    expect(isCurrentDevice(cleo.state, puppet.hex)).toBe(true)
    expect(standing([founder, stolen, kept, cleo, dan, puppet, friend])).toEqual([
      ...[true, false, true, true, true],
      ...[false, false],
    ])
    founder.take(founder.act.renewEpoch())
    for (const one of [stolen, puppet, friend]) {
      one.take(founder.log.records())
      expect(one.keyring.epochKey(founder.state.tip!.id)).toBeUndefined()
    }
  })

  test('stops it as well by leaving with all computers', () => {
    const [founder, stolen, kept, others] = scene()
    const puppet = new Laptop('puppet')
    kept.take(kept.act.leave([]))
    admit(stolen, puppet, inviteOf(stolen, []))
    expect(standing([founder, stolen, kept, ...others, puppet])).toEqual([true, false, false, true, true, false])
  })

  test('cannot be undone from it: of computers that take each other out both are gone, whichever record stands first', () => {
    for (const acts of [0, 3]) {
      const [founder, stolen, kept, others] = scene()
      for (let act = 0; act < acts; act++) kept.take(kept.act.rename('Ben'))
      takeOut(kept, stolen)
      for (let act = 0; act < 3 - acts; act++) stolen.take(stolen.act.rename('Ben'))
      takeOut(stolen, kept)
      const puppet = new Laptop('puppet')
      admit(stolen, puppet, inviteOf(stolen, []))
      expect(standing([founder, stolen, kept, ...others, puppet])).toEqual([true, false, false, true, true, false])
    }
  })

  test('puts out nobody who came with the invite of somebody else: a computer of theirs only answered it', () => {
    const [founder, first, second, [cleo, dan]] = scene()
    const before = second.log.heads()
    const guest = new Laptop('guest')
    const ticket = makeInvite(founder)
    meet(founder, first)
    admit(first, guest, ticket)
    meetAll([founder, first, guest])
    founder.take(founder.act.promote(guest.person))
    meet(founder, guest)
    guest.take(guest.act.remove([dan.hex], []))
    // From long ago, though it has been heard of by now
    meet(second, guest)
    const draft = new Draft({ log: second.log, author: second.device, clock: second.clock, heads: before })
    draft.append('leave', { devices: [first.device.publicKey], last: [] })
    second.take(draft.bytes())
    expect(standing([founder, first, second, cleo, dan, guest])).toEqual([true, false, true, true, false, true])
    expect(isCoordinator(founder.state, guest.hex)).toBe(true)
  })

  test('goes after a coordinator: who was taken out by one takes out nobody meanwhile', () => {
    const [founder, stolen, kept, others] = scene()
    founder.take(founder.act.remove([stolen.hex], []))
    takeOut(stolen, kept)
    expect(standing([founder, stolen, kept, ...others])).toEqual([true, false, true, true, true])
  })
})

test('of computers of one coordinator that take each other out the one that was let in first stays, whichever record stands first', () => {
  for (const acts of [0, 3]) {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const second = new Laptop('second')
    admit(member, second, inviteOf(founder, [member]))
    meetAll([founder, member, second])
    for (let act = 0; act < acts; act++) founder.take(founder.act.rename('Ana'))
    founder.take(founder.act.remove([second.hex], []))
    for (let act = 0; act < 3 - acts; act++) second.take(second.act.rename('Ana'))
    second.take(second.act.remove([founder.hex], []))
    expect(standing([founder, member, second])).toEqual([true, true, false])
  }
})
