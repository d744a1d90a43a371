import { describe, expect, test } from 'vitest'

import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { signRecord } from '../../core/identity/log/record/record.ts'
import { isCoordinator, isCurrentDevice, mayAuthor } from '../../core/identity/log/state.ts'
import { fromHex, toHex } from '../../core/shared/bytes.ts'
import {
  admit,
  Laptop,
  makeInvite,
  meet,
  meetAll,
  networkOf,
  newcomerWith,
  plain,
  welcome,
} from '../helpers/membership-lab.ts'

const SESSION = new Uint8Array(16).fill(7)

function remove(by: Laptop, ...whom: Laptop[]): void {
  by.take(
    by.act.remove(
      whom.map((it) => it.hex),
      [],
    ),
  )
}

function promote(by: Laptop, whom: Laptop): void {
  by.take(by.act.promote(whom.person))
}

describe('a new network', () => {
  test('has its founder as first person and coordinator, by name', () => {
    const [founder] = networkOf(0) as [Laptop]
    expect(founder.state.devices.get(founder.hex)).toMatchObject({ role: 'founder', status: 'member', joinedOrder: 0 })
    expect(founder.keyring.openName(founder.state.persons.get(founder.person)!.name!)).toBe('laptop 0')
  })

  test('is named by its genesis record: another genesis does not fit', () => {
    const [founder, other] = [new Laptop('a'), new Laptop('b')]
    founder.found()
    other.found()
    const log = new MembershipLog(founder.log.networkId)
    expect(log.add(other.log.records()).ignored.map((it) => it.reason)).toEqual([
      'other-network',
      'other-network',
      'other-network',
    ])
    expect(log.size).toBe(0)
  })
})

describe('invites', () => {
  test('let in by any member while the founder is off', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(founder)
    meet(founder, member)
    const joiner = new Laptop('joiner')
    admit(member, joiner, ticket)
    expect(isCurrentDevice(member.state, joiner.hex)).toBe(true)
    expect(joiner.keyring.openName(joiner.state.persons.get(founder.person)!.name!)).toBe('laptop 0')
  })

  test('are refused once used up, expired or revoked, and to who is in already', () => {
    const [founder] = networkOf(0) as [Laptop]
    const [first, second] = [new Laptop('first'), new Laptop('second')]
    const ticket = makeInvite(founder)
    const ask =
      (it: Laptop, with_ = ticket) =>
      () =>
        founder.act.admit(with_.id, newcomerWith(with_, it, founder.log.networkId))
    admit(founder, first, ticket)
    expect(ask(second)).toThrow(expect.objectContaining({ code: 'identity/invite-used-up' }))
    const again = makeInvite(founder, { uses: 5, expires: Math.ceil(founder.clock.now() / 3_600_000) })
    expect(ask(first, again)).toThrow(expect.objectContaining({ code: 'identity/already-a-member' }))
    founder.clock.advance(24 * 3_600_000)
    expect(ask(second, again)).not.toThrow()
    founder.clock.advance(3_600_000)
    expect(ask(second, again)).toThrow(expect.objectContaining({ code: 'identity/invite-expired' }))
    const third = makeInvite(founder)
    founder.take(founder.act.revoke(third.id))
    expect(ask(second, third)).toThrow(expect.objectContaining({ code: 'identity/invite-revoked' }))
    expect(ask(second, { ...third, id: '00' })).toThrow(expect.objectContaining({ code: 'identity/invite-unknown' }))
  })

  test('used beyond their count on two sides of a cut leave the later one pending until a coordinator decides', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(founder)
    meet(founder, member)
    const joiners = [new Laptop('one'), new Laptop('two')] as const
    admit(founder, joiners[0], ticket)
    admit(member, joiners[1], ticket)
    meet(founder, member)
    const statuses = joiners.map((it) => founder.state.devices.get(it.hex)!.status)
    expect(statuses.toSorted()).toEqual(['member', 'pending'])
    const pending = joiners.find((it) => !isCurrentDevice(founder.state, it.hex))!
    expect([...founder.state.requests.values()]).toMatchObject([{ kind: 'over-use', device: pending.hex }])
    expect(mayAuthor(founder.state, { device: pending.hex, session: toHex(SESSION), sequence: 1 })).toBe(false)
    founder.take(founder.act.approve([...founder.state.requests.keys()][0]!))
    meet(founder, member)
    expect(isCurrentDevice(member.state, pending.hex)).toBe(true)
    expect(member.state.requests.size).toBe(0)
  })

  test('revoked on one side of a cut let nobody in on the other', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(founder)
    meet(founder, member)
    const joiner = new Laptop('joiner')
    admit(member, joiner, ticket)
    founder.take(founder.act.revoke(ticket.id))
    meet(founder, member)
    expect(isCurrentDevice(member.state, joiner.hex)).toBe(false)
    expect([...member.state.requests.values()]).toMatchObject([{ kind: 'orphaned', device: joiner.hex }])
    expect(member.state.tip!.exposed).toBe(true)
  })

  test('with approval need a coordinator, who may say no', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(member, { autoAdmit: false, uses: 2 })
    const [yes, no] = [new Laptop('yes'), new Laptop('no')]
    for (const it of [yes, no])
      member.take(member.act.request(ticket.id, newcomerWith(ticket, it, member.log.networkId)))
    const requestOf = (it: Laptop) =>
      [...founder.state.requests.values()].find((request) => request.device === it.hex)!.id
    expect(() => member.act.approve([...member.state.requests.keys()][0]!)).toThrow(
      expect.objectContaining({ code: 'identity/not-a-coordinator' }),
    )
    meet(founder, member)
    expect(founder.keyring.openName(founder.state.requests.get(requestOf(yes))!.name)).toBe('yes')
    founder.take(founder.act.approve(requestOf(yes)))
    founder.take(founder.act.reject(requestOf(no)))
    expect([yes, no].map((it) => isCurrentDevice(founder.state, it.hex))).toEqual([true, false])
    expect(founder.state.requests.size).toBe(0)
    expect(founder.log.hasRejected({ device: no.hex, invite: ticket.id })).toBe(true)
  })

  test('for an own second device put it under the same person', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(member, { ownDevice: true })
    meet(founder, member)
    const tablet = new Laptop('tablet')
    admit(founder, tablet, ticket)
    expect(founder.state.persons.get(member.person)!.devices).toEqual([member.hex, tablet.hex])
    remove(founder, member)
    expect(founder.state.persons.get(tablet.person)).toMatchObject({ present: true, devices: [member.hex, tablet.hex] })
  })

  test('end with their inviter: who was removed cannot come back with one of its own', () => {
    const [founder, member, other] = networkOf(2) as [Laptop, Laptop, Laptop]
    const ticket = makeInvite(member, { uses: 5 })
    meetAll([founder, member, other])
    const back = new Laptop('back again')
    admit(other, back, ticket)
    remove(founder, member)
    meet(founder, other)
    expect(isCurrentDevice(other.state, back.hex)).toBe(false)
    expect(() => founder.act.admit(ticket.id, newcomerWith(ticket, new Laptop('x'), founder.log.networkId))).toThrow(
      expect.objectContaining({ code: 'identity/invite-revoked' }),
    )
  })
})

