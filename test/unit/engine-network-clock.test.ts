import { describe, expect, test } from 'vitest'

import { clockCorrection, NetworkClock } from '../../core/engine/network/network-clock.ts'
import { FakeClock } from '../helpers/fake-clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOON = Date.UTC(2026, 5, 1, 12)

/** Laptops whose clocks are so far off, all having met one another. */
function room(offsets: readonly number[]) {
  const clocks = offsets.map((offset) => new NetworkClock({ base: new FakeClock(NOON + offset) }))
  for (const [at, clock] of clocks.entries())
    for (const [other, offset] of offsets.entries())
      if (other !== at) clock.met({ person: `p${other}`, device: `d${other}`, differenceMs: offset - offsets[at]! })
  return clocks.map((clock) => clock.now() - NOON)
}

describe('the network clock', () => {
  test('one wrong laptop among three goes by the two others, and they stay as they are', () => {
    expect(room([HOUR, 0, 0])).toEqual([0, 0, 0])
    expect(room([0, -3 * HOUR, 20_000])).toEqual([0, 0, 20_000])
  })

  test('of two laptops that differ nobody knows which is wrong', () => {
    expect(room([HOUR, 0])).toEqual([HOUR, 0])
  })

  test('two against two stay as they are', () => {
    expect(room([HOUR, HOUR, 0, 0])).toEqual([HOUR, HOUR, 0, 0])
  })

  test('a person alone moves nobody, with however many devices and whatever they say', () => {
    const base = new FakeClock(NOON)
    const clock = new NetworkClock({ base })
    for (let device = 0; device < 9; device++) clock.met({ person: 'sam', device: `${device}`, differenceMs: 5 * HOUR })
    clock.met({ person: 'lee', device: 'x', differenceMs: 0 })
    clock.met({ person: 'kim', device: 'y', differenceMs: -2_000 })
    expect(clock.now()).toBe(NOON)
    for (const differenceMs of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      clock.met({ person: 'lee', device: 'x', differenceMs })
      expect(clock.now()).toBe(NOON)
    }
  })

  test('two who agree are outvoted by three who find it right', () => {
    expect(clockCorrection([HOUR, HOUR, 0, 0, 0])).toBe(0)
    expect(clockCorrection([HOUR, HOUR, 0])).toBe(0)
    expect(clockCorrection([HOUR, HOUR + MINUTE, 9_000 * HOUR])).toBe(HOUR)
  })

  test('two who find it off by very different times do not agree', () => {
    expect(clockCorrection([HOUR, 3 * HOUR])).toBe(0)
    expect(clockCorrection([HOUR, -HOUR])).toBe(0)
  })

  test('within five minutes nothing is corrected', () => {
    expect(clockCorrection([4 * MINUTE, 4 * MINUTE, 4 * MINUTE])).toBe(0)
    expect(clockCorrection([6 * MINUTE, 4 * MINUTE])).toBe(0)
    expect(clockCorrection([6 * MINUTE, 5 * MINUTE + 1])).toBe(5 * MINUTE + 1)
  })

  test('who left the network has no voice any more', () => {
    const clock = new NetworkClock({ base: new FakeClock(NOON) })
    clock.met({ person: 'lee', device: 'l', differenceMs: HOUR })
    clock.met({ person: 'kim', device: 'k', differenceMs: HOUR })
    expect(clock.correction).toBe(HOUR)
    clock.keepOnly((device) => device !== 'k')
    expect(clock.correction).toBe(0)
  })

  test('a clock that is set right is right; one that slept is as far off as before', () => {
    const base = new FakeClock(NOON)
    const clock = new NetworkClock({ base })
    const meet = () => {
      clock.met({ person: 'lee', device: 'l', differenceMs: NOON + base.monotonic() + HOUR - base.now() })
      clock.met({ person: 'kim', device: 'k', differenceMs: NOON + base.monotonic() + HOUR - base.now() })
    }
    meet()
    expect(clock.correction).toBe(HOUR)
    base.jump(8 * HOUR) // the lid was closed
    expect(clock.correction).toBe(HOUR)
    base.jump(HOUR) // somebody set it
    expect(clock.correction).toBe(0)
  })

  test('a clock that is set back waits for what the others say', () => {
    const base = new FakeClock(NOON)
    const clock = new NetworkClock({ base })
    for (const person of ['lee', 'kim']) clock.met({ person, device: person, differenceMs: -HOUR })
    expect(clock.now()).toBe(NOON - HOUR)
    base.jump(-HOUR)
    expect(clock.now()).toBe(NOON - HOUR)
    expect(clock.correction).toBe(0)
  })

  test('a clock that jumps ahead, by years even, counts no days until somebody says the time again, and asks for it', () => {
    const base = new FakeClock(NOON)
    let asked = 0
    const clock = new NetworkClock({ base, onJump: () => asked++ })
    for (const person of ['lee', 'kim']) clock.met({ person, device: person, differenceMs: 0 })
    expect(clock.isShared).toBe(true)
    base.jump(70 * 365 * 24 * HOUR)
    expect(clock.isShared).toBe(false)
    base.advance(1)
    expect(asked).toBe(1)
    for (const person of ['lee', 'kim']) clock.met({ person, device: person, differenceMs: -70 * 365 * 24 * HOUR })
    expect(clock.isShared).toBe(true)
    expect(clock.now()).toBe(NOON + 1)
  })

  test('time goes on as this laptop counts it', () => {
    const base = new FakeClock(NOON)
    const clock = new NetworkClock({ base })
    for (const person of ['lee', 'kim']) clock.met({ person, device: person, differenceMs: HOUR })
    base.advance(10 * HOUR)
    expect(clock.now()).toBe(NOON + 11 * HOUR)
    const rang: number[] = []
    clock.after(MINUTE, () => rang.push(clock.monotonic()))
    base.advance(MINUTE)
    expect(rang).toEqual([10 * HOUR + MINUTE])
  })
})
