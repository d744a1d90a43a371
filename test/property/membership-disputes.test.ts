import fc from 'fast-check'
import { expect, test } from 'vitest'

import { disputeRemoval } from '../../core/identity/author/dispute.ts'
import { Draft } from '../../core/identity/author/draft.ts'
import { isCurrentDevice } from '../../core/identity/log/state.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { admit, Laptop, makeInvite, meetAll, plain, reread } from '../helpers/membership-lab.ts'
import { inOrdeal } from '../helpers/ordeal.ts'

const COUNT = 7

const act = fc.record({
  kind: fc.constantFrom(
    'remove',
    'remove',
    'remove',
    'welcome',
    'welcome',
    'dispute',
    'promote',
    'revoke',
    'leave',
    'nothing',
  ),
  other: fc.nat({ max: COUNT - 1 }),
})
type Act = typeof act extends fc.Arbitrary<infer It> ? It : never

/** People who fall out with each other: all act at the same time, then all meet. */
const history = fc.record({
  /** Whether it begins with a founder whom two others have taken out, though the founder took out both. */
  disputed: fc.boolean(),
  rounds: fc.array(fc.array(act, { minLength: COUNT, maxLength: COUNT }), { minLength: 1, maxLength: 3 }),
})

/** A founder, four whom the founder promoted, and a member with two computers. */
function start({ disputed }: { disputed: boolean }): Laptop[] {
  const laptops = Array.from({ length: COUNT }, (_, index) => new Laptop(`laptop ${index}`))
  const [founder, ...others] = laptops as [Laptop, ...Laptop[]]
  founder.found()
  for (const one of others.slice(0, 5)) admit(founder, one, makeInvite(founder))
  const [member, second] = others.slice(4) as [Laptop, Laptop]
  member.take(founder.log.records())
  admit(member, second, makeInvite(member, { ownDevice: true }))
  founder.take(second.log.records())
  for (const one of others.slice(0, 4)) founder.take(founder.act.promote(one.person))
  meetAll(laptops)
  if (disputed) {
    const pair = others.slice(0, 2)
    remove(founder, pair)
    for (const one of pair) remove(one, [founder])
    meetAll(laptops)
  }
  return laptops
}

function remove(at: Laptop, targets: readonly Laptop[]): void {
  const draft = new Draft({ log: at.log, author: at.device, clock: at.clock })
  draft.append('remove', { devices: targets.map(({ device }) => device.publicKey), last: [] })
  at.take(draft.bytes())
}

function perform(at: Laptop, { kind, other: index }: Act, laptops: Laptop[]): void {
  const other = laptops[index]!
  if (kind === 'dispute') return at.take(disputeRemoval({ ...at, log: at.log }, [other.hex], []))
  if (at === other || !isCurrentDevice(at.state, at.hex)) return
  if (kind === 'remove') return remove(at, [other])
  if (kind === 'promote') return at.take(at.act.promote(other.person))
  if (kind === 'leave') return at.take(at.act.leave([], { devices: [other.hex] }))
  if (kind === 'revoke') return at.take(at.act.revoke([...at.state.invites.keys()].at(-1)!))
  if (kind !== 'welcome') return
  const joiner = new Laptop(`${laptops.length}`)
  admit(at, joiner, makeInvite(at))
  laptops.push(joiner)
}

/** Everybody who is in says something that takes effect at once, one after the other. */
function speakInTurn(laptops: readonly Laptop[]): void {
  const inside = laptops.filter((one) => isCurrentDevice(one.state, one.hex))
  for (const [index, one] of inside.entries()) {
    if (index > 0) one.take(inside[index - 1]!.log.records())
    one.take(one.act.revoke(makeInvite(one).id))
  }
  meetAll(laptops)
}

test(
  'who heard of things one by one judges them as who reads them all at once',
  () => {
    fc.assert(
      fc.property(history, ({ disputed, rounds }) => {
        const laptops = start({ disputed })
        for (const round of rounds) {
          for (const [index, it] of round.entries()) {
            try {
              perform(laptops[index]!, it, laptops)
            } catch (error) {
              if (!(error instanceof MeshError)) throw error // what is refused is passed over
            }
          }
          meetAll(laptops)
        }
        speakInTurn(laptops)
        for (const one of laptops) expect(plain(one.state)).toEqual(plain(reread(one)))
      }),
      { numRuns: inOrdeal(12, 200) },
    )
  },
  inOrdeal(180_000, 480_000),
)
