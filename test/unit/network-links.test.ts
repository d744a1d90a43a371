import { describe, expect, test } from 'vitest'

import { DEAD_AFTER_MS, LinkMonitor } from '../../core/network/transport/link-monitor.ts'
import { PeerLinks } from '../../core/network/transport/peer-links.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import type { ConnectedPeer } from '../../core/network/ports.ts'
import type { PeerLink } from '../../core/network/transport/peer-links.ts'
import type { SealedLink } from '../../core/network/transport/sealed-link.ts'

const [LOW, HIGH] = ['aa', 'bb']

function link(options: {
  device: string
  direction: 'inbound' | 'outbound'
  kind?: 'member' | 'catch-up'
  heardAt?: number
  streams?: number
}): PeerLink {
  const peer: ConnectedPeer = {
    device: options.device,
    direction: options.direction,
    scope: { kind: options.kind ?? 'member' },
    address: { ip: '10.0.0.2', port: 4000 },
  }
  return {
    peer,
    link: { heardAt: options.heardAt ?? 0 },
    connection: { streams: { length: options.streams ?? 0 } },
  } as unknown as PeerLink
}

describe('two connections to one device', () => {
  test('both sides prefer the one dialled by the lower key, in whatever order they came', () => {
    for (const lowFirst of [true, false]) {
      const [low, high] = [new PeerLinks(LOW), new PeerLinks(HIGH)]
      const byLow = [
        link({ device: HIGH, direction: 'outbound' }),
        link({ device: LOW, direction: 'inbound' }),
      ] as const
      const byHigh = [
        link({ device: HIGH, direction: 'inbound' }),
        link({ device: LOW, direction: 'outbound' }),
      ] as const
      for (const [atLow, atHigh] of lowFirst ? [byLow, byHigh] : [byHigh, byLow]) {
        expect(low.add(atLow, 0)).toEqual([])
        expect(high.add(atHigh, 0)).toEqual([])
      }
      expect(low.of(HIGH)[0]).toBe(byLow[0])
      expect(high.of(LOW)[0]).toBe(byLow[1])
      expect(low.idleSuperseded()).toEqual([byHigh[0]])
      expect(high.idleSuperseded()).toEqual([byHigh[1]])
    }
  })

  test('the other one is kept while anything runs on it', () => {
    const links = new PeerLinks(LOW)
    links.add(link({ device: HIGH, direction: 'inbound', streams: 1 }), 0)
    links.add(link({ device: HIGH, direction: 'outbound' }), 0)
    expect(links.idleSuperseded()).toEqual([])
  })

  test('who dials again has lost the one before: it is dropped when nothing was heard on it, else it may finish', () => {
    const links = new PeerLinks(LOW)
    const silent = link({ device: HIGH, direction: 'inbound', heardAt: 0 })
    const alive = link({ device: HIGH, direction: 'inbound', heardAt: 9000 })
    links.add(silent, 0)
    expect(links.add(alive, 10_000)).toEqual([silent])
    const newest = link({ device: HIGH, direction: 'inbound', heardAt: 10_000 })
    expect(links.add(newest, 10_000)).toEqual([])
    expect(links.of(HIGH)).toEqual([newest, alive])
  })

  test('who dials again and again has its newest three, however alive the others are; those dialled from here stay', () => {
    const links = new PeerLinks(LOW)
    const ours = link({ device: HIGH, direction: 'outbound' })
    const catchUp = link({ device: HIGH, direction: 'inbound', kind: 'catch-up' })
    const theirs = Array.from({ length: 5 }, () => link({ device: HIGH, direction: 'inbound', streams: 4 }))
    const replaced = [ours, ...theirs, catchUp].map((one) => links.add(one, 0))
    expect(replaced).toEqual([[], [], [], [], [theirs[0]], [theirs[1]], []])
    expect(links.of(HIGH)).toEqual([ours, theirs[4], theirs[3], theirs[2], catchUp])
  })

  test('a catch-up connection never takes the place of a member connection', () => {
    const links = new PeerLinks(LOW)
    const member = link({ device: HIGH, direction: 'inbound' })
    const catchUp = link({ device: HIGH, direction: 'outbound', kind: 'catch-up' })
    links.add(member, 0)
    links.add(catchUp, 0)
    expect(links.of(HIGH)).toEqual([member, catchUp])
    expect(links.idleSuperseded()).toEqual([])
    expect(links.remove(member)).toBe(true)
    expect(links.remove(member)).toBe(false)
    expect([...links]).toEqual([catchUp])
  })
})

describe('the link monitor', () => {
  function rig(): {
    clock: FakeClock
    monitor: LinkMonitor
    one: { heardAt: number; aborted: boolean } & Pick<SealedLink, 'abort' | 'excuse'>
  } {
    const clock = new FakeClock()
    const one = {
      heardAt: 0,
      aborted: false,
      abort: () => void (one.aborted = true),
      excuse: (at: number) => void (one.heardAt = Math.max(one.heardAt, at)),
    }
    const monitor = new LinkMonitor({ clock, links: () => [one as unknown as SealedLink] })
    monitor.start()
    return { clock, monitor, one }
  }

  test('cuts a link on which nothing came for five seconds, and no other', () => {
    const { clock, monitor, one } = rig()
    for (let second = 0; second < 60; second++) {
      clock.advance(1000)
      if (second % 3 === 0) one.heardAt = clock.monotonic()
    }
    expect(one.aborted).toBe(false)
    const last = one.heardAt
    while (!one.aborted) clock.advance(100)
    expect(clock.monotonic() - last).toBeGreaterThan(DEAD_AFTER_MS)
    expect(clock.monotonic() - last).toBeLessThanOrEqual(DEAD_AFTER_MS + 1100)
    monitor.stop()
    expect(clock.pending).toBe(0)
  })

  test('after a sleep the others get a moment to speak before they are given up', () => {
    const clock = new SleepyClock()
    const one = {
      heardAt: 0,
      aborted: false,
      abort: () => void (one.aborted = true),
      excuse: (at: number) => void (one.heardAt = Math.max(one.heardAt, at)),
    }
    new LinkMonitor({ clock, links: () => [one as unknown as SealedLink] }).start()
    clock.sleep(60_000)
    expect(one.aborted).toBe(false)
    clock.sleep(1000)
    clock.sleep(1000)
    expect(one.aborted).toBe(false)
    clock.sleep(1000)
    expect(one.aborted).toBe(true)
  })
})

/** A clock whose timers run late, as after a sleep. */
class SleepyClock {
  #now = 0
  #task: () => void = () => undefined

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  after(_: number, task: () => void): () => void {
    this.#task = task
    return () => undefined
  }

  sleep(ms: number): void {
    this.#now += ms
    this.#task()
  }
}
