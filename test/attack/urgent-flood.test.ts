import { expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import { BULK_WINDOW_BYTES, SMALL_WINDOW_BYTES } from '../../core/sync/protocol/limits.ts'
import { id16 } from '../helpers/memory-replica.ts'
import { SyncLab, turns, type Laptop } from '../helpers/sync-lab.ts'

const KB = 1_000

/** Mallory is a member whose app makes nothing but calls for help; everybody is connected to Ben only. */
function scene(): { lab: SyncLab; ana: Laptop; ben: Laptop; cleo: Laptop; mallory: Laptop } {
  const lab = new SyncLab()
  const [ana, ben, cleo, mallory] = ['Ana', 'Ben', 'Cleo', 'Mallory'].map((name) => lab.laptop(name)) as [
    Laptop,
    Laptop,
    Laptop,
    Laptop,
  ]
  return { lab, ana, ben, cleo, mallory }
}

function flood(lab: SyncLab, { replica }: Laptop, calls: number, size = KB): void {
  for (let n = 0; n < calls; n += 1) {
    const document = id16(`false alarm ${replica.name} ${replica.order.length}`)
    lab.urgent.add(toHex(document))
    replica.edit(document, size)
  }
}

const placeOf = ({ replica }: Laptop, word: string): number =>
  replica.order.findIndex((unit) => unit.startsWith(toHex(id16(word))))

test.each([KB, 100 * KB])(
  'a member who makes everything urgent delays the calls of others by no more than what is on the wire (%i bytes each)',
  async (size) => {
    const { lab, ana, ben, cleo, mallory } = scene()
    const slow = lab.connect(ben, cleo)
    const fast = [lab.connect(mallory, ben), lab.connect(ana, ben)]
    await lab.flow()
    flood(lab, mallory, 20_000_000 / size / 10, size)
    while (ben.replica.order.length < (500_000 / size) * 2) {
      await turns(3)
      for (const { pair } of fast) pair.deliverAll()
    }
    const bytesBefore = slow.pair.toB.bytes
    let bytesAhead: number | undefined
    cleo.replica.events.on('unit:stored', ({ document }) => {
      if (toHex(document) === toHex(id16('lost child'))) bytesAhead ??= slow.pair.toB.bytes - bytesBefore
    })
    lab.urgent.add(toHex(id16('lost child')))
    ana.replica.edit(id16('lost child'), KB)
    while (bytesAhead === undefined) {
      await turns(3)
      for (const { pair } of [slow, ...fast]) pair.deliverAll()
    }
    expect(bytesAhead).toBeLessThanOrEqual(2 * (BULK_WINDOW_BYTES + SMALL_WINDOW_BYTES))
    expect(placeOf(cleo, 'lost child')).toBeGreaterThanOrEqual(0)
    await lab.flow()
    expect(cleo.replica.contents()).toBe(mallory.replica.contents())
  },
)

test('who comes back gets the calls of others among the first, whatever a member has flooded meanwhile', async () => {
  const { lab, ana, ben, cleo, mallory } = scene()
  for (const other of [ana, mallory]) lab.connect(other, ben)
  await lab.flow()
  lab.urgent.add(toHex(id16('lost child')))
  flood(lab, mallory, 300)
  ana.replica.edit(id16('lost child'), KB)
  flood(lab, mallory, 300)
  await lab.flow()
  lab.connect(cleo, ben)
  await lab.flow()
  expect(cleo.replica.order).toHaveLength(601)
  expect(placeOf(cleo, 'lost child')).toBeLessThan(20)
})

test('bulk and small changes of others go on while members make calls without end', async () => {
  const { lab, ana, ben, mallory } = scene()
  const flooders = [mallory, lab.laptop('Mallet'), lab.laptop('Malkin')] // more comes in than can go out
  for (let n = 0; n < 120; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
  const links = [lab.connect(ana, ben), ...flooders.map((flooder) => lab.connect(flooder, ana))]
  let ofAna = 0
  ben.replica.events.on('unit:stored', ({ author }) => (ofAna += author === 'Ana' ? 1 : 0))
  for (let round = 0; round < 60 && ofAna < 121; round += 1) {
    for (const flooder of flooders) flood(lab, flooder, 40)
    if (round === 5) ana.replica.edit(id16('street closed'), KB)
    await turns(3)
    for (const { pair } of links) pair.deliverAll()
  }
  expect(ofAna).toBe(121)
  // Those of the flooders are far from through
  expect(ben.replica.order.length).toBeLessThan(3 * mallory.replica.order.length)
})
