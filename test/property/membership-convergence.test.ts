import fc from 'fast-check'
import { expect, test } from 'vitest'

import { disputeRemoval } from '../../core/identity/author/dispute.ts'
import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { isCoordinator, isCurrentDevice } from '../../core/identity/log/state.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import {
  admit,
  Laptop,
  makeInvite,
  meet,
  meetAll,
  newcomerWith,
  plain,
  type Ticket,
} from '../helpers/membership-lab.ts'

const COUNT = 6
const laptop = fc.nat({ max: COUNT - 1 })

/** What people do on one laptop, or two laptops meeting on a wifi. Most steps are refused at most moments; those are passed over. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('invite' as const),
      at: laptop,
      auto: fc.boolean(),
      uses: fc.integer({ min: 1, max: 2 }),
      own: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('join' as const), at: laptop, other: laptop, pick: fc.nat() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('approve' as const, 'reject' as const), at: laptop, pick: fc.nat() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('promote' as const), at: laptop, other: laptop }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('demote' as const), at: laptop, other: laptop }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: laptop, other: laptop }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('dispute' as const), at: laptop, other: laptop }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take out own' as const), at: laptop }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('leave' as const, 'rename' as const, 'renew' as const, 'grant' as const),
      at: laptop,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), at: laptop, pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), at: laptop, ms: fc.integer({ min: -4e9, max: 4e9 }) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('meet' as const), at: laptop, other: laptop }) },
)
type Step = typeof step extends fc.Arbitrary<infer It> ? It : never

/** A network of four, two of them coordinators, and two laptops outside. */
function start(): { laptops: Laptop[]; tickets: Ticket[] } {
  const laptops = Array.from({ length: COUNT }, (_, index) => new Laptop(`laptop ${index}`))
  const [founder, second, third, fourth] = laptops as [Laptop, Laptop, Laptop, Laptop]
  founder.found()
  for (const member of [second, third, fourth]) admit(founder, member, makeInvite(founder))
  founder.take(founder.act.promote(founder.state.devices.get(second.hex)!.person))
  const inside = [founder, second, third, fourth]
  meetAll(inside)
  return { laptops, tickets: [makeInvite(founder), makeInvite(second, { autoAdmit: false })] }
}

function run(steps: readonly Step[]): Laptop[] {
  const { laptops, tickets } = start()
  for (const it of steps) {
    try {
      perform(it, { laptops, tickets })
    } catch (error) {
      if (!(error instanceof MeshError)) throw error
    }
  }
  return laptops.filter((one) => one.author !== undefined)
}

function perform(it: Step, world: { laptops: Laptop[]; tickets: Ticket[] }): void {
  const at = world.laptops[it.at]!
  const other = 'other' in it ? world.laptops[it.other]! : at
  if (it.kind === 'clock') return at.clock.jump(it.ms)
  if (at.author === undefined) return
  switch (it.kind) {
    case 'invite':
      world.tickets.push(makeInvite(at, { uses: it.uses, autoAdmit: it.auto, ownDevice: it.own }))
      return
    case 'join':
      return join(at, other, world.tickets[it.pick % world.tickets.length]!)
    case 'approve':
    case 'reject': {
      const requests = [...at.state.requests.keys()]
      if (requests.length > 0) at.take(at.act[it.kind](requests[it.pick % requests.length]!))
      return
    }
    case 'promote':
    case 'demote':
      return at.take(at.act[it.kind](at.state.devices.get(other.hex)?.person ?? ''))
    case 'remove':
      return at.take(at.act.remove([other.hex], [[new Uint8Array(16).fill(it.other), it.at]]))
    case 'dispute':
      return at.take(disputeRemoval({ ...at, log: at.log }, [other.hex], []))
    case 'take out own': {
      const own = at.state.persons.get(at.person)?.devices.find((device) => device !== at.hex)
      return own === undefined ? undefined : at.take(at.act.leave([], { devices: [own] }))
    }
    case 'leave':
      return at.take(at.act.leave([]))
    case 'rename':
      return at.take(at.act.rename('the one with the radio'))
    case 'renew':
      return at.take(at.act.renewEpoch())
    case 'grant':
      return at.take(at.act.grant())
    case 'revoke': {
      const invites = [...at.state.invites.keys()]
      return at.take(at.act.revoke(invites[it.pick % invites.length] ?? ''))
    }
    case 'meet':
      return other.author === undefined ? undefined : meet(at, other)
  }
}

function join(host: Laptop, joiner: Laptop, ticket: Ticket): void {
  if (joiner.author !== undefined) return
  const invite = host.state.invites.get(ticket.id)
  if (invite !== undefined && (invite.flags & 1) === 0)
    host.take(host.act.request(ticket.id, newcomerWith(ticket, joiner, host.log.networkId)))
  else admit(host, joiner, ticket)
}

