import { beforeEach, describe, expect, test } from 'vitest'

import { labelOf, saltName } from '../../core/identity/author/sealed-name.ts'
import { type Append, answerJoin } from '../../core/identity/join/answer-join.ts'
import { askToJoin, type AskToJoinOptions } from '../../core/identity/join/ask-to-join.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import { signProof } from '../../core/identity/log/record/proof.ts'
import { signRecord } from '../../core/identity/log/record/record.ts'
import { isCurrentDevice } from '../../core/identity/log/state.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { settled } from '../helpers/fake-clock.ts'
import { admit, Laptop, makeInvite, meet, networkOf, type Ticket, welcome } from '../helpers/membership-lab.ts'
import { memoryWires } from '../helpers/memory-wire.ts'

let founder: Laptop
let joiner: Laptop
beforeEach(() => {
  founder = new Laptop('founder')
  founder.found()
  joiner = new Laptop('joiner')
})

const keep =
  (host: Laptop): Append =>
  async (make) =>
    host.take(make())

function codeFor(ticket: Ticket, host: Laptop) {
  return {
    networkId: host.log.networkId,
    seed: ticket.seed,
    expires: 1_000_000,
    flags: 1,
    inviter: fromHex(host.state.invites.get(ticket.id)!.inviter),
    addresses: [],
  }
}

function answer(
  wire: Wire,
  host: Laptop,
  options: { ticket: Ticket; peer: Laptop; append?: Append; signal?: AbortSignal },
) {
  const { ticket, peer, append = keep(host), signal = new AbortController().signal } = options
  return answerJoin(wire, { author: host.act, append, invite: ticket.id, peer: peer.hex, clock: host.clock, signal })
}

function ask(wire: Wire, who: Laptop, options: { ticket: Ticket; host: Laptop } & Partial<AskToJoinOptions>) {
  const { ticket, host, ...rest } = options
  const { device, name, clock, random } = who
  const signal = new AbortController().signal
  return askToJoin(wire, { code: codeFor(ticket, host), device, name, peer: host.hex, clock, random, signal, ...rest })
}

/** Both sides at once; each outcome is a result or an error code. */
async function converse(host: Laptop, who: Laptop, ticket: Ticket, rest: Partial<AskToJoinOptions> = {}) {
  const [a, b] = memoryWires()
  return Promise.all([outcome(answer(a, host, { ticket, peer: who })), outcome(ask(b, who, { ticket, host, ...rest }))])
}

async function outcome<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof MeshError) return error.code
    throw error
  }
}

/** Speaks the joiner's part by hand. */
async function sayToAnswerer(wire: Wire, message: Uint8Array): Promise<unknown[]> {
  const heard: unknown[] = [decodeCbor((await wire.receive())!)]
  await wire.send(message)
  for (;;) {
    const next = await wire.receive().catch(() => undefined)
    if (next === undefined) return heard
    heard.push(decodeCbor(next))
  }
}

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

describe('an answerer is not fooled by', () => {
  let ticket: Ticket
  let digest: Uint8Array
  beforeEach(() => {
    ticket = makeInvite(founder, { uses: 9 })
    digest = founder.log.digest()
  })

  /** What a joiner of that device would send. */
  function askOf(who: Laptop, seed = ticket.seed, networkId = founder.log.networkId): Uint8Array {
    const salted = saltName('joiner', who.random)
    const proof = signProof(
      { networkId, device: who.device.publicKey, label: labelOf(salted) },
      inviteKeysOf(seed).signing,
    )
    return encodeCbor([2, who.device.publicKey, salted.name, salted.salt, proof])
  }

  async function attempt(message: Uint8Array, who = joiner) {
    const [a, b] = memoryWires()
    const [answered, heard] = await Promise.all([
      outcome(answer(a, founder, { ticket, peer: who })),
      sayToAnswerer(b, message),
    ])
    expect(founder.log.digest()).toEqual(digest)
    expect(heard).toHaveLength(1)
    return answered
  }

  test('a captured proof with other keys', async () => {
    const captured = decodeCbor(askOf(joiner)) as [number, Uint8Array, string, Uint8Array, Uint8Array]
    const thief = new Laptop('thief')
    expect(await attempt(encodeCbor(captured), thief)).toBe('sync/protocol-violation')
    captured[1] = thief.device.publicKey
    expect(await attempt(encodeCbor(captured), thief)).toBe('sync/protocol-violation')
  })

  test('a proof under another name, by another seed, or for another network', async () => {
    const renamed = decodeCbor(askOf(joiner)) as [number, Uint8Array, string, Uint8Array, Uint8Array]
    renamed[2] = 'founder'
    expect(await attempt(encodeCbor(renamed))).toBe('sync/protocol-violation')
    expect(await attempt(askOf(joiner, new Uint8Array(16)))).toBe('sync/protocol-violation')
    expect(await attempt(askOf(joiner, ticket.seed, new Uint8Array(16)))).toBe('sync/protocol-violation')
  })

  test.each([
    ['bytes that are no message', new Uint8Array([0xff])],
    ['another message', encodeCbor([3, 'admitted', []])],
    [
      'a message with one part more',
      encodeCbor([2, new Uint8Array(32), 'x', new Uint8Array(16), new Uint8Array(64), 0]),
    ],
    ['a name that is none', encodeCbor([2, new Uint8Array(32), '\u0007', new Uint8Array(16), new Uint8Array(64)])],
  ])('%s', async (_what, message) => {
    expect(await attempt(message)).toBe('sync/protocol-violation')
  })

  test('silence', async () => {
    const [a, b] = memoryWires()
    const answering = outcome(answer(a, founder, { ticket, peer: joiner }))
    await b.receive()
    founder.clock.advance(60_000)
    expect(await answering).toBe('shared/timed-out')
    expect(founder.log.digest()).toEqual(digest)
  })
})

