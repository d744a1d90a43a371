import { randomBytes } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { sealUnit } from '../../core/documents/unit/unit.ts'
import { openUnit, readUnit } from '../../core/documents/unit/unit.ts'
import type { InProcessHost } from '../helpers/in-process-host.ts'
import { change, deepIncident, digestOf, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'

let network: TestNetwork
let ana: Laptop
let lee: Laptop
const open: Laptop[] = []
async function laptop(): Promise<Laptop> {
  const made = await new Laptop(network).open()
  open.push(made)
  return made
}
function told(of: Laptop, name: 'unit:quarantined' | 'session:forked' | 'record:gone'): object[] {
  const events: object[] = []
  of.ledger.events.on(name, (event) => events.push(event))
  return events
}
/** A unit with the content of another, signed once more by the same device. */
function again(
  of: Laptop,
  bytes: Uint8Array,
  more: { sequence?: number; document?: string; firstChangeNumber?: number; changes?: readonly Uint8Array[] } = {},
): Uint8Array {
  const unit = readUnit(bytes)
  const content = openUnit(unit, network.epoch.unitKey)
  return sealUnit(
    { ...unit.header, ...content, ...more },
    { unitKey: network.epoch.unitKey, sign: of.session.sign, randomBytes },
  ).bytes
}
beforeEach(async () => {
  network = new TestNetwork()
  ana = await laptop()
  lee = await laptop()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

describe('a device that lies', () => {
  test('two units with one number freeze the session, at once and after a reopening; what was there before stays', async () => {
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    const events = told(lee, 'session:forked')
    const [unit] = ana.units()
    expect(await lee.ledger.accept([again(ana, unit!)], 'peer')).toEqual(['frozen'])
    expect(events).toEqual([{ session: ana.session.id, device: ana.device.id }])
    await ana.ledger.write([incident('Heat wave')])
    expect(await lee.ledger.accept(ana.units(), 'peer')).toEqual(expect.arrayContaining(['known', 'frozen']))
    await lee.reopen()
    expect(await lee.ledger.accept(ana.units(), 'peer')).toEqual(expect.arrayContaining(['known', 'frozen']))
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { title: 'Flood' } })
    expect([...lee.rows.listSpace(10)]).toHaveLength(2)
  })

  test('a forger cannot freeze the session of somebody else', async () => {
    await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    const twin = again(lee, ana.units()[0]!)
    expect(await lee.ledger.accept([twin], 'peer')).toEqual(['forged'])
    await ana.ledger.write([incident('Heat wave')])
    expect(await ana.sendTo(lee)).toEqual(expect.arrayContaining(['known', 'stored']))
  })

  test('two units with one number in one batch freeze it too, and the first is kept', async () => {
    await ana.ledger.write([incident('Flood')])
    lee.ledger.acceptSessions(ana.sessions())
    const [unit] = ana.units()
    expect(await lee.ledger.accept([unit!, again(ana, unit!), unit!], 'peer')).toEqual(['stored', 'frozen', 'known'])
    await lee.ledger.settled()
    expect(lee.titles()).toEqual(['Flood'])
  })

  test('one change number in two units is such a lie, whatever their own numbers', async () => {
    await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    expect(await lee.ledger.accept([again(ana, ana.units()[0]!, { sequence: 2 })], 'peer')).toEqual(['frozen'])
  })

  test("a change under another session's name, numbered wrongly, or in a document that is not its own is refused", async () => {
    const kim = await laptop()
    await kim.ledger.write([incident('Kim')])
    await ana.ledger.write([incident('Flood')])
    for (const each of [ana, kim]) lee.ledger.acceptSessions(each.sessions())
    const [mine] = ana.units()
    const [other] = kim.units()
    const stolen = openUnit(readUnit(other!), network.epoch.unitKey).changes
    expect(await lee.ledger.accept([again(ana, mine!, { changes: stolen })], 'peer')).toEqual(['malformed'])
    expect(await lee.ledger.accept([again(ana, mine!, { firstChangeNumber: 2 })], 'peer')).toEqual(['malformed'])
    expect(await lee.ledger.accept([again(ana, mine!, { document: 'ab'.repeat(16) })], 'peer')).toEqual([
      'missing-dependencies',
    ])
    expect(lee.ledger.items()).toEqual([])
    expect(await lee.ledger.accept([mine!, other!], 'peer')).toEqual(['stored', 'stored'])
  })
})

describe('what proves unsound when applied', () => {
  const bad = (of: Laptop, changes: number) => {
    ;(of.host as InProcessHost).fails = (source) => (source.changes.length >= changes ? 'unsound' : undefined)
  }

  test('is taken out with its signer named; the record stands without it, and others are not held up', async () => {
    const { ids } = await ana.ledger.write([deepIncident('Flood'), incident('Heat wave')])
    await ana.sendTo(lee)
    await lee.ledger.write([change(ids[0]!, 'place', 'Mill Lane')])
    await lee.sendTo(ana)
    await ana.ledger.write([change(ids[0]!, 'state', 'poison')])
    await ana.ledger.write([change(ids[0]!, 'state', 'on the poison')])
    await ana.ledger.write([incident('Lost child')])
    const events = told(lee, 'unit:quarantined')
    bad(lee, 3)
    const verdicts = await ana.sendTo(lee)
    expect(verdicts.filter((verdict) => verdict === 'stored')).toHaveLength(3)
    const signer = { document: ids[0], session: ana.session.id, device: ana.device.id }
    expect(events).toEqual([
      { ...signer, reason: 'unsound' },
      { ...signer, reason: 'missing-dependencies' },
    ])
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ applied: true, record: { title: 'Flood', place: 'Mill Lane' } })
    expect(lee.titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
    // it stays out
    expect(await lee.ledger.accept(ana.units(ids[0]), 'peer')).toEqual(['known', 'known', 'frozen', 'frozen'])
    await lee.reopen()
    expect(await lee.ledger.accept(ana.units(ids[0]), 'peer')).toEqual(['known', 'known', 'frozen', 'frozen'])
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { place: 'Mill Lane' } })
    // and the record can be worked on
    await lee.ledger.write([
      { kind: 'incident', document: ids[1]!, writes: () => [{ op: 'put', path: ['state'], value: 'closed' }] },
    ])
    expect(lee.ledger.get(ids[1]!)).toMatchObject({ record: { state: 'closed' } })
  })

  test('a record that is nothing else is gone, and stays gone', async () => {
    const { ids } = await ana.ledger.write([deepIncident('Flood'), incident('Heat wave')])
    ;(lee.host as InProcessHost).fails = (source) =>
      source.document === ids[0] && source.changes.length > 0 ? 'too-slow' : undefined
    await ana.sendTo(lee)
    expect(lee.titles()).toEqual(['Heat wave'])
    expect(lee.ledger.items()).toHaveLength(1)
    ;(lee.host as InProcessHost).fails = () => undefined
    await lee.reopen()
    await ana.sendTo(lee)
    expect(lee.titles()).toEqual(['Heat wave'])
  })

  test('what showed without Automerge, and cannot be opened by it to be written to, is judged anew and taken out', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    await ana.sendTo(lee)
    expect((lee.host as InProcessHost).opened).toBe(1) // for the first change of its kind
    const events = told(lee, 'unit:quarantined')
    ;(lee.host as InProcessHost).fails = (source) =>
      source.document === ids[0] && source.changes.length > 0 ? 'unsound' : undefined
    const { writes } = deepIncident('Flood') // what only Automerge writes
    await expect(lee.ledger.write([{ kind: 'incident', document: ids[0]!, writes }])).rejects.toMatchObject({
      code: 'documents/unsound',
    })
    await lee.ledger.settled()
    expect(events).toEqual([{ document: ids[0], session: ana.session.id, device: ana.device.id, reason: 'unsound' }])
    expect(lee.titles()).toEqual(['Heat wave'])
  })

  test('what was only slow once stays', async () => {
    const { ids } = await ana.ledger.write([deepIncident('Flood')])
    let left = 1
    ;(lee.host as InProcessHost).fails = (source) => (source.changes.length > 0 && left-- > 0 ? 'too-slow' : undefined)
    await ana.sendTo(lee)
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ applied: true, record: { title: 'Flood' } })
    expect(digestOf(lee)).toBe(digestOf(ana))
  })
})

