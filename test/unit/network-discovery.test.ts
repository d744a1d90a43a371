import { beforeEach, describe, expect, test } from 'vitest'

import {
  HOUR_MS,
  announcementHint,
  announcementsReady,
  hourOf,
  openAnnouncement,
  sealAnnouncement,
  SEALED_BYTES,
  topicName,
} from '../../core/network/discovery/announcement.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { random } from '../helpers/libp2p-rig.ts'
import { SealedLab, wifi, type SealedLaptop } from '../helpers/sealed-lab.ts'
import type { InterfaceAddress } from '../../core/network/interfaces.ts'
import type { Address } from '../../core/network/ports.ts'

describe('sealed discovery', () => {
  let lab: SealedLab
  let clock: SealedLab['clock']
  let air: SealedLab['air']
  let secret: Uint8Array

  beforeEach(async () => {
    lab = new SealedLab()
    ;({ clock, air, secret } = lab)
    await announcementsReady()
  })

  const laptop = (options: Parameters<SealedLab['laptop']>[0]): Promise<SealedLaptop> => lab.laptop(options)

  test('an observer of two days sees nothing twice but the names of one hour, and only full-size noise', async () => {
    await laptop({ ip: '10.0.0.1' })
    await laptop({ ip: '10.0.0.2' })
    for (let minute = 0; minute < 48 * 60; minute++) await clock.advanceGently(60_000, 30_000)
    const hoursOfName = new Map<string, Set<number>>()
    const eightBytes = new Map<string, number>()
    expect(air.packets.filter(({ kind }) => kind === 'answer').length).toBeGreaterThan(48)
    // Replaying the names by the hour in which they were sent needs the time of each packet, so ask the names themselves.
    for (const { name, text } of air.packets) {
      hoursOfName.set(name, hoursOfName.get(name) ?? new Set())
      if (text === undefined) continue
      expect(text.byteLength).toBe(SEALED_BYTES)
      for (let at = 0; at + 8 <= text.byteLength; at += 8) {
        const piece = Buffer.from(text.subarray(at, at + 8)).toString('hex')
        eightBytes.set(piece, (eightBytes.get(piece) ?? 0) + 1)
      }
    }
    expect([...eightBytes.values()].filter((count) => count > 1)).toEqual([])
    expect(hoursOfName.size).toBeGreaterThanOrEqual(47)
    const first = hourOf(new FakeClock().now())
    const expected = Array.from({ length: 50 }, (_, hour) => topicName(secret, first + hour))
    for (const name of hoursOfName.keys()) expect(expected).toContain(name)
    for (const name of hoursOfName.keys()) {
      const at = air.packets.flatMap((packet, index) => (packet.name === name ? [index] : []))
      expect(at.at(-1)! - at[0]!).toBe(at.length - 1) // one run: a name never comes back
    }
  }, 60_000)

  test('laptops whose clocks are a day apart find each other; two days apart do not', async () => {
    const right = await laptop({ ip: '10.0.0.1' })
    const late = await laptop({ ip: '10.0.0.2', clockOffMs: -24 * HOUR_MS })
    const lost = await laptop({ ip: '10.0.0.3', clockOffMs: 48 * HOUR_MS })
    await clock.advanceGently(10_000)
    expect(right.found.map(({ hint }) => hint)).toContain(late.hint)
    expect(late.found.map(({ hint }) => hint)).toContain(right.hint)
    expect(lost.found.map(({ hint }) => hint)).not.toContain(right.hint)
  })

  test('questions grow rare: seven in the first two minutes, then one a minute', async () => {
    const { discovery } = await laptop({ ip: '10.0.0.1' })
    const asked = (): number => air.packets.filter(({ kind }) => kind === 'question').length
    await clock.advanceGently(120_000, 500)
    expect(asked()).toBeLessThanOrEqual(8)
    const before = asked()
    await clock.advanceGently(600_000, 1000)
    expect(asked() - before).toBeLessThanOrEqual(12)
    expect(asked() - before).toBeGreaterThanOrEqual(8)
    discovery.ask()
    const again = asked()
    await clock.advanceGently(4000)
    expect(asked() - again).toBeGreaterThanOrEqual(2)
  })

  test('a flood of questions gets one answer a second', async () => {
    await laptop({ ip: '10.0.0.1' })
    const name = topicName(secret, hourOf(clock.now()))
    for (let round = 0; round < 1000; round++) {
      air.send({ kind: 'question', from: '10.0.0.99', name })
      await clock.advanceGently(10, 10)
    }
    expect(air.packets.filter(({ kind }) => kind === 'answer').length).toBeLessThanOrEqual(11)
  })

  test('does not answer itself, nor names it does not know, nor senders outside its subnet', async () => {
    await laptop({ ip: '10.0.0.1' })
    await clock.advanceGently(5000)
    air.send({ kind: 'question', from: '10.0.0.99', name: topicName(random(32), hourOf(clock.now())) })
    air.send({ kind: 'question', from: '10.0.0.99', name: '_services._dns-sd._udp.local' })
    air.send({ kind: 'question', from: '192.168.7.7', name: topicName(secret, hourOf(clock.now())) })
    await clock.advanceGently(5000)
    expect(air.packets.filter(({ kind }) => kind === 'answer')).toEqual([])
  })

  test('garbage, replays and foreign seals are ignored; a liar sends nobody beyond the subnet', async () => {
    const one = await laptop({ ip: '10.0.0.1' })
    const name = topicName(secret, hourOf(clock.now()))
    const seal = (addresses: Address[], by = secret, as = name): Uint8Array =>
      sealAnnouncement({ addresses, hint: '00112233445566ff' }, { secret: by, name: as, random })
    const answer = (text: Uint8Array, from = '10.0.0.66', as = name): void =>
      air.send({ kind: 'answer', from, name: as, text })
    for (let size = 0; size < 400; size++) answer(random(size))
    answer(seal([{ ip: '10.0.0.66', port: 1 }], random(32)))
    answer(seal([{ ip: '10.0.0.66', port: 1 }], secret, topicName(secret, 5)))
    answer(seal([{ ip: '10.0.0.66', port: 1 }]), '192.168.7.7')
    answer(seal([{ ip: '8.8.8.8', port: 53 }]))
    answer(seal([]))
    expect(one.found).toEqual([])
    const good = seal([
      { ip: '8.8.8.8', port: 4001 },
      { ip: '10.0.0.66', port: 4001 },
    ])
    for (let repeat = 0; repeat < 50; repeat++) {
      answer(good)
      clock.advance(1500)
    }
    expect(one.found.map(({ addresses }) => addresses)).toEqual([[{ ip: '10.0.0.66', port: 4001 }]])
  })

  test('finds the others when wifi comes after the start, moves, or comes back', async () => {
    await laptop({ ip: '10.0.0.1' })
    await laptop({ ip: '10.0.9.1' })
    let present: InterfaceAddress[] = []
    const late = await laptop({ ip: '10.0.0.2', interfaces: () => present })
    await clock.advanceGently(60_000, 1000)
    expect(late.found).toEqual([])
    present = [wifi('10.0.0.2')]
    await clock.advanceGently(2500)
    expect(late.found.length).toBeGreaterThan(0)
    for (const { addresses } of late.found) expect(addresses).toEqual([{ ip: '10.0.0.1', port: 4000 }])
    present = [wifi('10.0.9.2')]
    await clock.advanceGently(2500)
    expect(late.found.at(-1)?.addresses).toEqual([{ ip: '10.0.9.1', port: 4000 }])
    const links = air.open.length
    present = []
    await clock.advanceGently(2500)
    expect(air.open).toHaveLength(links - 1)
    await late.discovery.stop()
    await late.watch.stop()
  })

  test('listens anew where its address has moved to another interface, or into another subnet', async () => {
    await laptop({ ip: '10.0.9.1', interfaces: () => [wifi('10.0.9.1', 16)] })
    let present = { ...wifi('10.0.0.2'), name: 'cable' }
    const one = await laptop({ ip: present.ip, interfaces: () => [present] })
    for (const next of [
      { ...present, name: 'bridge' },
      { ...present, name: 'bridge', prefix: 16 },
    ]) {
      present = next
      await clock.advanceGently(2500)
      expect(air.open.filter(({ ip }) => ip === next.ip)).toEqual([next])
    }
    expect(one.found.at(-1)?.addresses).toEqual([{ ip: '10.0.9.1', port: 4000 }])
  })

  test('works on several interfaces at once, and tells each only its own address', async () => {
    const both = [wifi('10.0.0.5'), wifi('10.0.9.5')]
    await laptop({ ip: '10.0.0.5', interfaces: () => both })
    const here = await laptop({ ip: '10.0.0.1' })
    const there = await laptop({ ip: '10.0.9.1' })
    await clock.advanceGently(5000)
    const told = ({ found }: SealedLaptop): Set<string> =>
      new Set(found.flatMap(({ addresses }) => addresses.map(({ ip }) => ip)))
    expect(told(here)).toEqual(new Set(['10.0.0.5']))
    expect(told(there)).toEqual(new Set(['10.0.9.5']))
  })

  test('forty laptops in a room: everybody finds somebody within 2 s, with few packets', async () => {
    const laptops: SealedLaptop[] = []
    for (let number = 1; number <= 40; number++) laptops.push(await laptop({ ip: `10.0.0.${number}` }))
    let most = 0
    const advance = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        const before = air.packets.length
        await clock.advanceGently(1000, 10)
        most = Math.max(most, air.packets.length - before)
      }
    }
    await advance(2)
    expect(laptops.filter(({ found }) => found.length === 0)).toEqual([])
    await advance(58)
    const before = air.packets.length
    await advance(120)
    const perSecond = (air.packets.length - before) / 120
    console.info(
      `room of 40: ${(before / 60).toFixed(1)} packets/s in the first minute, ${perSecond.toFixed(1)} after, ${most} in the worst second (all, <= 25)`,
    )
    expect(most).toBeLessThanOrEqual(25)
    const answers = (): number => air.packets.filter(({ kind }) => kind === 'answer').length
    const quiet = answers()
    air.send({ kind: 'question', from: '10.0.0.99', name: topicName(secret, hourOf(clock.now())) })
    await clock.advanceGently(600, 5)
    expect(answers() - quiet).toBeGreaterThanOrEqual(3)
    expect(answers() - quiet).toBeLessThanOrEqual(18) // four are enough, and each answers after eight silent rounds
  }, 60_000)

  test('a laptop that was busy when its moment came hears what was said meanwhile before it speaks', async () => {
    // In Node's event loop all that is due runs, then what arrived is read, then what was asked for just now runs.
    const later: (() => void)[] = []
    const { after } = clock
    let busy = false
    clock.after = (delayMs, task) => {
      if (!busy || delayMs > 0) return after.call(clock, delayMs, task)
      later.push(task)
      return () => undefined
    }
    await laptop({ ip: '10.0.0.1' })
    await clock.advanceGently(5_000)
    const name = topicName(secret, hourOf(clock.now()))
    const said = (): number => air.packets.filter(({ from }) => from === '10.0.0.1').length
    const before = said()
    air.send({ kind: 'question', from: '10.0.0.99', name })
    busy = true
    clock.advance(600)
    for (let n = 2; n <= 5; n++) {
      const other = { addresses: [{ ip: `10.0.0.${n}`, port: 4000 }], hint: announcementHint(secret, random(32)) }
      const text = sealAnnouncement(other, { secret, name, random })
      air.send({ kind: 'answer', from: `10.0.0.${n}`, name, text })
    }
    for (const task of later.splice(0)) task()
    expect(said()).toBe(before)
  })

  test('asks when there is something new to ask for, and not because somebody has joined', async () => {
    const one = await laptop({ ip: '10.0.0.1' })
    await clock.advanceGently(200_000, 500)
    const topic = { secret, hourly: true, ask: true, answer: true, hint: one.hint }
    const asked = async (): Promise<number> => {
      const before = air.packets.length
      await clock.advanceGently(500, 10)
      return air.packets.length - before
    }
    for (let joined = 0; joined < 40; joined++) one.discovery.setTopics([{ ...topic }])
    expect(await asked()).toBe(0)
    one.discovery.setTopics([topic, { ...topic, secret: random(32), ask: false }])
    expect(await asked()).toBe(0)
    one.discovery.setTopics([topic, { ...topic, secret: random(32) }])
    expect(await asked()).toBeGreaterThan(0)
  })

  test('who answers for many silences nobody for good', async () => {
    const one = await laptop({ ip: '10.0.0.1' })
    const name = topicName(secret, hourOf(clock.now()))
    const before = air.packets.length
    for (let round = 0; round < 20; round++) {
      air.send({ kind: 'question', from: '10.0.0.99', name })
      for (let n = 0; n < 30; n++) {
        const lie = { addresses: [{ ip: '10.0.0.66', port: 4000 + n }], hint: announcementHint(secret, random(32)) }
        air.send({ kind: 'answer', from: '10.0.0.66', name, text: sealAnnouncement(lie, { secret, name, random }) })
      }
      await clock.advanceGently(2000, 10)
    }
    const own = air.packets.slice(before).filter(({ kind, from }) => kind === 'answer' && from === '10.0.0.1')
    expect(own.length).toBeGreaterThanOrEqual(2)
    expect(one.found.length).toBeGreaterThan(0)
  })

  test('an announcement opens only under its secret and its name', () => {
    const announcement = {
      addresses: [
        { ip: '192.168.1.7', port: 40_000 },
        { ip: 'fd00::1:2', port: 40_000 },
      ],
      hint: '0123456789abcdef',
    }
    const sealed = sealAnnouncement(announcement, { secret, name: 'a.local', random })
    expect(openAnnouncement(sealed, { secret, name: 'a.local' })).toEqual(announcement)
    expect(openAnnouncement(sealed, { secret, name: 'b.local' })).toBeUndefined()
    expect(openAnnouncement(sealed, { secret: random(32), name: 'a.local' })).toBeUndefined()
    for (let at = 0; at < sealed.byteLength; at++) {
      const flipped = sealed.slice()
      flipped[at]! ^= 1
      expect(openAnnouncement(flipped, { secret, name: 'a.local' })).toBeUndefined()
    }
  })
})
