import { beforeEach, describe, expect, test } from 'vitest'

import { announcementsReady, HOUR_MS, hourOf, topicName } from '../../core/network/discovery/announcement.ts'
import { MAX_CANDIDATES } from '../../core/network/discovery/sightings.ts'
import { random } from '../helpers/libp2p-rig.ts'
import { SealedLab, type SealedLaptop } from '../helpers/sealed-lab.ts'

const LIAR = '10.0.0.66'

describe('sealed discovery among answers that were made to mislead', () => {
  let lab: SealedLab
  const now = (secret = lab.secret): string => topicName(secret, hourOf(lab.clock.now()))

  beforeEach(async () => {
    lab = new SealedLab()
    await announcementsReady()
  })

  /** Ten seconds of lies, a hundred a second. */
  async function flood(lie: (number: number) => void): Promise<void> {
    for (let number = 0; number < 1000; number++) {
      lie(number)
      await lab.clock.advanceGently(10, 10)
    }
  }
  const from = (found: SealedLaptop['found'], ip: string): SealedLaptop['found'] =>
    found.filter(({ addresses }) => addresses.some((address) => address.ip === ip))

  test('a member who claims to be a thousand laptops, or one that is in a thousand places, makes fifty candidates', async () => {
    for (const hint of [undefined, '00112233445566ff']) {
      const one = await lab.laptop({ ip: '10.0.0.1' })
      await flood((number) =>
        lab.say(now(), { from: LIAR, address: { ip: LIAR, port: 1000 + number }, ...(hint !== undefined && { hint }) }),
      )
      expect(one.found).toHaveLength(MAX_CANDIDATES)
      await one.discovery.stop()
    }
  })

  test('while a member lies without a pause, others are found, and found again when they have moved', async () => {
    const one = await lab.laptop({ ip: '10.0.0.1' })
    const [home, moved] = [
      { ip: '10.0.0.2', port: 4000 },
      { ip: '10.0.0.2', port: 4999 },
    ]
    const hint = '0011223344556677'
    await flood((number) => {
      lab.say(now(), { from: LIAR, address: { ip: LIAR, port: 1000 + number } })
      if (number >= 500 && number % 100 === 0)
        lab.say(now(), { from: home.ip, address: number < 800 ? home : moved, hint })
    })
    const told = from(one.found, home.ip).map(({ addresses }) => addresses[0])
    expect(told).toEqual([home, home, home, moved, moved])
  })

  test('liars who speak from twenty addresses leave room for others', async () => {
    const one = await lab.laptop({ ip: '10.0.0.1' })
    await flood((number) => lab.say(now(), { from: `10.0.0.${100 + (number % 20)}` }))
    for (let n = 2; n <= 21; n++) lab.say(now(), { from: `10.0.0.${n}` })
    for (let n = 2; n <= 21; n++) expect(from(one.found, `10.0.0.${n}`)).toHaveLength(1)
    expect(one.found.length).toBeLessThanOrEqual(MAX_CANDIDATES * 2)
  })

  test('who has no key but of an invite, or an old one, is nobody, and takes nobody’s place', async () => {
    const other = random(32)
    const one = await lab.laptop({ ip: '10.0.0.1', answersOnly: [other] })
    await flood(() => lab.say(now(other), { from: LIAR, secret: other }))
    expect(one.found).toEqual([])
    const answer = { kind: 'answer', from: '10.0.0.2', name: now() } as const
    lab.say(answer.name, { from: answer.from })
    const recorded = lab.air.packets.at(-1)!
    expect(one.found).toHaveLength(1)
    await flood(() => lab.say(now(other), { from: LIAR, secret: other }))
    lab.air.send(recorded)
    expect(one.found).toHaveLength(1) // it is remembered as said before
  })

  test('what was recorded in an hour before, or is said under the name of another, does not count as said now', async () => {
    const zoe = await lab.laptop({ ip: '10.0.0.2' })
    const day = await lab.laptop({ ip: '10.0.0.3', clockOffMs: -24 * HOUR_MS })
    await lab.clock.advanceGently(5_000)
    const recorded = lab.air.packets.filter(({ kind, from: by }) => kind === 'answer' && by === '10.0.0.2')
    expect(recorded.length).toBeGreaterThan(1)
    await zoe.discovery.stop()
    await lab.clock.advanceGently(HOUR_MS, 60_000)
    const vera = await lab.laptop({ ip: '10.0.0.1' })
    for (const packet of recorded) {
      lab.air.send(packet)
      await lab.clock.advanceGently(3_000)
    }
    const freshness = (ip: string): Set<boolean> => new Set(from(vera.found, ip).map(({ isFresh }) => isFresh))
    expect(freshness('10.0.0.2')).toEqual(new Set([false]))
    expect(freshness('10.0.0.3')).toContain(true) // a wrong clock keeps nobody from answering now
    await day.discovery.stop()
  })
})