describe('coordinators', () => {
  test('alone may promote, demote and remove', () => {
    const [founder, member, other] = networkOf(2) as [Laptop, Laptop, Laptop]
    for (const act of [
      () => member.act.promote(other.person),
      () => member.act.demote(founder.person),
      () => member.act.remove([other.hex], []),
    ]) {
      expect(act).toThrow(expect.objectContaining({ code: 'identity/not-a-coordinator' }))
    }
    promote(founder, member)
    meet(founder, member)
    remove(member, other)
    expect(isCurrentDevice(member.state, other.hex)).toBe(false)
  })

  test('cannot be forged: a record counts by its signer alone', () => {
    const [founder, member, other] = networkOf(2) as [Laptop, Laptop, Laptop]
    const heads = member.log.heads()
    const forged = signRecord(
      {
        networkId: member.log.networkId,
        previous: heads.map((it) => it.id),
        depth: heads[0]!.depth + 1,
        time: 0,
        type: 'promote',
        body: { person: Buffer.from(member.person, 'hex') },
      },
      member.device,
    )
    const before = plain(founder.state) as { devices: unknown }
    expect(founder.log.add([forged.bytes]).added).toHaveLength(1)
    expect((plain(founder.state) as { devices: unknown }).devices).toEqual(before.devices)
    expect(founder.state.voided.get(forged.hex)).toBe('not-a-coordinator')
    expect(isCoordinator(founder.state, other.hex)).toBe(false)
  })

  test('remain: the last one can neither be removed nor step down nor leave', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    expect(() => founder.act.demote(founder.person)).toThrow(
      expect.objectContaining({ code: 'identity/last-coordinator' }),
    )
    expect(() => founder.act.leave([])).toThrow(expect.objectContaining({ code: 'identity/last-coordinator' }))
    promote(founder, member)
    meet(founder, member)
    founder.take(founder.act.demote(member.person))
    member.take(member.act.demote(founder.person))
    meet(founder, member)
    expect([founder, member].filter((it) => isCoordinator(founder.state, it.hex))).toHaveLength(1)
    expect([...founder.state.voided.values()]).toEqual(['last-coordinator'])
  })

  test('who remove each other apart: the more senior stays, on every laptop', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, second)
    promote(founder, third)
    meetAll([founder, second, third])
    remove(third, second)
    remove(second, third)
    meetAll([founder, second, third])
    expect([second, third].map((it) => isCurrentDevice(founder.state, it.hex))).toEqual([true, false])
    remove(second, founder)
    remove(founder, second)
    meet(founder, second)
    expect([founder, second].map((it) => isCurrentDevice(second.state, it.hex))).toEqual([true, false])
  })

  test('who remove each other in a circle: the most senior one breaks it', () => {
    const [founder, a, b, c] = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
    for (const it of [a, b, c]) promote(founder, it)
    meetAll([founder, a, b, c])
    remove(c, a)
    remove(b, c)
    remove(a, b)
    meetAll([founder, a, b, c])
    // a is the most senior of the three: its removal of b holds whatever comes, so b's of c does not; c's of a does.
    expect([a, b, c].map((it) => isCurrentDevice(founder.state, it.hex))).toEqual([false, false, true])
  })
})