describe('a joiner is not fooled by', () => {
  async function meetImpostor(impostor: Laptop, options: { ticket: Ticket; real: Laptop; peer?: Laptop }) {
    const [a, b] = memoryWires()
    const { ticket, real, peer = impostor } = options
    const theirs = [...impostor.state.invites.keys()][0]!
    const answering = outcome(answer(a, impostor, { ticket: { ...ticket, id: theirs }, peer: joiner }))
    const asked = await outcome(ask(b, joiner, { ticket, host: real, peer: peer.hex }))
    a.abort()
    await answering
    return asked
  }

  test('another network that knows the code', async () => {
    const ticket = makeInvite(founder)
    const impostor = new Laptop('impostor')
    impostor.found()
    makeInvite(impostor)
    expect(await meetImpostor(impostor, { ticket, real: founder })).toBe('identity/wrong-network')
  })

  test('a laptop that shows the chain of somebody else', async () => {
    const ticket = makeInvite(founder)
    expect(await meetImpostor(founder, { ticket, real: founder, peer: new Laptop('in the middle') })).toBe(
      'identity/wrong-network',
    )
  })

  test('an invite that is not the one of the code', async () => {
    const ticket = makeInvite(founder)
    expect(await meetImpostor(founder, { ticket: { ...ticket, seed: new Uint8Array(16) }, real: founder })).toBe(
      'identity/wrong-network',
    )
  })

  test.each([
    ['a log that does not let it in', (host: Laptop) => [3, 'admitted', host.log.records()]],
    ['no log at all', () => [3, 'admitted', []]],
    ['an answer that is none', () => [9]],
  ])('%s', async (_what, reply) => {
    const ticket = makeInvite(founder)
    const [a, b] = memoryWires()
    const asked = outcome(ask(b, joiner, { ticket, host: founder }))
    await a.send(encodeCbor([1, 1, founder.log.records()[0]!, [], founder.log.records([fromHex(ticket.id)])[0]!]))
    await a.receive()
    await a.send(encodeCbor(reply(founder) as never))
    expect(await asked).toBe('sync/protocol-violation')
  })

  test('an endless log', async () => {
    const ticket = makeInvite(founder)
    const [a, b] = memoryWires()
    const asked = outcome(ask(b, joiner, { ticket, host: founder }))
    await a.send(encodeCbor([1, 1, founder.log.records()[0]!, [], founder.log.records([fromHex(ticket.id)])[0]!]))
    await a.receive()
    const endless = (async () => {
      for (;;) await a.send(encodeCbor([4, []]))
    })().catch(() => 'cut')
    expect(await asked).toBe('sync/message-too-large')
    expect(await endless).toBe('cut')
  })

  test('silence, and stops when told to', async () => {
    const ticket = makeInvite(founder)
    const [, b] = memoryWires()
    const asked = outcome(ask(b, joiner, { ticket, host: founder }))
    joiner.clock.advance(60_000)
    expect(await asked).toBe('shared/timed-out')
    const stop = new AbortController()
    const [, d] = memoryWires()
    const again = outcome(ask(d, joiner, { ticket, host: founder, signal: stop.signal }))
    stop.abort()
    expect(await again).toBe('shared/aborted')
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
