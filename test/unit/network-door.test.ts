import { createServer } from 'node:net'

import { afterEach, describe, expect, test } from 'vitest'

import { Door } from '../../core/network/door/door.ts'
import { Keystream } from '../../core/network/door/keystream.ts'
import { matchKey } from '../../core/network/door/opening.ts'
import { WaitingRoom } from '../../core/network/door/waiting-room.ts'
import { ipFromBytes, ipToBytes, plainIp, sameSubnet } from '../../core/network/interfaces.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { random } from '../helpers/libp2p-rig.ts'
import type { Waiting } from '../../core/network/door/waiting-room.ts'

const log = { note: () => undefined }

describe('the door', () => {
  const doors: Door[] = []
  const make = (interfaces?: ConstructorParameters<typeof Door>[0]['interfaces']): Door => {
    const door = new Door({ clock: systemClock, random, log, ...(interfaces === undefined ? {} : { interfaces }) })
    doors.push(door)
    return door
  }
  afterEach(async () => {
    for (const door of doors.splice(0)) await door.stop()
  })

  test('says when the port is in use or the address is not of this laptop, and can be tried again', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const door = make()
    await expect(door.start({ ip: '127.0.0.1', port })).rejects.toMatchObject({ code: 'network/port-in-use' })
    await expect(door.start({ ip: '203.0.113.7', port: 0 })).rejects.toMatchObject({
      code: 'network/address-unavailable',
    })
    expect(door.addresses()).toEqual([])
    await new Promise((resolve) => other.close(resolve))
    expect(await door.start({ ip: '127.0.0.1', port })).toBe(port)
    expect(await door.start({ ip: '127.0.0.1', port: 1 })).toBe(port)
    expect(door.addresses()).toEqual([{ ip: '127.0.0.1', port }])
    await door.stop()
    await door.stop()
    expect(door.addresses()).toEqual([])
  })

  test('on all interfaces it tells the addresses which others can reach', async () => {
    const door = make(() => [
      { name: 'lo', ip: '127.0.0.1', prefix: 8, internal: true },
      { name: 'wifi', ip: '192.168.1.5', prefix: 24, internal: false },
      { name: 'wifi', ip: '2001:db8::5', prefix: 64, internal: false },
    ])
    const port = await door.start({ ip: '0.0.0.0', port: 0 })
    expect(door.addresses()).toEqual([{ ip: '192.168.1.5', port }])
  })
})

describe('the waiting room', () => {
  const limits = { pendingPerIp: 4, pendingInAll: 10, ratePerSecond: 10, burst: 20 }
  function guest(ip: string, heard = false): Waiting & { gone: boolean } {
    const made = { ip, heard, gone: false, drop: () => void (made.gone = true) }
    return made
  }

  test('keeps at most four of one address, and drops the oldest silent one first', () => {
    const room = new WaitingRoom(limits, () => 0)
    const guests = [guest('10.0.0.1', true), guest('10.0.0.1'), guest('10.0.0.1'), guest('10.0.0.1'), guest('10.0.0.1')]
    for (const one of guests) room.enter(one)
    expect(guests.map(({ gone }) => gone)).toEqual([false, true, false, false, false])
    expect(room.size).toBe(4)
  })

  test('keeps a bounded number in all, and the newest always gets in', () => {
    const room = new WaitingRoom(limits, () => 0)
    const guests = Array.from({ length: 500 }, (_, number) => guest(`10.0.${number >> 8}.${number % 256}`))
    for (const one of guests) room.enter(one)
    expect(room.size).toBe(10)
    expect(guests.at(-1)?.gone).toBe(false)
    for (const one of guests) room.leave(one)
    expect(room.size).toBe(0)
  })

  test('counts a whole /64 of IPv6 as one neighbour', () => {
    const room = new WaitingRoom(limits, () => 0)
    const guests = Array.from({ length: 9 }, (_, number) => guest(`2001:db8:1:2::${number}`))
    for (const one of guests) room.enter(one)
    expect(room.size).toBe(4)
  })

  test('lets an address in as often as its rate allows, and others whatever it does', () => {
    let now = 0
    const room = new WaitingRoom(limits, () => now)
    const admitted = (ip: string, tries: number): number =>
      Array.from({ length: tries }, () => room.mayEnter(ip)).filter(Boolean).length
    expect(admitted('10.0.0.1', 1000)).toBe(20)
    expect(admitted('10.0.0.2', 5)).toBe(5)
    now = 1000
    expect(admitted('10.0.0.1', 1000)).toBe(10)
    now = 60_000
    expect(admitted('10.0.0.1', 1000)).toBe(20)
  })
})

describe('the opening', () => {
  const greeting = new TextEncoder().encode('\u0013/multistream/1.0.0\n')

  test('finds the one key that fits among many, and goes on where it stopped', () => {
    const keys = Array.from({ length: 50 }, () => ({ key: random(32), scope: { kind: 'member' } as const }))
    const nonce = random(24)
    const sealer = new Keystream(nonce, keys[37]!.key)
    const more = random(300)
    const opening = Buffer.concat([nonce, sealer.apply(greeting), sealer.apply(more.subarray(0, 100))])
    const found = matchKey(opening, keys)
    expect(found?.match).toBe(keys[37])
    expect(Buffer.compare(found!.plain, Buffer.concat([greeting, more.subarray(0, 100)]))).toBe(0)
    expect(Buffer.compare(found!.keystream.apply(sealer.apply(more.subarray(100))), more.subarray(100))).toBe(0)
    expect(matchKey(random(60), keys)).toBeUndefined()
  })

  test('many key streams of any size at once stay right and do not outgrow their memory', () => {
    const pairs = Array.from({ length: 40 }, () => {
      const [nonce, key] = [random(24), random(32)]
      return [new Keystream(nonce, key), new Keystream(nonce, key)] as const
    })
    for (let round = 0; round < 20; round++) {
      for (const [sealer, opener] of pairs) {
        const text = random(round === 7 ? 700_000 : 1 + ((round * 977) % 5000))
        expect(Buffer.compare(opener.apply(sealer.apply(text)), text)).toBe(0)
      }
    }
    for (const pair of pairs) for (const stream of pair) stream.dispose()
  })
})

describe('addresses of interfaces', () => {
  test('IPs survive the way through bytes', () => {
    for (const ip of ['0.0.0.0', '192.168.1.255', '::1', '2001:db8::5', 'fd00:1:2:3:4:5:6:7', '::'])
      expect(ipFromBytes(ipToBytes(ip))).toBe(ip)
    expect(ipFromBytes(ipToBytes('::ffff:10.0.0.1'))).toBe('10.0.0.1')
    expect(ipFromBytes(random(5))).toBeUndefined()
    expect(plainIp('::ffff:10.0.0.1')).toBe('10.0.0.1')
    expect(plainIp('fe80::1%eth0')).toBe('fe80::1')
  })

  test('a subnet is told by its leading bits', () => {
    const wifi = { name: 'wifi', ip: '192.168.130.7', prefix: 23, internal: false }
    expect(sameSubnet('192.168.131.200', wifi)).toBe(true)
    expect(sameSubnet('192.168.132.1', wifi)).toBe(false)
    expect(sameSubnet('2001:db8::1', wifi)).toBe(false)
    expect(sameSubnet('nonsense', wifi)).toBe(false)
    expect(sameSubnet('2001:db8::9', { name: 'wifi', ip: '2001:db8::5', prefix: 64, internal: false })).toBe(true)
    expect(sameSubnet('2001:db9::9', { name: 'wifi', ip: '2001:db8::5', prefix: 64, internal: false })).toBe(false)
  })
})
