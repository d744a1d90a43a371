import { beforeEach, describe, expect, test } from 'vitest'

import { labelOf, saltName } from '../../core/identity/author/sealed-name.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import { signProof } from '../../core/identity/log/record/proof.ts'
import { decodeRecord, signRecord } from '../../core/identity/log/record/record.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { answer, ask, outcome } from '../helpers/join-lab.ts'
import { Laptop, makeInvite, newcomerWith, type Ticket } from '../helpers/membership-lab.ts'
import { memoryWires } from '../helpers/memory-wire.ts'

let founder: Laptop
let joiner: Laptop
beforeEach(() => {
  founder = new Laptop('founder')
  founder.found()
  joiner = new Laptop('joiner')
})

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
      { invite: inviteKeysOf(seed).signing, device: who.device },
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

  test('a founder of its own who shows the true invite and has let in the inviter', async () => {
    const ticket = makeInvite(founder)
    const impostor = new Laptop('impostor')
    impostor.found()
    const letIn = newcomerWith(makeInvite(impostor), founder, impostor.log.networkId)
    const [made] = impostor.act.admit([...impostor.state.invites.keys()][0]!, letIn)
    const admission = decodeRecord(made!)!
    if (admission.content.type !== 'admit') throw new Error('not an admit')
    const { body } = admission.content
    const forged = signRecord(
      { networkId: founder.log.networkId, previous: [admission.id], depth: 9, time: 0, type: 'admit', body },
      impostor.device,
    )
    const [a, b] = memoryWires()
    const asked = outcome(ask(b, joiner, { ticket, host: founder, peer: impostor.hex }))
    const invite = founder.log.records([fromHex(ticket.id)])[0]!
    await a.send(encodeCbor([1, 1, impostor.log.records()[0]!, [forged.bytes], invite]))
    expect(await asked).toBe('identity/wrong-network')
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
    await a.send(encodeCbor(reply(founder)))
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
