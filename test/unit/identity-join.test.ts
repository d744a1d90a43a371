import { beforeEach, describe, expect, test } from 'vitest'

import type { Append } from '../../core/identity/join/answer-join.ts'
import { signRecord } from '../../core/identity/log/record/record.ts'
import { isCurrentDevice } from '../../core/identity/log/state.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { settled } from '../helpers/fake-clock.ts'
import { answer, ask, converse, outcome } from '../helpers/join-lab.ts'
import { admit, Laptop, makeInvite, meet, networkOf, welcome } from '../helpers/membership-lab.ts'
import { type MemoryWire, memoryWires } from '../helpers/memory-wire.ts'

let founder: Laptop
let joiner: Laptop
beforeEach(() => {
  founder = new Laptop('founder')
  founder.found()
  joiner = new Laptop('joiner')
})

describe('joining by an auto-admit invite', () => {
  test('gives the joiner the log and a key, and the others its name', async () => {
    const [answered, joined] = await converse(founder, joiner, makeInvite(founder))
    expect(answered).toBe('admitted')
    if (typeof joined === 'string') throw new Error(joined)
    joiner.enter(joined.records, joined.networkId)
    expect(joiner.log.digest()).toEqual(founder.log.digest())
    expect(joiner.keyring.sealingEpoch(joiner.state)).toBe(founder.state.tip!.id)
    expect(founder.keyring.openName(founder.state.devices.get(joiner.hex)!.name!)).toBe('joiner')
  })

  test('works at any member, and shows a stranger nobody but those who lead to it', async () => {
    const [chief, member, bystander] = networkOf(2) as [Laptop, Laptop, Laptop]
    const ticket = makeInvite(member)
    const [a, b] = memoryWires()
    const answering = outcome(answer(a, member, { ticket, peer: joiner }))
    const offer = (await b.receive())!
    expect(Buffer.from(offer).includes(Buffer.from(bystander.device.publicKey))).toBe(false)
    for (const name of ['laptop 0', 'laptop 1', 'laptop 2']) expect(Buffer.from(offer).includes(name)).toBe(false)
    b.abort()
    expect(await answering).toBe('network/peer-unreachable')
    const [answered] = await converse(member, joiner, ticket)
    expect(answered).toBe('admitted')
    meet(chief, member)
    expect(isCurrentDevice(chief.state, joiner.hex)).toBe(true)
  })

  test('takes a log larger than one message', async () => {
    const ticket = makeInvite(founder)
    for (let count = 0; count < 25; count++) {
      const [head] = founder.log.heads()
      const fields = { networkId: founder.log.networkId, previous: [head!.id], depth: head!.depth + 1, time: count }
      founder.log.add([
        signRecord({ ...fields, type: 'from-tomorrow' as never, body: new Uint8Array(60_000) as never }, founder.device)
          .bytes,
      ])
    }
    const total = founder.log.records().reduce((sum, record) => sum + record.byteLength, 0)
    expect(total).toBeGreaterThan(1 << 20)
    const [answered, joined] = await converse(founder, joiner, ticket)
    expect([answered, typeof joined]).toEqual(['admitted', 'object'])
  }, 60_000)

  test('asked again by the same device is answered again, without a new record', async () => {
    const ticket = makeInvite(founder)
    await converse(founder, joiner, ticket)
    const { size } = founder.log
    const [answered, joined] = await converse(founder, joiner, ticket)
    expect([answered, typeof joined]).toEqual(['admitted', 'object'])
    expect(founder.log.size).toBe(size)
  })

  test('is refused by name when used up, expired, revoked, or in already', async () => {
    const ticket = makeInvite(founder)
    await converse(founder, joiner, ticket)
    const other = new Laptop('other')
    expect(await converse(founder, other, ticket)).toEqual(['refused', 'identity/invite-used-up'])
    expect(await converse(founder, joiner, makeInvite(founder))).toEqual(['refused', 'identity/already-a-member'])
    const old = makeInvite(founder, { expires: 1 })
    expect(await converse(founder, other, old)).toEqual(['refused', 'identity/invite-expired'])
    const revoked = makeInvite(founder)
    founder.take(founder.act.revoke(revoked.id))
    expect(await converse(founder, other, revoked)).toEqual(['refused', 'identity/invite-revoked'])
    founder.take(founder.act.remove([joiner.hex], []))
    expect(await converse(founder, joiner, makeInvite(founder))).toEqual(['refused', 'identity/join-rejected'])
  })

  test('by two at once on a single-use invite lets one in', async () => {
    const ticket = makeInvite(founder)
    const other = new Laptop('other')
    const outcomes = await Promise.all([converse(founder, joiner, ticket), converse(founder, other, ticket)])
    expect(outcomes.map(([answered]) => answered).toSorted()).toEqual(['admitted', 'refused'])
    expect(founder.state.invites.get(ticket.id)!.used).toBe(1)
  })

  test('changes nothing when the record cannot be written', async () => {
    const ticket = makeInvite(founder)
    const digest = founder.log.digest()
    const append: Append = async (make) => {
      make()
      throw new MeshError('documents/disk-full', 'The disk is full')
    }
    const [a, b] = memoryWires()
    const [answered, joined] = await Promise.all([
      outcome(answer(a, founder, { ticket, peer: joiner, append })),
      outcome(ask(b, joiner, { ticket, host: founder })),
    ])
    expect([answered, joined]).toEqual(['documents/disk-full', 'network/peer-unreachable'])
    expect(founder.log.digest()).toEqual(digest)
    expect((await converse(founder, joiner, ticket))[0]).toBe('admitted')
  })
})