/** Coordinators and members do what falls due, with all laptops in reach, until nothing does. */
function settle(laptops: readonly Laptop[]): void {
  for (let round = 0; round < 10; round++) {
    meetAll(laptops)
    const due = laptops.find((one) => one.act.epochDue() !== undefined)
    if (due !== undefined) due.take(due.act.renewEpoch())
    else if (laptops.every((one) => !isCurrentDevice(one.state, one.hex) || one.act.grant().length === 0)) return
    for (const one of laptops) if (isCurrentDevice(one.state, one.hex)) one.take(one.act.grant())
  }
  throw new Error('What falls due never ends')
}

const history = fc.array(step, { minLength: 10, maxLength: 60, size: 'max' })

test('once all have exchanged everything, all agree, in whatever order it came', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (steps, order) => {
      const laptops = run(steps)
      meetAll(laptops)
      const [first] = laptops as [Laptop]
      const expected = plain(first.state)
      for (const one of laptops) {
        expect(one.log.digest()).toEqual(first.log.digest())
        expect(plain(one.state)).toEqual(expected)
      }
      const shuffled = first.log.records().map((record) => ({ record, at: order.next().value }))
      const log = new MembershipLog(first.log.networkId)
      for (const { record } of shuffled.toSorted((a, b) => a.at - b.at)) {
        log.add([record, record])
        if (log.size > 0 && record[record.length - 1]! % 8 === 0) log.state() // looking in between changes nothing
      }
      expect(log.digest()).toEqual(first.log.digest())
      expect(plain(log.state())).toEqual(expected)
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('every saved log loads, and one coordinator at least is there', () => {
  fc.assert(
    fc.property(history, (steps) => {
      for (const one of run(steps)) {
        const loaded = new MembershipLog(one.log.networkId)
        expect(loaded.load(one.log.records(), { verified: true }).ignored).toEqual([])
        expect(plain(loaded.state())).toEqual(plain(one.state))
        expect([...one.state.devices.keys()].some((device) => isCoordinator(one.state, device))).toBe(true)
      }
    }),
    { numRuns: 20 },
  )
}, 120_000)

test('no device that is gone can open a later epoch, and every member can open all', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const laptops = run(steps)
      settle(laptops)
      const { state } = laptops[0]!
      expect(state.tip).toMatchObject({ exposed: false, lacking: [] })
      const heldByMembers = new Set(
        laptops.filter((one) => isCurrentDevice(state, one.hex)).flatMap((one) => one.keyring.epochs()),
      )
      for (const one of laptops) {
        const holds = one.keyring.epochKey(state.tip!.id) !== undefined
        const status = one.state.devices.get(one.hex)?.status
        if (status === 'member') expect(one.keyring.epochs().toSorted()).toEqual([...heldByMembers].toSorted())
        else if (status !== 'pending') expect(holds).toBe(false)
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('what counted when it was written is undone only by a removal, a revocation, an over-use or what follows from them', () => {
  const causes = ['author-removed-meanwhile', 'pending', 'invite-revoked', 'overruled', 'last-coordinator']
  const follows = [
    ...causes,
    'author-not-a-member',
    'author-removed',
    'invite-void',
    'not-a-coordinator',
    'device-gone',
    'unknown-person',
    'wrong-person',
    'not-the-inviter',
  ]
  fc.assert(
    fc.property(history, (steps) => {
      const laptops = run(steps)
      meetAll(laptops)
      const { state, log } = laptops[0]!
      for (const [id, reason] of state.voided) {
        expect(follows).toContain(reason)
        if (reason !== 'author-removed-meanwhile') continue
        expect(state.devices.get(log.record(id)!.authorHex)?.status).toMatch(/^(removed|left)$/u)
      }
    }),
    { numRuns: 20 },
  )
}, 120_000)

test('garbage and altered records never throw and never change anything', () => {
  const { laptops } = start()
  const [founder] = laptops as [Laptop]
  const records = founder.log.records()
  const before = { digest: founder.log.digest(), state: plain(founder.state), records: records.map(toHex) }
  const altered = fc
    .record({ pick: fc.nat(), at: fc.nat(), bit: fc.nat({ max: 7 }), cut: fc.option(fc.nat(), { freq: 4 }) })
    .map(({ pick, at, bit, cut }) => {
      const record = records[pick % records.length]!.slice()
      record[at % record.length]! ^= 1 << bit
      return cut === null ? record : record.slice(0, cut % record.length)
    })
  fc.assert(
    fc.property(fc.oneof(altered, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      const { added } = founder.log.add([bytes])
      expect(added).toEqual([])
      expect(founder.log.digest()).toEqual(before.digest)
    }),
    { numRuns: 2000 },
  )
  expect(plain(founder.state)).toEqual(before.state)
  expect(founder.log.records().map(toHex)).toEqual(before.records)
}, 120_000)