describe('a removal', () => {
  test('takes out what lies beyond the last numbers, and what builds on it, the same on every laptop', async () => {
    const kim = await laptop()
    const { ids } = await ana.ledger.write([incident('Flood')])
    await ana.sendTo(lee)
    await ana.ledger.write([change(ids[0]!, 'state', 'too late')])
    await ana.ledger.write([incident('Also too late')])
    await ana.sendTo(kim)
    await kim.ledger.write([change(ids[0]!, 'place', 'on top of it')])
    await kim.ledger.write([incident('Heat wave')])
    const last = lee.ledger.lastSequences(ana.device.id)
    expect(last).toEqual([[ana.session.id, 1]])
    network.remove(ana.device.id, last)
    const gone = told(kim, 'record:gone')
    for (const each of [kim, lee, kim]) await each.ledger.applyCuts(new Set([ana.device.id]))
    for (const each of [kim, lee]) await each.ledger.settled()
    expect(gone).toHaveLength(1)
    await kim.sendTo(lee)
    expect(lee.titles()).toEqual(['Flood', 'Heat wave'])
    expect(digestOf(lee)).toBe(digestOf(kim))
    expect(kim.ledger.get(ids[0]!)!.record).not.toHaveProperty('state')
    expect(await lee.ledger.accept(ana.units(), 'peer')).toEqual(expect.arrayContaining(['beyond-removal']))
    await expect(ana.ledger.write([incident('Flood again')])).rejects.toMatchObject({ code: 'identity/removed' })
    await kim.reopen()
    expect(digestOf(lee)).toBe(digestOf(kim))
  })
})