describe('joining by an approval invite', () => {
  const ticketFor = (host: Laptop) => makeInvite(host, { autoAdmit: false })
  const soon = async (fact: () => boolean): Promise<void> => {
    await expect.poll(fact, { interval: 1 }).toBe(true)
  }

  test('waits, and ends when a coordinator says yes', async () => {
    const [chief, member] = networkOf(1) as [Laptop, Laptop]
    const ticket = ticketFor(member)
    let pending = false
    const conversation = converse(member, joiner, ticket, { onPending: () => (pending = true) })
    await soon(() => pending)
    meet(chief, member)
    chief.take(chief.act.approve([...chief.state.requests.keys()][0]!))
    meet(chief, member)
    const [answered, joined] = await conversation
    expect([answered, typeof joined]).toEqual(['admitted', 'object'])
  })

  test('ends when a coordinator says no, and stays no', async () => {
    const ticket = ticketFor(founder)
    const conversation = converse(founder, joiner, ticket)
    await soon(() => founder.state.requests.size === 1)
    founder.take(founder.act.reject([...founder.state.requests.keys()][0]!))
    expect(await conversation).toEqual(['refused', 'identity/join-rejected'])
    expect(await converse(founder, joiner, ticket)).toEqual(['refused', 'identity/join-rejected'])
  })

  test('is over for the answerer once the joiner goes away, or says anything more', async () => {
    const ticket = ticketFor(founder)
    for (const [leave, code] of [
      [(wire: MemoryWire) => wire.abort(), 'network/peer-unreachable'],
      [(wire: MemoryWire) => void wire.close(), 'network/peer-unreachable'],
      [(wire: MemoryWire) => void wire.send(new Uint8Array([1])), 'sync/protocol-violation'],
    ] as const) {
      const [a, b] = memoryWires()
      let pending = false
      void outcome(ask(b, joiner, { ticket, host: founder, onPending: () => (pending = true) }))
      const answered = outcome(answer(a, founder, { ticket, peer: joiner }))
      await soon(() => pending)
      leave(b)
      expect(await answered).toBe(code)
    }
    expect(founder.state.requests.size).toBe(1)
  })

  test('is written down for thirty-two at most under one invite, until a coordinator has decided on some', async () => {
    const ticket = makeInvite(founder, { autoAdmit: false, uses: 50 })
    const knock = async (n: number): Promise<unknown> => {
      const [a, b] = memoryWires()
      const who = new Laptop(`knocker ${n}`)
      let pending = false
      const asked = outcome(ask(b, who, { ticket, host: founder, onPending: () => (pending = true) }))
      const answered = outcome(answer(a, founder, { ticket, peer: who }))
      await Promise.race([soon(() => pending), answered])
      if (!pending) return asked
      b.abort()
      return answered
    }
    for (let n = 0; n < 32; n++) expect(await knock(n)).toBe('network/peer-unreachable')
    expect(await knock(32)).toBe('identity/invite-used-up')
    founder.take(founder.act.reject([...founder.state.requests.keys()][0]!))
    expect(await knock(33)).toBe('network/peer-unreachable')
    expect(founder.state.requests.size).toBe(32)
  })

  test('goes on after an interruption: one request, and the answer when asked again', async () => {
    const ticket = ticketFor(founder)
    const stop = new AbortController()
    const [a, b] = memoryWires()
    const first = Promise.all([
      outcome(answer(a, founder, { ticket, peer: joiner, signal: stop.signal })),
      outcome(ask(b, joiner, { ticket, host: founder })),
    ])
    await soon(() => founder.state.requests.size === 1)
    await settled()
    stop.abort()
    expect(await first).toEqual(['shared/aborted', 'identity/approval-pending'])
    founder.take(founder.act.approve([...founder.state.requests.keys()][0]!))
    const { size } = founder.log
    expect((await converse(founder, joiner, ticket))[0]).toBe('admitted')
    expect(founder.log.size).toBe(size)
  })
})

test('a chain leads through those who let each other in', async () => {
  const laptops = Array.from({ length: 6 }, (_, index) => new Laptop(`link ${index}`))
  laptops[0]!.found()
  for (const [index, next] of laptops.slice(1).entries()) welcome(laptops[index]!, next)
  const last = laptops.at(-1)!
  const ticket = makeInvite(last)
  admit(last, new Laptop('before'), makeInvite(last))
  expect((await converse(last, joiner, ticket))[0]).toBe('admitted')
})
