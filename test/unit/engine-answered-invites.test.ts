import { expect, test } from 'vitest'

import { answeredInvites } from '../../core/engine/network/answered-invites.ts'
import type { Membership } from '../../core/engine/network/membership.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { Laptop, LATER, makeInvite, meet, meetAll, networkOf, type Ticket, welcome } from '../helpers/membership-lab.ts'

/** Ids of the invites that this laptop answers. */
function answeredAt({ state, person, keyring, clock }: Laptop): string[] {
  const membership = { state, person, keyring } as unknown as Membership
  return answeredInvites(membership, clock.now()).map(({ id }) => id)
}

function flood(by: Laptop, count: number, expires = LATER): Ticket[] {
  return Array.from({ length: count }, () => makeInvite(by, { expires }))
}

test('a member who makes invites without end, good for longer than any, pushes out nobody’s', () => {
  const [founder, flooder, other] = networkOf(2) as [Laptop, Laptop, Laptop]
  const honest = [makeInvite(founder, { expires: LATER - 100 }), makeInvite(other, { expires: LATER - 100 })]
  meetAll([founder, flooder, other])
  const many = flood(flooder, 100, LATER * 5)
  meetAll([founder, flooder, other])
  for (const one of [founder, flooder, other]) {
    const answered = answeredAt(one)
    expect(answered).toHaveLength(32)
    for (const { id } of honest) expect(answered).toContain(id)
    expect(answered).toContain(many.at(-1)!.id)
  }
})

test('nor do people that somebody lets in for it: those who came first go first, and one’s own before all', () => {
  const founder = new Laptop('founder')
  founder.found()
  const others = Array.from({ length: 40 }, (_, index) => new Laptop(`member ${index}`))
  const first = makeInvite(founder).id
  const each = others.map((one) => {
    welcome(founder, one)
    const { id } = makeInvite(one)
    meet(founder, one)
    return id
  })
  expect(answeredAt(founder)).toEqual(expect.arrayContaining([first, ...each.slice(0, 30)]))
  const last = others.at(-1)!
  expect(answeredAt(last)[0]).toBe(each.at(-1))
})

test('an invite that still works goes before those that do not', () => {
  const [founder, other] = networkOf(1) as [Laptop, Laptop]
  for (const { id } of flood(founder, 40)) founder.take(founder.act.revoke(id))
  const open = makeInvite(founder)
  for (const { id } of flood(founder, 40)) founder.take(founder.act.revoke(id))
  meetAll([founder, other])
  expect(answeredAt(other)[0]).toBe(open.id)
})

test('recovery keys have places of their own, and change their names by the hour', () => {
  const [founder, other] = networkOf(1) as [Laptop, Laptop]
  const { records, id } = founder.act.recoveryKey({ expires: LATER })
  founder.take(records)
  flood(founder, 50)
  meetAll([founder, other])
  const { state, person, keyring, clock } = other
  const answered = answeredInvites({ state, person, keyring } as unknown as Membership, clock.now())
  expect(answered.filter(({ hourly }) => hourly).map((one) => one.id)).toEqual([toHex(id)])
})
