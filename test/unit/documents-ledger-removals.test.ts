import { setImmediate as nextTurn } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { change, digestOf, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'
import type { MemoryStore } from '../helpers/memory-store.ts'

let network: TestNetwork
let ana: Laptop
let lee: Laptop
let kim: Laptop
const open: Laptop[] = []
async function laptop(): Promise<Laptop> {
  const made = await new Laptop(network).open()
  open.push(made)
  return made
}
/** All that hear of it take out what does not count. */
async function removeAna(last: Parameters<TestNetwork['remove']>[1], ...hear: Laptop[]): Promise<void> {
  network.remove(ana.device.id, last)
  await applyCuts(...hear)
}
async function applyCuts(...hear: Laptop[]): Promise<void> {
  for (const one of hear) {
    await one.ledger.applyCuts(new Set(network.removed.keys()))
    await one.ledger.settled()
  }
}
beforeEach(async () => {
  network = new TestNetwork()
  ;[ana, lee, kim] = [await laptop(), await laptop(), await laptop()]
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

describe('a removal by a laptop that never got what was erased', () => {
  test('lets all count that it holds, on either side of the gap', async () => {
    const { ids } = await ana.ledger.write([incident('Drill'), incident('Flood')])
    await ana.ledger.write([change(ids[0]!, 'state', 'acknowledged'), incident('Heat wave')])
    await ana.sendTo(lee)
    network.erased.add(ids[0]!)
    for (const each of [ana, lee]) each.ledger.drop([ids[0]!])
    await ana.sendTo(kim)
    const last = kim.ledger.lastSequences(ana.device.id)
    expect(last).toEqual([[ana.session.id, 0, 1, 1, 1, 1]])
    await removeAna(last, lee, kim)
    for (const each of [lee, kim]) expect(each.titles()).toEqual(['Flood', 'Heat wave'])
    expect(digestOf(lee)).toBe(digestOf(kim))
  })

  test('lets nothing into the gap: a thief dates no new unit back', async () => {
    const flood = (await ana.ledger.write([incident('Flood')])).ids[0]!
    await ana.ledger.write([change(flood, 'state', 'dated back')])
    const heat = (await ana.ledger.write([incident('Heat wave')])).ids[0]!
    const [first, second, third] = [...ana.units(flood), ...ana.units(heat)]
    for (const each of [lee, kim]) each.ledger.acceptSessions(ana.sessions())
    await kim.ledger.accept([first!, third!], 'peer')
    await removeAna(kim.ledger.lastSequences(ana.device.id), lee, kim)
    expect(await lee.ledger.accept([first!, second!, third!], 'peer')).toEqual(['stored', 'beyond-removal', 'stored'])
  })

  test('does not let count what an earlier one took out', async () => {
    await ana.ledger.write([incident('Flood'), incident('Too late')])
    await ana.sendTo(lee)
    await removeAna([[ana.session.id, 1]], lee)
    expect(lee.ledger.lastSequences(ana.device.id)).toEqual([[ana.session.id, 1]])
  })
})

describe('what a removal cuts off', () => {
  /** Ana writes two records and goes on with the first; Kim has built on that, and holds all of it, as Lee does. */
  async function writeAll(): Promise<{ first: string; second: string }> {
    const first = (await ana.ledger.write([incident('Flood')])).ids[0]!
    const second = (await ana.ledger.write([incident('Heat wave')])).ids[0]!
    await ana.ledger.write([change(first, 'state', 'closed')])
    await ana.sendTo(kim)
    await kim.ledger.write([change(first, 'place', 'on top of it')])
    await kim.sendTo(lee)
    return { first, second }
  }
  const whole = { title: 'Flood', state: 'closed', place: 'on top of it' }

  test('comes back when another removal lets more count, on every laptop alike, whichever it heard first', async () => {
    const { first } = await writeAll()
    const before = digestOf(lee)
    await removeAna([[ana.session.id, 1]], lee, kim)
    for (const each of [lee, kim]) expect(each.titles()).toEqual(['Flood'])
    expect(kim.ledger.get(first)!.record).not.toHaveProperty('place')
    await removeAna([[ana.session.id, 3]], lee, kim)
    for (const each of [lee, kim]) {
      expect(each.titles()).toEqual(['Flood', 'Heat wave'])
      expect(each.ledger.get(first)).toMatchObject({ applied: true, record: whole })
      expect(digestOf(each)).toBe(before)
      expect([...each.ledger.setAside()]).toEqual([])
    }
  })

  test('comes back as far as it counts, and the rest stays out', async () => {
    const { first } = await writeAll()
    await removeAna([], lee)
    expect(lee.ledger.items()).toEqual([])
    await removeAna([[ana.session.id, 2]], lee)
    expect(lee.titles()).toEqual(['Flood', 'Heat wave'])
    expect(lee.ledger.get(first)!.record).not.toHaveProperty('state')
    await removeAna([[ana.session.id, 0, 2, 1]], lee)
    expect(lee.ledger.get(first)).toMatchObject({ record: whole })
    expect(digestOf(lee)).toBe(digestOf(kim))
  })

  test('comes back when the removal turns out to be void, after a restart too, and as often as that happens', async () => {
    const { first } = await writeAll()
    await removeAna([], lee, kim)
    network.removed.clear()
    await applyCuts(kim)
    await removeAna([], kim)
    expect(kim.ledger.items()).toEqual([])
    await lee.reopen()
    expect(lee.ledger.items()).toEqual([])
    network.removed.clear()
    await applyCuts(lee, kim)
    for (const each of [lee, kim]) expect(each.ledger.get(first)).toMatchObject({ record: whole })
    expect(digestOf(await lee.reopen())).toBe(digestOf(kim))
    expect(lee.titles()).toEqual(['Flood', 'Heat wave'])
    await lee.ledger.write([change(first, 'state', 'goes on')])
    await lee.sendTo(kim)
    expect(digestOf(lee)).toBe(digestOf(kim))
  })

  test('comes back also where who built on it was removed meanwhile, and is a member again later', async () => {
    const { first } = await writeAll()
    await removeAna([], lee)
    network.remove(kim.device.id, [])
    await applyCuts(lee)
    network.removed.delete(ana.device.id)
    await applyCuts(lee)
    expect(lee.ledger.get(first)!.record).toMatchObject({ state: 'closed' })
    expect(lee.ledger.get(first)!.record).not.toHaveProperty('place')
    network.removed.clear()
    await applyCuts(lee)
    expect(digestOf(lee)).toBe(digestOf(kim))
    expect([...lee.ledger.setAside()]).toEqual([])
  })

  test('is never refused for what it is: the others send it again, as soon as it counts', async () => {
    await writeAll()
    await removeAna([[ana.session.id, 1]], lee)
    const units = kim.units()
    const late = await lee.ledger.accept(units, 'peer')
    expect(late.toSorted()).toEqual(['beyond-removal', 'beyond-removal', 'known', 'missing-dependencies'])
    network.removed.clear()
    expect(await lee.ledger.accept(units, 'peer')).toEqual(
      units.map((_, at) => (late[at] === 'known' ? 'known' : 'stored')),
    )
    await applyCuts(lee)
    expect(digestOf(lee)).toBe(digestOf(kim))
    expect([...lee.ledger.setAside()]).toEqual([])
  })

  test('is given back once, however often it was begun', async () => {
    await writeAll()
    await removeAna([], lee)
    network.removed.clear()
    const rows = lee.rows as MemoryStore
    // killed after the units were stored again, before they were taken off the list of those cut off
    await lee.ledger.accept(kim.units(), 'peer')
    expect([...lee.ledger.setAside()]).toHaveLength(4)
    await lee.reopen()
    await applyCuts(lee)
    expect([...lee.ledger.setAside()]).toEqual([])
    expect([...rows.listSpace(10)]).toEqual([])
    expect(digestOf(lee)).toBe(digestOf(kim))
  })

  test('goes with its record when that is erased', async () => {
    const { first } = await writeAll()
    await removeAna([], lee)
    network.erased.add(first)
    lee.ledger.drop([first])
    expect([...lee.ledger.setAside()]).toHaveLength(1)
    network.removed.clear()
    await applyCuts(lee)
    expect(lee.titles()).toEqual(['Heat wave'])
    expect([...(lee.rows as MemoryStore).listSpace(10)]).toEqual([])
  })

  test('is in a backup, and comes back from it when it counts', async () => {
    await writeAll()
    const before = digestOf(lee)
    await removeAna([], lee)
    const fresh = await laptop()
    const aside = [...lee.ledger.setAside()]
    fresh.ledger.acceptSessions(aside.map(({ session }) => lee.ledger.sessionRecordOf(session!)!))
    fresh.ledger.keepAside(aside, [])
    await fresh.reopen()
    await applyCuts(fresh)
    expect(fresh.ledger.items()).toEqual([])
    network.removed.clear()
    await applyCuts(fresh)
    expect(digestOf(fresh)).toBe(before)
  })
})

describe('a removal is put off', () => {
  test('by a disk that takes nothing, until it does', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.ledger.write([change(ids[0]!, 'state', 'too late')])
    await ana.sendTo(lee)
    const rows = lee.rows as MemoryStore
    rows.failure = new MeshError('documents/disk-full', 'full')
    await removeAna([[ana.session.id, 1]], lee)
    expect(lee.ledger.get(ids[0]!)!.record).toHaveProperty('state')
    rows.failure = undefined
    lee.ledger.retry()
    await lee.ledger.settled()
    expect(lee.ledger.get(ids[0]!)!.record).not.toHaveProperty('state')
    rows.failure = new MeshError('documents/disk-full', 'full')
    network.removed.clear()
    await applyCuts(lee)
    expect(lee.ledger.get(ids[0]!)!.record).not.toHaveProperty('state')
    rows.failure = undefined
    lee.ledger.retry()
    await lee.ledger.settled()
    expect(lee.ledger.get(ids[0]!)!.record).toHaveProperty('state')
  })

  test('of one record that cannot be read, and of no other', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.ledger.write([change(ids[0]!, 'state', 'too late'), change(ids[1]!, 'state', 'too late')])
    await ana.sendTo(lee)
    const late = () => ids.filter((id) => 'state' in (lee.ledger.get(id)!.record as object)).length
    vi.spyOn(network, 'unitKey').mockReturnValueOnce(undefined)
    await removeAna([[ana.session.id, 2]], lee)
    expect(late()).toBe(1)
    lee.ledger.retry()
    await lee.ledger.settled()
    expect(late()).toBe(0)
  })

  test('by a stop in its middle, until the next start', async () => {
    await ana.ledger.write(Array.from({ length: 9 }, (_, n) => incident(`Too late ${n}`)))
    await ana.sendTo(lee)
    network.remove(ana.device.id, [])
    const applied = lee.ledger.applyCuts(new Set([ana.device.id]))
    await nextTurn()
    await nextTurn()
    await lee.close()
    await applied
    await lee.ledger.applyCuts(new Set([ana.device.id])) // one that comes too late does nothing
    await lee.open()
    expect(lee.ledger.items().length).toBeGreaterThan(0)
    await applyCuts(lee)
    expect(lee.ledger.items()).toEqual([])
  })
})
