import { expect, test } from 'vitest'

import { networkHandlers } from '../../core/engine/handlers/network-handlers.ts'
import { mayAuthor } from '../../core/identity/log/state.ts'
import { admit, Laptop, makeInvite, meet, networkOf } from '../helpers/membership-lab.ts'

test('who leaves at one computer leaves with all, and what was written at any of them stays', async () => {
  const [founder, home] = networkOf(1) as [Laptop, Laptop]
  const travel = new Laptop('travel')
  admit(home, travel, makeInvite(home, { ownDevice: true }))
  const sessionOf = (device: string): string => device.slice(0, 32)
  const runtime = {
    membership: {
      belongs: true,
      state: home.state,
      person: home.person,
      device: home.device,
      accept: (records: readonly Uint8Array[]) => home.take(records),
    },
    duties: { author: () => home.act },
    ledger: { lastSequences: (device: string) => [[sessionOf(device), 3]] },
  }
  const engine = { unlocked: { network: () => runtime, drop: () => Promise.resolve() } }
  const { signal } = new AbortController()
  await networkHandlers(engine as never)['network:leave']({ network: 'ab'.repeat(16) }, { signal })
  meet(founder, home)
  for (const { hex } of [home, travel]) {
    expect(founder.state.devices.get(hex)).toMatchObject({ status: 'left' })
    const counts = (sequence: number) => mayAuthor(founder.state, { device: hex, session: sessionOf(hex), sequence })
    expect([counts(3), counts(4)]).toEqual([true, false])
  }
})
