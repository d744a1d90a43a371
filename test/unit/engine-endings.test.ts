import { beforeEach, describe, expect, test } from 'vitest'

import { Endings } from '../../core/engine/network/endings.ts'
import { isCurrentDevice } from '../../core/identity/log/state.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { admit, Laptop, makeInvite, meetAll, networkOf } from '../helpers/membership-lab.ts'

describe('who is out', () => {
  let clock: FakeClock
  let [ana, ben, cleo]: Laptop[] = []
  let endings: Endings

  beforeEach(() => {
    clock = new FakeClock()
    ;[ana, ben, cleo] = networkOf(2)
    meetAll([ana!, ben!, cleo!])
    endings = new Endings({
      membership: {
        get log() {
          return ana!.log
        },
        get state() {
          return ana!.state
        },
        belongs: true,
      },
      clock,
    })
    ana!.take(ana!.act.remove([cleo!.hex], []))
    ana!.take(ana!.act.promote(ben!.person))
  })

  test('takes from what it is told that it is out, and learns of nothing after that', () => {
    const told = endings.tell(cleo!.hex)
    const before = cleo!.log.size
    cleo!.log.add(told.records(told.ids()))
    expect(isCurrentDevice(cleo!.state, cleo!.hex)).toBe(false)
    expect(cleo!.log.size).toBe(before + 1)
    expect(told.records(ana!.log.ids())).toHaveLength(before + 1)
  })

  test('is told as well where another computer of their own took it out', () => {
    const old = new Laptop('an old computer of ben')
    admit(ben!, old, makeInvite(ben!, { ownDevice: true }))
    ben!.take(ben!.act.leave([], { devices: [old.hex] }))
    meetAll([ana!, ben!])
    expect([ben!, old].map(({ hex }) => endings.mayTell(hex))).toEqual([false, true])
    const told = endings.tell(old.hex)
    old.log.add(told.records(told.ids()))
    expect(isCurrentDevice(old.state, old.hex)).toBe(false)
  })

  test('is told once a minute, and nobody else is', async () => {
    expect([ana!, ben!, cleo!].map(({ hex }) => endings.mayTell(hex))).toEqual([false, false, true])
    expect(endings.mayTell('ff'.repeat(32))).toBe(false)
    endings.tell(cleo!.hex)
    expect(endings.mayTell(cleo!.hex)).toBe(false)
    await clock.advanceGently(59_000, 1_000)
    expect(endings.mayTell(cleo!.hex)).toBe(false)
    await clock.advanceGently(2_000, 1_000)
    expect(endings.mayTell(cleo!.hex)).toBe(true)
  })
})
