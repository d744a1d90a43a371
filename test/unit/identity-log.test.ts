import { describe, expect, test } from 'vitest'

import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { signRecord } from '../../core/identity/log/record/record.ts'
import {
  Laptop,
  LATER,
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

describe('epochs', () => {
  test('a removed device cannot open the next one; those who stay and newcomers can open all', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    remove(founder, third)
    meetAll([founder, second, third])
    const { tip } = founder.state
    expect(tip).toMatchObject({ exposed: false, lacking: [] })
    expect([founder, second, third].map((it) => it.keyring.epochKey(tip!.id) !== undefined)).toEqual([
      true,
      true,
      false,
    ])
    const newcomer = new Laptop('newcomer')
    welcome(second, newcomer)
    expect(newcomer.keyring.epochs()).toHaveLength(2)
  })

  test('a leaving asks the coordinators for a new one', () => {
    const [founder, second] = networkOf(1) as [Laptop, Laptop]
    second.take(second.act.leave([[SESSION, 3]]))
    meet(founder, second)
    expect(founder.act.epochDue()).toBe('exposed')
    founder.take(founder.act.renewEpoch())
    expect(founder.act.epochDue()).toBeUndefined()
    second.take(founder.log.records())
    expect(second.keyring.epochKey(founder.state.tip!.id)).toBeUndefined()
  })

  test.each([0, 1, 2, 10])('one exchange heals %i missed rotations', (missed) => {
    const [founder, away, ...others] = networkOf(12) as [Laptop, Laptop, ...Laptop[]]
    for (const other of others.slice(0, missed)) remove(founder, other)
    meet(founder, away)
    expect(away.keyring.epochs()).toHaveLength(missed + 1)
    expect(away.keyring.sealingEpoch(away.state)).toBe(founder.state.tip!.id)
  })

  test('made on two sides of a cut are merged into one that opens both', () => {
    const [founder, second, third, fourth] = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
    promote(founder, second)
    meetAll([founder, second, third, fourth])
    remove(founder, third)
    remove(second, fourth)
    meet(founder, second)
    expect(founder.state.tip!.id).toBe(second.state.tip!.id)
    expect(founder.state.tip!.exposed).toBe(true) // each is held by the one the other side removed
    founder.take(founder.act.renewEpoch())
    meetAll([founder, second, third, fourth])
    expect(second.state.tip).toMatchObject({ exposed: false, lacking: [] })
    expect([founder, second].map((it) => it.keyring.epochs().length)).toEqual([4, 4])
    expect([third, fourth].map((it) => it.keyring.epochKey(second.state.tip!.id))).toEqual([undefined, undefined])
  })

  test('held by a removed device are passed over, however deep', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    promote(founder, second)
    meetAll([founder, second, third])
    remove(founder, third)
    for (let count = 0; count < 3; count++) second.take(second.act.renewEpoch())
    const clean = founder.state.tip!.id
    meet(founder, second)
    expect(second.state.tip).toMatchObject({ id: clean, exposed: false })
  })

  test('equally deep: the one with the lowest id is in use', () => {
    const laptops = networkOf(5)
    const [founder, ...others] = laptops as [Laptop, ...Laptop[]]
    for (const other of others) promote(founder, other)
    meetAll(laptops)
    for (const laptop of laptops) laptop.take(laptop.act.renewEpoch())
    const made = laptops.map((laptop) => laptop.state.tip!.id)
    meetAll(laptops)
    expect(founder.state.tip!.id).toBe(made.toSorted()[0])
  })

  test('a newcomer let in on the old key while the other side made a new one is granted it', () => {
    const [founder, second, third] = networkOf(2) as [Laptop, Laptop, Laptop]
    remove(founder, third)
    const newcomer = new Laptop('newcomer')
    welcome(second, newcomer)
    meetAll([founder, second, newcomer])
    expect(founder.state.tip!.lacking).toEqual([newcomer.hex])
    second.take(second.act.grant())
    newcomer.take(second.log.records())
    expect(newcomer.keyring.sealingEpoch(newcomer.state)).toBe(founder.state.tip!.id)
    expect(second.act.grant()).toEqual([])
  })
})

describe('records', () => {
  test('wait for their predecessors, in any order, and stand once those are there', () => {
    const [founder] = networkOf(6) as [Laptop]
    const log = new MembershipLog(founder.log.networkId)
    const records = founder.log.records()
    for (const record of records.toReversed().slice(0, -1))
      expect(log.add([record]).ignored).toEqual([{ reason: 'held' }])
    expect(log.add([records[0]!]).added).toHaveLength(records.length)
    expect(plain(log.state())).toEqual(plain(founder.state))
  })

  test('of authors nobody ever let in are not kept', () => {
    const [founder] = networkOf(1) as [Laptop]
    const stranger = new Laptop('stranger')
    const [head] = founder.log.heads()
    const fields = { networkId: founder.log.networkId, previous: [head!.id], depth: head!.depth + 1, time: 0 }
    const bytes = signRecord(
      { ...fields, type: 'promote', body: { person: new Uint8Array(16) } },
      stranger.device,
    ).bytes
    expect(founder.log.add([bytes])).toEqual({ added: [], ignored: [{ reason: 'unknown-author' }] })
    const shallow = signRecord(
      { ...fields, depth: 2, type: 'promote', body: { person: new Uint8Array(16) } },
      founder.device,
    ).bytes
    expect(founder.log.add([shallow]).ignored).toEqual([{ reason: 'wrong-depth' }])
  })

  test('that let in with a proof not made by the invite are not kept', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const [ticket, other] = [makeInvite(founder), makeInvite(founder)]
    meet(founder, member)
    const joiner = new Laptop('joiner')
    const bad = member.act.admit(ticket.id, newcomerWith({ ...ticket, seed: other.seed }, joiner, member.log.networkId))
    expect(founder.log.add(bad).ignored).toEqual([{ reason: 'bad-proof' }])
    const stolen = {
      ...newcomerWith(ticket, joiner, member.log.networkId),
      device: new Laptop('thief').device.publicKey,
    }
    expect(founder.log.add(member.act.admit(ticket.id, stolen)).ignored).toEqual([{ reason: 'bad-proof' }])
  })

  test('of a type from a newer version are kept and passed on, and change nothing', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const [head] = founder.log.heads()
    const fields = { networkId: founder.log.networkId, previous: [head!.id], depth: head!.depth + 1, time: 0 }
    const newer = signRecord({ ...fields, type: 'quorum' as never, body: { of: 2 } as never }, member.device)
    expect(founder.log.add([newer.bytes]).added).toHaveLength(1)
    expect(founder.state.voided.get(newer.hex)).toBe('unknown-type')
    welcome(founder, new Laptop('joiner'))
    expect(founder.log.records([newer.id])).toEqual([newer.bytes])
  })

  test('far more heads than a record can name still come together', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const invites = Array.from(
      { length: 70 },
      () => founder.act.invite({ uses: 1, expires: LATER, autoAdmit: true }).records,
    )
    founder.take(invites.flat())
    expect(founder.log.heads()).toHaveLength(70)
    for (let round = 0; round < 3; round++) founder.take(founder.act.rename(`founder ${round}`))
    expect(founder.log.heads()).toHaveLength(1)
    meet(founder, member)
    expect(plain(member.state)).toEqual(plain(founder.state))
  })
})
