import fc from 'fast-check'
import { expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import { CREDIT_BYTES } from '../../core/sync/protocol/limits.ts'
import { id16 } from '../helpers/memory-replica.ts'
import { SyncLab, turns, type Laptop } from '../helpers/sync-lab.ts'

const who = fc.nat(3)
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      at: who,
      document: fc.nat(7),
      size: fc.constantFrom(100, 5_000, 40_000, 150_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('log' as const), at: who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('connect' as const), at: who, other: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), link: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mute' as const), link: fc.nat(), toA: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      link: fc.nat(),
      toA: fc.boolean(),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('flow' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(100, 1_000, 6_000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A receipt is a promise about another laptop: it is held against what that laptop really has. */
function checkReceipts(laptops: readonly Laptop[]): void {
  for (const { hub, replica } of laptops) {
    for (const other of laptops) {
      if (other.replica === replica) continue
      const held = other.replica.held()
      const revision = hub.receipts.receipt(other.device)?.revision ?? 0
      expect(replica.order.slice(0, revision).filter((unit) => !held.has(unit))).toEqual([])
      for (const [hex, { units }] of replica.documents) {
        if (!hub.whoHas(new Uint8Array(Buffer.from(hex, 'hex'))).includes(other.device)) continue
        expect(units.filter((unit) => !held.has(`${unit.document}/${unit.session}/${unit.number}`))).toEqual([])
      }
    }
  }
}

async function perform(lab: SyncLab, laptops: readonly Laptop[], it: Step): Promise<void> {
  const link = 'link' in it ? lab.links[it.link % Math.max(1, lab.links.length)] : undefined
  const laptop = 'at' in it ? laptops[it.at % laptops.length]! : undefined
  if (it.kind === 'edit') laptop!.replica.edit(id16(`doc ${it.document}`), it.size)
  if (it.kind === 'log') laptop!.replica.addLog(`${laptop!.replica.name} ${laptop!.replica.log.size}`)
  if (it.kind === 'connect') {
    const other = laptops[it.other % laptops.length]!
    if (other !== laptop) lab.connect(laptop!, other)
  }
  if (it.kind === 'cut') link?.pair.cut()
  if (it.kind === 'mute' && link !== undefined) (it.toA ? link.pair.toA : link.pair.toB).mute = true
  if (it.kind === 'deliver' && link !== undefined) link.pair.deliver(it.toA ? link.pair.toA : link.pair.toB, it.count)
  if (it.kind === 'flow') await lab.flow()
  if (it.kind === 'time') lab.clock.advance(it.ms)
  await turns(2)
  for (const { ends } of lab.links)
    for (const { session } of ends) expect(session.unacknowledgedBytes).toBeLessThanOrEqual(CREDIT_BYTES)
}

test('whatever links are cut, doubled, half-open or slow, after healing all laptops hold every unit, and no receipt ever claims too much', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 4 }),
      fc.array(step, { minLength: 5, maxLength: 60 }),
      async (count, steps) => {
        const lab = new SyncLab()
        for (const call of [0, 5]) lab.urgent.add(toHex(id16(`doc ${call}`)))
        const laptops = ['Ana', 'Ben', 'Cleo', 'Dan'].slice(0, count).map((name) => lab.laptop(name))
        for (const it of steps) {
          await perform(lab, laptops, it)
          checkReceipts(laptops)
        }
        for (const { pair } of lab.links) if (pair.toA.mute || pair.toB.mute) pair.cut()
        for (const [at, laptop] of laptops.slice(1).entries()) lab.connect(laptops[at]!, laptop)
        await lab.pass(3_000, 500)
        checkReceipts(laptops)
        const all = new Set(laptops.flatMap(({ replica }) => [...replica.held()]))
        for (const { replica, hub } of laptops) {
          expect(replica.held()).toEqual(all)
          expect(replica.contents()).toBe(laptops[0]!.replica.contents())
          expect(new Set(hub.status().map(({ state }) => state))).toEqual(new Set(['settled']))
          for (const { device } of hub.status()) expect(hub.hasEverything(device)).toBe(true)
        }
        for (const { told } of laptops) expect(told.filter(({ name }) => name === 'peer:refused')).toEqual([])
        for (const { hub } of laptops) await hub.stop()
      },
    ),
    { numRuns: 150 },
  )
}, 180_000)
