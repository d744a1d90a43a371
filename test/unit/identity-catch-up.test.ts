import { describe, expect, test } from 'vitest'

import { answerCatchUp, askCatchUp, type CatchUpOptions } from '../../core/identity/join/catch-up.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Wire } from '../../core/shared/wire.ts'
import { settled } from '../helpers/fake-clock.ts'
import { Laptop, networkOf, plain, welcome } from '../helpers/membership-lab.ts'
import { memoryWires } from '../helpers/memory-wire.ts'

function optionsFor(laptop: Laptop): CatchUpOptions {
  return {
    log: laptop.log,
    accept: async (records) => laptop.take(records),
    clock: laptop.clock,
    signal: new AbortController().signal,
  }
}

async function catchUp(asker: Laptop, answerer: Laptop): Promise<void> {
  const [a, b] = memoryWires()
  const beforeSending = async () => answerer.take(answerer.act.grant({ devices: [asker.hex] }))
  await Promise.all([askCatchUp(a, optionsFor(asker)), answerCatchUp(b, { ...optionsFor(answerer), beforeSending })])
}

async function outcome(promise: Promise<void>): Promise<string> {
  try {
    await promise
    return 'done'
  } catch (error) {
    if (error instanceof MeshError) return error.code
    throw error
  }
}

/** Plays the other side by hand. */
async function against(run: (wire: Wire) => Promise<void>, messages: readonly Uint8Array[]): Promise<string> {
  const [a, b] = memoryWires()
  const running = outcome(run(a))
  for (const message of messages) await b.send(message).catch(() => undefined)
  return running
}

describe('catching up', () => {
  test.each([0, 1, 2, 10])('after %i missed rotations gives the log and all keys at once', async (missed) => {
    const [founder, away, ...others] = networkOf(12) as [Laptop, Laptop, ...Laptop[]]
    for (const other of others.slice(0, missed)) founder.take(founder.act.remove([other.hex], []))
    await catchUp(away, founder)
    expect(plain(away.state)).toEqual(plain(founder.state))
    expect(away.keyring.epochs()).toHaveLength(missed + 1)
  })

  test('takes along what the other side lacks, and grants the key that the asker lacks', async () => {
    const [founder, away, gone] = networkOf(2) as [Laptop, Laptop, Laptop]
    founder.take(founder.act.remove([gone.hex], []))
    const friend = new Laptop('friend')
    welcome(away, friend)
    await catchUp(away, founder)
    expect(founder.log.digest()).toEqual(away.log.digest())
    await catchUp(friend, founder)
    expect(friend.keyring.sealingEpoch(friend.state)).toBe(founder.state.tip!.id)
  })

  test('heals concurrent epochs: each side reads what the other made', async () => {
    const [founder, second, x, y] = networkOf(3) as [Laptop, Laptop, Laptop, Laptop]
    founder.take(founder.act.promote(second.person))
    second.take(founder.log.records())
    founder.take(founder.act.remove([x.hex], []))
    second.take(second.act.remove([y.hex], []))
    await catchUp(second, founder)
    founder.take(founder.act.renewEpoch())
    await catchUp(second, founder)
    expect([founder, second].map((it) => it.keyring.epochs().length)).toEqual([4, 4])
    expect(second.state.tip).toMatchObject({ exposed: false, lacking: [] })
  })

  test.each([
    ['garbage', [new Uint8Array([0xff])], 'sync/protocol-violation'],
    ['another message', [encodeCbor([9])], 'sync/protocol-violation'],
    ['an id that is none', [encodeCbor([3, [new Uint8Array(5)]])], 'sync/protocol-violation'],
    ['empty messages without end', Array.from({ length: 1100 }, () => encodeCbor([2, []])), 'sync/message-too-large'],
  ])('ends by name on %s', async (_what, messages, code) => {
    const [founder] = networkOf(1) as [Laptop]
    const before = founder.log.digest()
    expect(await against((wire) => askCatchUp(wire, optionsFor(founder)), messages)).toBe(code)
    expect(founder.log.digest()).toEqual(before)
  })

  test('passes over records that are none, and keeps the rest', async () => {
    const [founder, away] = networkOf(1) as [Laptop, Laptop]
    const renamed = founder.act.rename('the one with the van')
    const messages = [encodeCbor([2, [new Uint8Array([1, 2, 3]), ...renamed]]), encodeCbor([3, []])]
    expect(await against((wire) => askCatchUp(wire, optionsFor(away)), messages)).toBe('done')
    founder.take(renamed)
    expect(away.log.digest()).toEqual(founder.log.digest())
  })

  test('ends when the other side is silent', async () => {
    const [founder] = networkOf(0) as [Laptop]
    const [a] = memoryWires()
    const asking = outcome(askCatchUp(a, optionsFor(founder)))
    await settled()
    founder.clock.advance(60_000)
    expect(await asking).toBe('shared/timed-out')
  })
})
