import { expect, test } from 'vitest'

import { labelOf, saltName } from '../../core/identity/author/sealed-name.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import { signProof } from '../../core/identity/log/record/proof.ts'
import { signRecord } from '../../core/identity/log/record/record.ts'
import { isCoordinator } from '../../core/identity/log/state.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { admit, Laptop, makeInvite, meetAll, networkOf } from '../helpers/membership-lab.ts'

/** A coordinator who came later than a member who waits for them, with an invite for a laptop of their own. */
function scene() {
  const [founder, thief] = networkOf(1) as [Laptop, Laptop]
  const ticket = makeInvite(thief, { ownDevice: true, uses: 10 })
  const early = thief.log.heads()
  meetAll([founder, thief])
  for (let time = 0; time < 5; time++) founder.take(founder.act.rename('Ana again'))
  const victim = new Laptop('victim')
  admit(founder, victim, makeInvite(founder))
  founder.take(founder.act.promote(victim.person))
  meetAll([founder, thief, victim])
  return { founder, thief, victim, ticket, early }
}

type Scene = ReturnType<typeof scene>

/** The thief lets the victim's laptop in as one of its own, in a record that stands before the true one. */
function takeOver({ founder, thief, victim, ticket, early }: Scene, consenting: Laptop): readonly string[] {
  const { networkId } = founder.log
  const label = labelOf(saltName('thief', thief.random))
  const keys = { invite: inviteKeysOf(ticket.seed).signing, device: consenting.device }
  const proof = signProof({ networkId, device: victim.device.publicKey, label }, keys)
  const like = founder.log.recordsOfType('admit').at(-1)!.content.body
  const record = signRecord(
    {
      networkId,
      previous: early.map(({ id }) => id),
      depth: 1 + Math.max(...early.map(({ depth }) => depth)),
      time: 0,
      type: 'admit',
      body: {
        ...like,
        invite: fromHex(ticket.id),
        person: fromHex(thief.person),
        device: victim.device.publicKey,
        label,
        proof,
      },
    },
    thief.device,
  )
  return founder.log.add([record.bytes]).ignored.map(({ reason }) => reason)
}

test('nobody is taken over by who lets their laptop in again, as a laptop of their own, as if long ago', () => {
  const all = scene()
  const { founder, thief, victim } = all
  const person = victim.person
  expect(takeOver(all, thief)).toEqual(['bad-proof'])
  expect(founder.state.devices.get(victim.hex)?.person).toBe(person)
  expect(isCoordinator(founder.state, victim.hex)).toBe(true)
})

test('the same record would do it, had the laptop ever used that code itself', () => {
  const all = scene()
  expect(takeOver(all, all.victim)).toEqual([])
  expect(all.founder.state.devices.get(all.victim.hex)?.person).toBe(all.thief.person)
})
