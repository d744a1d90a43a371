import { describe, expect, test } from 'vitest'

import { labelOf, saltName } from '../../core/identity/author/sealed-name.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import type { BodyOf, KnownType } from '../../core/identity/log/record/bodies.ts'
import { signProof } from '../../core/identity/log/record/proof.ts'
import { decodeRecord, type LogRecord, signRecord } from '../../core/identity/log/record/record.ts'
import { isCoordinator } from '../../core/identity/log/state.ts'
import { fromHex, toHex } from '../../core/shared/bytes.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { Laptop, makeInvite, meetAll, networkOf, newcomerWith, plain } from '../helpers/membership-lab.ts'

interface Written<Type extends KnownType> {
  readonly type: Type
  readonly body: BodyOf<Type>
  readonly on: readonly LogRecord[]
  readonly time?: number
}

/** A record as a modified member signs it: whatever body, on whatever records. */
function sign<Type extends KnownType>(by: Laptop, { type, body, on, time = 0 }: Written<Type>): LogRecord {
  const previous = on.map(({ id }) => id)
  const depth = 1 + Math.max(...on.map((it) => it.depth))
  return signRecord({ networkId: by.log.networkId, previous, depth, time, type, body }, by.device)
}

function nameBody(by: Laptop): BodyOf<'name'> {
  return { ...by.log.recordsOfType('name')[0]!.content.body, person: fromHex(by.person) }
}

/** As many records as asked for, each on the one before. */
function chain<Type extends KnownType>(
  by: Laptop,
  { count, ...of }: { count: number; type: Type; body: (index: number) => BodyOf<Type> },
): LogRecord[] {
  const made: LogRecord[] = []
  for (let on = by.log.heads(); made.length < count; on = made.slice(-1))
    made.push(sign(by, { type: of.type, body: of.body(made.length), on }))
  return made
}

/** Gives the records to the founder, and measures what her next acts cost her then. */
function weigh(what: string, { founder, records }: { founder: Laptop; records: readonly LogRecord[] }): void {
  const bytes = records.map((record) => record.bytes)
  const began = performance.now()
  const { ignored } = founder.log.add(bytes)
  const adding = performance.now() - began
  founder.keyring.update(founder.state)
  const [first = 0, ...costs] = ['Ana', 'Ana B.', 'Ana C.', 'Ana D.'].map((name) => {
    const start = performance.now()
    founder.take(founder.act.rename(name))
    return performance.now() - start
  })
  const act = Math.min(...costs)
  console.log(
    `${what}: ${records.length} records (${ignored.length} not kept), ${(adding / records.length).toFixed(2)} ms each (<= 1); ` +
      `an honest act afterwards ${first.toFixed(0)} ms, the next ${act.toFixed(0)} ms (<= 1,000, <= 100 on an idle machine)`,
  )
  expect(first).toBeLessThan(1_500)
  expect(act).toBeLessThan(600)
}

describe('what an honest act costs after a modified member has written', () => {
  const pair = (): [Laptop, Laptop] => networkOf(1) as [Laptop, Laptop]

  test('a chain of 5,000 names', () => {
    const [founder, member] = pair()
    weigh('a deep chain', {
      founder,
      records: chain(member, { count: 5_000, type: 'name', body: () => nameBody(member) }),
    })
    expect(founder.log.heads()).toHaveLength(1)
  }, 60_000)

  test('2,000 records beside each other', () => {
    const [founder, member] = pair()
    const on = member.log.heads()
    const records = Array.from({ length: 2_000 }, (_, time) =>
      sign(member, { type: 'name', body: nameBody(member), on, time }),
    )
    weigh('a fan', { founder, records })
    expect(founder.log.heads()).toHaveLength(1)
  }, 60_000)

  test('keys of 1,000 epochs that nobody made, each with a box for her', () => {
    const [founder, member] = pair()
    const parent = member.log.recordsOfType('epoch')[0]!.content.body.id
    const body = (): BodyOf<'epoch'> => {
      const keys: [Uint8Array, Uint8Array][] = [[founder.device.publicKey, member.random(80)]]
      return { id: member.random(16), parents: [parent], keys, wrapped: [] }
    }
    weigh('epochs of a member', { founder, records: chain(member, { count: 1_000, type: 'epoch', body }) })
    expect(founder.state.epochs.size).toBe(1)
  }, 60_000)

  test('300 puppets, each revoking an invite under which another lets somebody in', () => {
    const [founder, member] = pair()
    const ticket = makeInvite(member, { uses: 1_000 })
    const like = member.log.recordsOfType('admit')[0]!.content.body
    const inviteLike = member.log.recordsOfType('invite').at(-1)!.content.body
    const puppets = Array.from({ length: 300 }, (_, index) => new Laptop(`puppet ${index}`))
    const admits = chain(member, {
      count: puppets.length,
      type: 'admit',
      body: (index) => {
        const { device, salted, proof } = newcomerWith(ticket, puppets[index]!, member.log.networkId)
        return { ...like, invite: fromHex(ticket.id), device, label: labelOf(salted), proof }
      },
    })
    for (const one of puppets) one.enter(member.log.records(), member.log.networkId)
    const acts = puppets.flatMap((one, index) => {
      const keys = inviteKeysOf(one.random(16)).signing
      const joiner = new Laptop(`nobody ${index}`)
      const label = labelOf(saltName('nobody', joiner.random))
      const subject = { networkId: member.log.networkId, device: joiner.device.publicKey, label }
      const proof = signProof(subject, { invite: keys, device: joiner.device })
      const on = admits.slice(-1)
      const invite = sign(one, { type: 'invite', body: { ...inviteLike, key: keys.publicKey, uses: 5 }, on })
      const revoke = sign(one, { type: 'revoke', body: { invite: invite.id }, on: [invite] })
      const body = { ...like, invite: invite.id, device: joiner.device.publicKey, label, proof }
      return [invite, revoke, sign(puppets[(index + 1) % 300]!, { type: 'admit', body, on: [invite] })]
    })
    const invite = member.log.recordsOfType('invite').slice(-1)
    weigh('puppets', { founder, records: [...invite, ...admits, ...acts] })
  }, 60_000)
})