describe('an erased record', () => {
  test('leaves no row of its own behind, is in no list, and is not taken in again', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave'), incident('Lost child')])
    await ana.ledger.write([change(ids[1]!, 'state', 'closed')])
    await ana.sendTo(lee)
    const held = () => [4, 5, 6].map((space) => [...ana.rows.listSpace(space)].length)
    const before = held()
    const kept = lee.units() // as one hands them out who does not know of it
    network.erased.add(ids[1]!)
    expect(ana.ledger.drop([ids[1]!])).toEqual([ids[1]])
    expect(held()).toEqual(before.map((count, at) => count - [1, 2, 2][at]!))
    expect(ana.titles()).toEqual(['Flood', 'Lost child'])
    expect(ana.ledger.get(ids[1]!)).toBeUndefined()
    await lee.sendTo(ana)
    await ana.reopen()
    expect(await ana.ledger.accept(kept, 'peer')).toEqual(
      expect.arrayContaining(['known', 'erased', 'erased', 'known']),
    )
    expect(lee.units()).toHaveLength(2)
    expect(ana.titles()).toEqual(['Flood', 'Lost child'])
    expect(ana.ledger.drop([ids[1]!])).toEqual([])
  })

  test('its words are in no block of the index', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), incident('harassment')])
    await ana.ledger.write([change(ids[0]!, 'state', 'a'), change(ids[1]!, 'state', 'b')])
    ana.ledger.drop([ids[1]!])
    const group = Buffer.concat([Buffer.from(network.id, 'hex'), Buffer.from('blocks')])
    const blocks = [...ana.sealed.list(7, group)].map(({ value }) => Buffer.from(value!).toString('latin1'))
    expect(blocks.join()).toContain('flood')
    expect(blocks.join()).not.toContain('harassment')
  })
})
