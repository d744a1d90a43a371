import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { Duties } from '../../core/engine/network/duties.ts'
import { InviteDesk, JOIN_PROTOCOL } from '../../core/engine/network/invite-desk.ts'
import type { Membership } from '../../core/engine/network/membership.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import { Door } from '../../core/network/door/door.ts'
import { inviteGate } from '../../core/network/transport/gate.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { RingLog } from '../../core/shared/log.ts'
import type { Address } from '../../core/network/ports.ts'
import { ask, outcome } from '../helpers/join-lab.ts'
import { loopbackNode, random } from '../helpers/libp2p-rig.ts'
import { Laptop, makeInvite, type Ticket } from '../helpers/membership-lab.ts'

describe('where a coordinator is to decide on many who ask', () => {
  const log = new RingLog({ now: () => 0 })
  let founder: Laptop
  let ticket: Ticket
  let door: Door
  let desk: InviteDesk
  let address: Address
  let nodes: Awaited<ReturnType<typeof loopbackNode>>[]

  beforeEach(async () => {
    founder = new Laptop('founder')
    founder.found()
    ticket = makeInvite(founder, { uses: 40, autoAdmit: false })
    door = new Door({ clock: systemClock, random, log })
    address = { ip: '127.0.0.1', port: await door.start({ ip: '127.0.0.1', port: 0 }) }
    desk = new InviteDesk({
      membership: {
        device: founder.device,
        keyring: founder.keyring,
        person: founder.person,
        belongs: true,
        get state() {
          return founder.state
        },
        accept: (records: readonly Uint8Array[]) => founder.take(records),
      } as unknown as Membership,
      duties: { author: () => founder.act } as unknown as Duties,
      door,
      clock: { ...systemClock, now: () => founder.clock.now() },
      random,
      log,
      onChange: () => undefined,
    })
    await desk.look()
    nodes = []
  })
  afterEach(async () => {
    for (const { transport } of nodes) await transport.stop()
    await desk.stop()
    await door.stop()
  })

  /** One computer, which asks as often as it is told to. */
  const joiner = async (name: string): Promise<() => Promise<{ pending: Promise<void>; end: Promise<unknown> }>> => {
    const who = new Laptop(name)
    const { listen } = inviteKeysOf(ticket.seed)
    const node = await loopbackNode({ gate: inviteGate(() => [listen]), listens: false, seed: who.device.exportSeed() })
    await node.transport.start()
    nodes.push(node)
    return async () => {
      const signal = AbortSignal.timeout(20_000)
      const peer = await node.transport.dial(address, { signal })
      const wire = await node.transport.open(peer.device, JOIN_PROTOCOL, { signal })
      const { promise: pending, resolve } = Promise.withResolvers<void>()
      return { pending, end: outcome(ask(wire, who, { ticket, host: founder, onPending: resolve })) }
    }
  }

  test('each is listed and waits, however many, and hears the answer', async () => {
    const waiting = []
    for (let n = 1; n <= 12; n++) {
      const one = await (await joiner(`joiner ${n}`))()
      await one.pending
      waiting.push(one)
    }
    expect(founder.state.requests.size).toBe(12)
    for (const request of founder.state.requests.keys()) founder.take(founder.act.approve(request))
    for (const { end } of waiting) expect(await end).toMatchObject({ records: expect.anything() })
  })

  test('who asks again and again, or comes and goes, keeps nobody out', async () => {
    const again = await joiner('impatient')
    const left = []
    for (let n = 0; n < 12; n++) {
      const one = await again()
      await one.pending
      left.push(one.end)
    }
    expect(await Promise.all(left.slice(0, -1))).toEqual(Array.from({ length: 11 }, () => 'identity/approval-pending'))
    const other = await (await joiner('other'))()
    await other.pending
    expect(founder.state.requests.size).toBe(2)
  })
})