describe('records that no Muster makes', () => {
  test('boxes, removals and leavings of nobodies, or of one device twice, are not kept', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.promote(member.person))
    meetAll([founder, member])
    const on = member.log.heads()
    const epoch = member.log.recordsOfType('epoch')[0]!.content.body.id
    const box = member.random(80)
    const nobody = member.random(32)
    const own = member.device.publicKey
    const records = [
      sign(member, { type: 'grant', body: { epoch, keys: [[nobody, box]] }, on }),
      sign(member, {
        type: 'grant',
        body: {
          epoch,
          keys: [
            [own, box],
            [own, box],
          ],
        },
        on,
      }),
      sign(member, {
        type: 'epoch',
        body: { id: member.random(16), parents: [epoch], keys: [[nobody, box]], wrapped: [] },
        on,
      }),
      sign(member, { type: 'remove', body: { devices: [nobody], last: [] }, on }),
      sign(member, { type: 'leave', body: { devices: [own, own], last: [] }, on }),
    ]
    const { added, ignored } = founder.log.add(records.map(({ bytes }) => bytes))
    expect([added.length, ignored.map(({ reason }) => reason)]).toEqual([0, Array(5).fill('dangling-reference')])
  })

  test('nobody is let in without having asked, by a coordinator neither', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    founder.take(founder.act.promote(member.person))
    meetAll([founder, member])
    const none = new Uint8Array(0)
    const like = member.log.recordsOfType('admit')[0]!.content.body
    const device = new Laptop('unasked').device.publicKey
    const body = { ...like, invite: none, request: none, device, proof: none }
    const { ignored } = founder.log.add([sign(member, { type: 'admit', body, on: member.log.heads() }).bytes])
    expect(ignored).toEqual([{ reason: 'dangling-reference' }])
  })

  test('what a member grants itself, or strangers, changes nothing; times far ahead neither', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const on = member.log.heads()
    const time = Date.UTC(9999, 11, 31)
    const records = [
      sign(member, { type: 'promote', body: { person: fromHex(member.person) }, on, time }),
      sign(member, { type: 'demote', body: { person: fromHex(founder.person) }, on, time }),
      sign(member, { type: 'promote', body: { person: member.random(16) }, on, time }),
      sign(member, { type: 'remove', body: { devices: [founder.device.publicKey], last: [] }, on, time }),
    ]
    expect(founder.log.add([...records, ...records].map(({ bytes }) => bytes)).added).toHaveLength(4)
    expect(new Set(records.map(({ hex }) => founder.state.voided.get(hex)))).toEqual(new Set(['not-a-coordinator']))
    expect(isCoordinator(founder.state, member.hex)).toBe(false)
    founder.take(founder.act.promote(member.person))
    expect(isCoordinator(founder.state, member.hex)).toBe(true)
  })

  test('a proof of another network, 33 parents, 2^53 uses and unsorted parents are refused by all', () => {
    const [founder, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = makeInvite(member, { uses: 9 })
    founder.take(member.log.records())
    const joiner = new Laptop('joiner')
    const { device, salted, proof } = newcomerWith(ticket, joiner, new Uint8Array(16).fill(9))
    const like = member.log.recordsOfType('admit')[0]!.content.body
    const body = { ...like, invite: fromHex(ticket.id), device, label: labelOf(salted), proof }
    const foreign = sign(member, { type: 'admit', body, on: member.log.heads() })
    expect(founder.log.add([foreign.bytes]).ignored).toEqual([{ reason: 'bad-proof' }])
    const [head] = member.log.heads() as [LogRecord]
    const raw = (previous: Uint8Array[], uses: number): Uint8Array => {
      const invite = { ...member.log.recordsOfType('invite')[0]!.content.body, uses }
      const signed = encodeCbor([
        'muster/log/1',
        member.log.networkId,
        previous,
        head.depth + 1,
        0,
        member.device.publicKey,
        'invite',
        invite,
      ])
      return encodeCbor([signed, member.device.sign(signed)])
    }
    const parents = Array.from({ length: 33 }, () => member.random(32)).toSorted((a, b) => Buffer.compare(a, b))
    const bad = [raw(parents, 1), raw([head.id], 2 ** 53), raw([head.id], 10_001), raw([head.id, head.id], 1)]
    expect(bad.map((bytes) => decodeRecord(bytes))).toEqual([undefined, undefined, undefined, undefined])
    expect(decodeRecord(raw(parents.slice(1), 1))).toBeDefined()
    expect(decodeRecord(raw([head.id], 1))).toBeDefined()
  })

  test('leavings at the same moment of all who coordinate leave one, the same everywhere', () => {
    const [founder, second, member] = networkOf(2) as [Laptop, Laptop, Laptop]
    founder.take(founder.act.promote(second.person))
    meetAll([founder, second, member])
    const records = [founder.act.leave([]), second.act.leave([])]
    for (const one of [founder, second, member]) one.take(records.flat())
    const stay = [founder, second].filter(({ hex }) => isCoordinator(member.state, hex))
    expect(stay).toHaveLength(1)
    expect(plain(member.state)).toEqual(plain(founder.state))
    expect(toHex(member.log.digest())).toBe(toHex(second.log.digest()))
  })
})
