import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { change, digestOf, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'

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
