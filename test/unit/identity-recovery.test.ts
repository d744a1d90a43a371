import { describe, expect, test } from 'vitest'

import { decodeStatement, encodeStatement } from '../../core/identity/author/statement.ts'
import { decodeInvite, encodeInvite } from '../../core/identity/invite/code.ts'
import { inviteClosure, isCurrentDevice, isRecoveryKey } from '../../core/identity/log/state.ts'
import { disputeRemoval } from '../../core/identity/author/dispute.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { admit, Laptop, LATER, meet, meetAll, networkOf, plain, type Ticket } from '../helpers/membership-lab.ts'

function print(at: Laptop): Ticket {
  const { records, id, seed } = at.act.recoveryKey({ expires: LATER })
  at.take(records)
  return { id: toHex(id), seed }
}

function remove(by: Laptop, ...whom: Laptop[]): void {
  const devices = whom.map((it) => it.hex)
  by.take(by.act.remove(devices, []))
}

/** Who is in, the same on all of them. */
function standing(laptops: readonly Laptop[]): boolean[] {
  meetAll(laptops)
  const [first] = laptops as [Laptop]
  for (const one of laptops) expect(plain(one.state)).toEqual(plain(first.state))
  return laptops.map((one) => isCurrentDevice(first.state, one.hex))
}

describe('a recovery key', () => {
  test('brings the only coordinator back at any member, as the same person with the same office, who takes the lost laptop out', () => {
    const [lost, member] = networkOf(1) as [Laptop, Laptop]
    const person = lost.person
    const key = print(lost)
    meet(lost, member)
    const back = new Laptop('back')
    admit(member, back, key)
    expect(back.person).toBe(person)
    expect(back.state.devices.get(back.hex)?.role).toBe('founder')
    remove(back, lost)
    expect(standing([back, member, lost])).toEqual([true, true, false])
    expect(back.state.persons.get(person)?.present).toBe(true)
    expect(back.state.tip?.exposed).toBe(false)
  })

  test('works once', () => {
    const [home, member] = networkOf(1) as [Laptop, Laptop]
    const key = print(home)
    meet(home, member)
    admit(member, new Laptop('first'), key)
    expect(() => admit(member, new Laptop('second'), key)).toThrow('cannot be used')
  })

  test('used on both sides of a cut lets one in and leaves the other to a coordinator', () => {
    const [home, left, right] = networkOf(2) as [Laptop, Laptop, Laptop]
    const key = print(home)
    meetAll([home, left, right])
    const [first, second] = [new Laptop('first'), new Laptop('second')]
    admit(left, first, key)
    admit(right, second, key)
    expect(standing([home, left, right, first, second]).filter(Boolean)).toHaveLength(4)
    expect(home.state.requests.size).toBe(1)
  })

  test('stops working when a newer one is printed, and stays the only one', () => {
    const [home] = networkOf(1) as [Laptop, Laptop]
    const old = print(home)
    const key = print(home)
    expect(inviteClosure(home.state.invites.get(old.id)!, 0)).toBe('revoked')
    expect(inviteClosure(home.state.invites.get(key.id)!, 0)).toBeUndefined()
  })

  test('withdrawn on one side of a cut lets nobody in on the other: revoking goes before using', () => {
    const [home, member] = networkOf(1) as [Laptop, Laptop]
    const key = print(home)
    meet(home, member)
    home.take(home.act.revoke(key.id))
    const photographed = new Laptop('photographed')
    admit(member, photographed, key)
    expect(standing([home, member, photographed])).toEqual([true, true, false])
  })

  test('outlives what a thief does with the lost laptop meanwhile: withdrawing it, taking the newcomer out, printing another', () => {
    const [lost, member] = networkOf(1) as [Laptop, Laptop]
    const key = print(lost)
    meet(lost, member)
    const back = new Laptop('back')
    admit(member, back, key)
    const seenByThief = back.log.records()
    remove(back, lost)
    lost.take(lost.act.revoke(key.id))
    lost.take(seenByThief)
    const own = print(lost)
    const accomplice = new Laptop('accomplice')
    admit(lost, accomplice, own)
    expect(standing([back, member, lost, accomplice])).toEqual([true, true, false, false])
    const thief = disputeRemoval({ log: lost.log, device: lost.device, clock: lost.clock }, [back.hex], [])
    lost.take(thief)
    expect(standing([back, member, lost, accomplice])).toEqual([true, true, false, false])
  })

  test('photographed and used does not outweigh a more senior coordinator, nor two together', () => {
    const [founder, second, third, member] = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
    for (const one of [second, third]) founder.take(founder.act.promote(one.person))
    meetAll([founder, second, third, member])
    const key = print(founder)
    meetAll([founder, second, third, member])
    const photographed = new Laptop('photographed')
    admit(member, photographed, key)
    meetAll([second, third, photographed])
    remove(second, photographed)
    remove(third, photographed)
    remove(photographed, second, third)
    expect(standing([founder, second, third, member, photographed])).toEqual([true, true, true, true, false])
  })

  test('is for coordinators, and dies with their computer when others take it out', () => {
    const [founder, second, member] = networkOf(2) as [Laptop, Laptop, Laptop]
    founder.take(founder.act.promote(second.person))
    meetAll([founder, second, member])
    expect(() => print(member)).toThrow('coordinator')
    const key = print(second)
    meetAll([founder, second, member])
    remove(founder, second)
    meet(founder, member)
    expect(() => admit(member, new Laptop('late'), key)).toThrow('cannot be used')
  })

  test('is told from an ordinary invite by its code', () => {
    const code = { networkId: new Uint8Array(16), seed: new Uint8Array(16), expires: 1, inviter: new Uint8Array(32) }
    const flags = (bits: number): boolean =>
      isRecoveryKey(decodeInvite(encodeInvite({ ...code, flags: bits, addresses: [] })))
    expect([0, 1, 2, 3, 7].map(flags)).toEqual([false, false, false, false, true])
    expect(() => flags(4)).toThrow('wrong or missing')
    expect(() => flags(5)).toThrow('wrong or missing')
  })
})

describe('a statement', () => {
  test('survives being read aloud and pasted, and nothing else', () => {
    const [stolen, first, second] = networkOf(2) as [Laptop, Laptop, Laptop]
    for (const one of [first, second]) stolen.take(stolen.act.promote(one.person))
    meetAll([stolen, first, second])
    remove(stolen, first, second)
    meetAll([stolen, first, second])
    const [record] = disputeRemoval({ log: first.log, device: first.device, clock: first.clock }, [stolen.hex], [])
    const text = encodeStatement({ networkId: first.log.networkId, records: [record!] })
    expect(decodeStatement(text.toLowerCase().replaceAll(/(.{7})/gu, '$1 \n')).records).toEqual([record])
    for (const bad of ['', 'MUSTER:ABC', text.slice(0, -3), text.replace(/.{5}$/u, 'AAAAA'), 'x'.repeat(1_000_000)])
      expect(() => decodeStatement(bad)).toThrow('no whole')
    const admits = first.log.recordsOfType('admit').map(({ bytes }) => bytes)
    expect(() => decodeStatement(encodeStatement({ networkId: first.log.networkId, records: admits }))).toThrow(
      'no whole',
    )
  })
})
