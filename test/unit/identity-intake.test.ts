import { beforeEach, describe, expect, test } from 'vitest'

import { LogIntake } from '../../core/identity/log/intake/intake.ts'
import { type LogRecord, signRecord } from '../../core/identity/log/record/record.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { admit, Laptop, makeInvite, meetAll, networkOf, plain } from '../helpers/membership-lab.ts'

const MINUTE_MS = 60_000

/** Records in a row by one device: its name, over and over. */
function chatter(by: Laptop, count: number, on: readonly LogRecord[] = by.log.heads()): LogRecord[] {
  const like = by.log.recordsOfType('name')[0]!.content.body
  const made: LogRecord[] = []
  for (let last = on; made.length < count; last = made.slice(-1)) {
    const previous = last.map(({ id }) => id)
    const depth = 1 + Math.max(...last.map((it) => it.depth))
    const body = { ...like, person: fromHex(by.person) }
    made.push(signRecord({ networkId: by.log.networkId, previous, depth, time: 0, type: 'name', body }, by.device))
  }
  return made
}

const bytesOf = (records: readonly LogRecord[]): Uint8Array[] => records.map(({ bytes }) => bytes)

describe('records of others are taken', () => {
  let founder: Laptop
  let flooder: Laptop
  let other: Laptop
  let clock: FakeClock
  let intake: LogIntake

  beforeEach(() => {
    ;[founder, flooder, other] = networkOf(2) as [Laptop, Laptop, Laptop]
    clock = new FakeClock()
    intake = new LogIntake({ log: () => founder.log, clock })
  })

  test('at once up to far more than people make, then bit by bit, and all of them in the end', () => {
    const flood = chatter(flooder, 1_000)
    const size = founder.log.size
    const first = intake.add(bytesOf(flood))
    expect(first.added.length).toBe(300)
    expect([...first.crowding]).toEqual([flooder.hex])
    expect(intake.waiting).toBe(700)
    clock.advance(10 * MINUTE_MS)
    expect(intake.addWaiting().added).toHaveLength(60)
    for (let turn = 0; turn < 13; turn++) {
      clock.advance(10 * MINUTE_MS)
      intake.addWaiting()
    }
    expect(founder.log.size).toBe(size + 1_000)
    other.take(bytesOf(flood))
    expect(plain(founder.state)).toEqual(plain(other.state))
  })

  test('of others at once, whoever floods meanwhile', () => {
    intake.add(bytesOf(chatter(flooder, 1_000)))
    expect(intake.add(other.act.rename('Ben')).added).toHaveLength(1)
  })

  test('at once where somebody else has built on them', () => {
    const flood = chatter(flooder, 500)
    intake.add(bytesOf(flood))
    other.take(bytesOf(flood))
    const honest = other.act.rename('Ben')
    expect(intake.add(honest).added).toHaveLength(201)
    expect(founder.log.digest()).toEqual((other.take(honest), other.log.digest()))
  })

  test('at once where somebody else has built on them, whichever comes first', () => {
    const flood = chatter(flooder, 500)
    other.take(bytesOf(flood))
    const honest = other.act.rename('Ben')
    intake.add(bytesOf(flood.slice(0, 400)))
    intake.add(honest)
    expect(founder.log.has(other.log.heads()[0]!.id)).toBe(false)
    other.take(honest)
    for (let exchange = 0; exchange < 2; exchange++) intake.add(bytesOf(flood.slice(400)))
    expect(founder.log.digest()).toEqual(other.log.digest())
  })

  test('not for more by letting a crowd in', () => {
    const ticket = makeInvite(flooder, { uses: 100 })
    const crowd = Array.from({ length: 20 }, (_, index) => new Laptop(`puppet ${index}`))
    for (const one of crowd) admit(flooder, one, ticket)
    intake.add(flooder.log.records())
    const size = founder.log.size
    for (const one of crowd) intake.add(bytesOf(chatter(one, 200, flooder.log.heads())))
    expect(founder.log.size - size).toBeLessThan(300)
  })

  test('from a coordinator with far more room, and from who is gone with little', () => {
    founder.take(founder.act.promote(flooder.person))
    meetAll([founder, flooder, other])
    expect(intake.add(bytesOf(chatter(flooder, 1_000))).added).toHaveLength(1_000)
    const before = other.log.heads()
    founder.take(founder.act.remove([other.hex], []))
    expect(intake.add(bytesOf(chatter(other, 100, before))).added).toHaveLength(30)
  })

  test('by who was away as if it had been there', () => {
    intake.wasAway(100 * MINUTE_MS)
    expect(intake.add(bytesOf(chatter(flooder, 1_000))).added).toHaveLength(900)
  })

  test('and what waits is not asked for again, but passed on', () => {
    const flood = chatter(flooder, 400)
    intake.add(bytesOf(flood))
    flooder.take(bytesOf(flood))
    expect(intake.digest()).toEqual(flooder.log.digest())
    expect(intake.records(flood.map(({ id }) => id))).toHaveLength(400)
  })

  test('and nobody uses up the room of others by records that they never signed', () => {
    const forged = chatter(other, 1_000).map(({ bytes }) => bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1))
    expect(intake.add(forged)).toMatchObject({ added: [] })
    expect(intake.waiting).toBe(0)
    expect(intake.add(other.act.rename('Ben')).added).toHaveLength(1)
  })
})
