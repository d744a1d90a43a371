import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { AuthoredLab } from '../helpers/authored-lab.ts'
import { change, deepIncident, digestOf, incident, Laptop, TestDevice, TestNetwork } from '../helpers/ledger-rig.ts'
import type { MemoryStore } from '../helpers/memory-store.ts'

/** More than is remembered of one author. */
const MANY = 4_200

const ALERT = {
  audience: { scope: 'network' },
  about: { kind: 'incident', id: 'c3'.repeat(16) },
  kind: 'check-on-neighbours',
  headline: 'Water is rising',
  status: 'Actual',
}

const network = new TestNetwork()
const mallory = new TestDevice()
let ana: Laptop
let lee: Laptop
const open: Laptop[] = []
async function laptop(device = new TestDevice()): Promise<Laptop> {
  const made = await new Laptop(network, { device }).open()
  open.push(made)
  return made
}
beforeEach(async () => {
  ana = await laptop()
  lee = await laptop()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

describe('session records without units', () => {
  const many = (author: () => TestDevice): Uint8Array[] =>
    Array.from({ length: MANY }, () => author().session(network).record)
  const floods = { 'one member': [] as Uint8Array[], 'made-up devices': [] as Uint8Array[] }
  beforeAll(() => {
    floods['one member'] = many(() => mallory)
    floods['made-up devices'] = many(() => {
      const nobody = new TestDevice()
      network.strangers.add(nobody.id)
      return nobody
    })
  }, 60_000)

  test.each(['one member', 'made-up devices'] as const)(
    'without end, of %s, push out nobody else: not who was announced before, nor who comes after, nor oneself',
    async (by) => {
      await ana.ledger.write([incident('Flood')])
      lee.ledger.acceptSessions(ana.sessions())
      lee.ledger.acceptSessions(floods[by])
      const kim = await laptop()
      await kim.ledger.write([incident('Heat wave')])
      expect(await kim.sendTo(lee)).toEqual(['stored'])
      await lee.ledger.write([incident('Lost child')])
      expect(await lee.ledger.accept(ana.units(), 'peer')).toEqual(['stored'])
      expect(lee.titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
    },
    30_000,
  )

  test('of one member: the newest are remembered', async () => {
    lee.ledger.acceptSessions(floods['one member'])
    const hers = await laptop(mallory)
    await hers.ledger.write([incident('Flood')])
    expect(await hers.sendTo(lee)).toEqual(['stored'])
    expect(digestOf(lee)).toBe(digestOf(hers))
  }, 30_000)

  test('that push one out while a unit of it is looked at leave that unit for another time', async () => {
    const hers = await laptop(mallory)
    await hers.ledger.write([incident('Flood')])
    lee.ledger.acceptSessions(hers.sessions())
    const verdicts = lee.ledger.accept(hers.units(), 'peer')
    lee.ledger.acceptSessions(floods['one member'])
    expect(await verdicts).toEqual(['missing-dependencies'])
    expect(await hers.sendTo(lee)).toEqual(['stored'])
  }, 30_000)
})

describe('session records that the disk has lost', () => {
  /** Records of sessions are longer than what is kept of a few of their numbers. */
  const damage = ({ rows }: Laptop): number =>
    (rows as MemoryStore).damage(3, ({ value }) => (value.byteLength > 200 ? value.with(60, value[60]! ^ 1) : value))

  test('cost nothing but what is new of those sessions, until it is announced again; others and oneself go on', async () => {
    const { ids } = await ana.ledger.write([incident('Flood'), deepIncident('Heat wave')])
    await ana.sendTo(lee)
    expect(damage(lee)).toBeGreaterThan(0)
    await lee.reopen()
    await ana.ledger.write([change(ids[0]!, 'state', 'triaged')])
    const kim = await laptop()
    await kim.ledger.write([incident('Lost child')])
    lee.ledger.acceptSessions(kim.sessions())
    const verdicts = await lee.ledger.accept([...ana.units(ids[0]), ...kim.units()], 'peer')
    expect(verdicts).toEqual(['missing-dependencies', 'missing-dependencies', 'stored'])
    for (const id of ids) await lee.ledger.write([change(id, 'place', 'Mill Lane')])
    expect(lee.titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
    expect(await ana.sendTo(lee)).toEqual(expect.arrayContaining(['known', 'stored']))
    expect(lee.ledger.get(ids[0]!)).toMatchObject({ record: { state: 'triaged', place: 'Mill Lane' } })
    await lee.sendTo(ana)
    expect(digestOf(lee)).toBe(digestOf(ana))
  })

  test('are kept again as soon as they are announced, and what was written in those sessions counts', async () => {
    const lab = new AuthoredLab()
    const [kim, sam, zoe] = [await lab.laptop('kim'), await lab.laptop('sam'), await lab.laptop('zoe')]
    const id = await kim.creates('alert', ALERT)
    await kim.gives(sam)
    await sam.does('alert', id, 'confirm', { what: 'unverified' })
    await sam.gives(kim, zoe)
    damage(zoe.laptop)
    await zoe.laptop.reopen()
    await zoe.does('alert', id, 'edit', { area: 'Mill Lane' })
    expect(zoe.reads(id).confirmations).toEqual([])
    zoe.laptop.ledger.acceptSessions(kim.laptop.sessions())
    zoe.laptop.ledger.acceptSessions(sam.laptop.sessions())
    await zoe.laptop.ledger.settled()
    expect(zoe.reads(id).confirmations).toMatchObject([{ by: 'sam' }])
    await zoe.laptop.reopen()
    expect(zoe.laptop.ledger.personBehind(sam.laptop.session.id)).toBe('sam')
    await lab.close()
  })
})