describe('a removal', () => {
  test('voids what its target did meanwhile, and what rests on that', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, second)
    meetAll([founder, second, third])
    promote(second, third)
    const sybil = new Laptop('sybil')
    welcome(second, sybil)
    third.take(second.log.records())
    welcome(third, new Laptop('friend'))
    remove(founder, second)
    meetAll([founder, second, third])
    expect(isCoordinator(founder.state, third.hex)).toBe(false)
    expect(isCurrentDevice(founder.state, sybil.hex)).toBe(false)
    expect(founder.state.devices.size).toBe(4) // third's own friend stays
  })

  test('does not void what it had seen', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    const friend = new Laptop('friend')
    welcome(second, friend)
    meet(founder, second)
    remove(founder, second)
    expect(isCurrentDevice(founder.state, friend.hex)).toBe(true)
  })

  test('says up to where the units of each session count', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.remove([second.hex], [[SESSION, 5]]))
    const may = (session: string, sequence: number) =>
      mayAuthor(founder.state, { device: second.hex, session, sequence })
    expect([may(toHex(SESSION), 5), may(toHex(SESSION), 6), may('00'.repeat(16), 1)]).toEqual([true, false, false])
  })

  test('made by two coordinators apart keeps the longer of what they had accepted', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, second)
    meetAll([founder, second, third])
    const other = new Uint8Array(16).fill(8)
    founder.take(
      founder.act.remove(
        [third.hex],
        [
          [SESSION, 5],
          [other, 9],
        ],
      ),
    )
    second.take(
      second.act.remove(
        [third.hex],
        [
          [SESSION, 9],
          [other, 5],
        ],
      ),
    )
    meet(founder, second)
    expect([SESSION, other].map((it) => founder.state.devices.get(third.hex)!.cut.get(toHex(it)))).toEqual([
      [[1, 9]],
      [[1, 9]],
    ])
  })

  test('is the end: what its target writes afterwards, knowing of it, is void', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    remove(founder, second)
    const [removal] = founder.log.heads()
    const late = signRecord(
      {
        networkId: founder.log.networkId,
        previous: [removal!.id],
        depth: removal!.depth + 1,
        time: 0,
        type: 'name',
        body: { person: fromHex(second.person), name: new Uint8Array(100), epoch: fromHex(founder.state.tip!.id) },
      },
      second.device,
    )
    expect(founder.log.add([late.bytes]).added).toHaveLength(1)
    expect(founder.state.voided.get(late.hex)).toBe('author-removed')
  })

  test('of a device that let the newcomer in makes the newcomer a request, which a coordinator can grant', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    const friend = new Laptop('friend')
    remove(founder, second)
    welcome(second, friend)
    meet(founder, second)
    const [request] = founder.state.requests.values()
    expect(request).toMatchObject({ kind: 'orphaned', device: friend.hex })
    // The name was sealed under a key the founder holds too.
    founder.take(founder.act.approve(request!.id))
    expect(isCurrentDevice(founder.state, friend.hex)).toBe(true)
  })
})
