import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { digestOf, incident, Laptop, TestDevice, TestNetwork } from '../helpers/ledger-rig.ts'

/** More than is remembered of one author. */
const MANY = 4_200

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
