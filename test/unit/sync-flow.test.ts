import { expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import {
  BULK_BATCH_BYTES,
  BULK_BATCH_UNITS,
  BULK_WINDOW_BYTES,
  CREDIT_BYTES,
  SMALL_WINDOW_BYTES,
} from '../../core/sync/protocol/limits.ts'
import { id16 } from '../helpers/memory-replica.ts'
import { count, listen, pairOfLaptops, turns } from '../helpers/sync-lab.ts'

test('without acknowledgements bulk stops at its window and live changes at theirs, both within the credit', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let n = 0; n < 300; n += 1) ana.replica.edit(id16(`doc ${n}`), 10_000)
  const { pair, ends } = lab.connect(ana, ben)
  const said = listen(pair.toB)
  ben.replica.durable = () => new Promise(() => undefined)
  await lab.flow()
  const session = ends[0].session
  expect(session.unacknowledgedBytes).toBeLessThanOrEqual(BULK_WINDOW_BYTES)
  expect(session.unacknowledgedBytes).toBeGreaterThan(BULK_WINDOW_BYTES / 2)
  for (let n = 0; n < 300; n += 1) ana.replica.edit(id16(`live ${n}`), 10_000)
  await lab.flow()
  const windows = BULK_WINDOW_BYTES + SMALL_WINDOW_BYTES
  expect(session.unacknowledgedBytes).toBeLessThanOrEqual(windows)
  expect(session.unacknowledgedBytes).toBeGreaterThan(windows - 40_000)
  expect(pair.toB.bytes).toBeLessThan(windows + 20_000)
  expect(windows + 2 * 256 * 1_024).toBeLessThanOrEqual(CREDIT_BYTES) // one unit larger than a window in each
  expect(count(said, 'statement')).toBe(0) // not everything is acknowledged
})

test('a document changed just now overtakes the bulk, with all its changes the other lacks, in order', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const documents = Array.from({ length: 2_000 }, (_, n) => id16(`doc ${n}`)).toSorted(Buffer.compare)
  for (const document of documents) ana.replica.edit(document, 1_000)
  const last = documents.at(-1)!
  for (let n = 0; n < 3; n += 1) ana.replica.edit(last, 1_000)
  const { pair } = lab.connect(ana, ben)
  while (ben.replica.order.length === 0) {
    await turns(3)
    pair.deliverAll()
  }
  await turns(3)
  const before = ben.replica.order.length
  ana.replica.edit(last, 1_000)
  await lab.flow()
  const order = ben.replica.order.map((unit) => (unit.startsWith(toHex(last)) ? Number(unit.split('/')[2]) : 0))
  const first = order.indexOf(1)
  expect(order.filter((number) => number > 0)).toEqual([1, 2, 3, 4, 5])
  expect(order.slice(first, first + 5)).toEqual([1, 2, 3, 4, 5])
  // At most the batches already on the wire come first.
  expect(first - before).toBeLessThanOrEqual(BULK_WINDOW_BYTES / 1_000)
  expect(ben.replica.contents()).toBe(ana.replica.contents())
})

test.each([true, false])(
  'a document with more changes than fit a batch is sent whole, and grows on the way without loss (%s)',
  async (seen) => {
    const { lab, ana, ben } = pairOfLaptops()
    ana.replica.iteratorsSeeGrowth = seen
    const plan = id16('plan')
    for (let n = 0; n < 40; n += 1) ana.replica.edit(plan, 20_000)
    const { pair } = lab.connect(ana, ben)
    for (let n = 0; n < 200; n += 1) {
      await turns(1)
      pair.deliver(pair.toB, 1)
      pair.deliver(pair.toA, 1)
      if (n % 10 === 0) ana.replica.edit(plan, 20_000)
    }
    await lab.flow()
    expect(ben.replica.held()).toEqual(ana.replica.held())
    expect(ben.replica.offered).toBe(60)
  },
)

test('bulk travels in whole batches, not in a trickle', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let n = 0; n < 2_000; n += 1) ana.replica.edit(id16(`doc ${n}`), 1_000)
  const { pair } = lab.connect(ana, ben)
  const said = listen(pair.toB)
  await lab.flow()
  expect(ben.replica.held().size).toBe(2_000)
  const batches = said.flatMap((message) => (message.type === 'units' ? [message.units] : []))
  const size = batches[0]![0]!.byteLength
  const whole = Math.min(BULK_BATCH_UNITS, Math.floor(BULK_BATCH_BYTES / size))
  expect(new Set(batches.slice(0, -1).map((units) => units.length))).toEqual(new Set([whole]))
})

test('a unit larger than a batch travels alone', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ana.replica.edit(id16('a'), 100)
  ana.replica.edit(id16('large'), 255_000)
  ana.replica.edit(id16('b'), 100)
  lab.connect(ana, ben)
  await lab.flow()
  expect(ben.replica.held()).toEqual(ana.replica.held())
})
