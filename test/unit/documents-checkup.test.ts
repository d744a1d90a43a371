import { afterEach, beforeEach, expect, test } from 'vitest'

import { InProcessHost } from '../helpers/in-process-host.ts'
import { change, digestOf, incident, KIND_SHAPES, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'
import type { MemoryStore } from '../helpers/memory-store.ts'

const { signal } = new AbortController()
const UNITS = 5
const KEYS = 4
const DERIVED = 6
const BLOCKS = 7
let network: TestNetwork
let ana: Laptop
let lee: Laptop
let ids: readonly string[]

beforeEach(async () => {
  network = new TestNetwork()
  ana = await new Laptop(network).open()
  lee = await new Laptop(network).open()
  ;({ ids } = await ana.ledger.write([incident('Flood'), incident('Heat wave'), incident('Lost child')]))
  await ana.ledger.write([change(ids[0]!, 'state', 'closed')])
  await ana.sendTo(lee)
  await lee.ledger.settled()
  lee.host = new InProcessHost(KIND_SHAPES)
  await lee.reopen()
})
afterEach(async () => {
  await ana.close()
  await lee.close()
})

const rows = (): MemoryStore => lee.rows as MemoryStore
const flip = ({ value }: { value: Uint8Array }): Uint8Array => value.with(40, value[40]! ^ 1)
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
const titles = (): string[] => lee.titles().toSorted()

test('of sound records nothing is touched', async () => {
  expect(await lee.ledger.checkUp(signal)).toEqual({
    documents: 3,
    units: 4,
    damaged: 0,
    rebuilt: 0,
    unjudged: 0,
    indexRebuilt: false,
  })
})

test('what is derived and damaged is made anew, without anybody’s help', async () => {
  rows().damage(DERIVED, flip)
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 3, damaged: 0, rebuilt: 3 })
  expect(titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
  expect(digestOf(lee)).toBe(digestOf(ana))
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 0, rebuilt: 0 })
})

test.each([
  [1, 'settings'],
  [3, 'sessions'],
  [6, 'derived'],
  [7, 'lists'],
  [12, 'when units came'],
])('whichever row of space %i (%s) is damaged or gone, not one record is lost', async (space) => {
  const count = rows().damage(space, ({ value }) => value)
  expect(count).toBeGreaterThan(0)
  for (const how of [flip, () => undefined]) {
    for (let n = 0; n < count; n++) {
      let seen = 0
      rows().damage(space, (row) => (seen++ === n ? how(row) : row.value))
      await lee.close()
      const host = new InProcessHost(KIND_SHAPES)
      host.gate = later() // as a process that is still starting
      lee.host = host
      await lee.open()
      expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 3, units: 4, damaged: 0 })
      expect(titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
      expect(digestOf(lee)).toBe(digestOf(ana))
    }
  }
})

test('records whose epoch key is missing are left as they are, and show again when it is back', async () => {
  rows().damage(DERIVED, flip)
  rows().damage(BLOCKS, flip)
  network.isKeyLost = true
  await lee.reopen()
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 3, damaged: 0, rebuilt: 0, unjudged: 3 })
  network.isKeyLost = false
  await lee.reopen()
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 3, units: 4, damaged: 0, unjudged: 0 })
  expect(titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
  expect(digestOf(lee)).toBe(digestOf(ana))
})

test('damaged lists are made anew', async () => {
  rows().damage(BLOCKS, flip)
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 0, indexRebuilt: true })
  expect(titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 0, indexRebuilt: false })
})

test.each([
  ['damaged', flip],
  ['gone', () => undefined],
])('records whose units are %s are counted, show what is left, and come back from the others', async (_, how) => {
  let seen = 0
  rows().damage(UNITS, (row) => (seen++ === 1 ? how(row) : row.value))
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 1 })
  expect(digestOf(lee)).not.toBe(digestOf(ana))
  await ana.sendTo(lee)
  await lee.ledger.settled()
  expect(digestOf(lee)).toBe(digestOf(ana))
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 3, units: 4, damaged: 0, rebuilt: 0 })
})

test.each([
  ['damaged', flip],
  ['gone', () => undefined],
])('what came lately, was dropped since its row is %s, and comes again is stored', async (_, how) => {
  for (const state of ['a', 'b', 'c']) await ana.ledger.write([change(ids[1]!, 'state', state)])
  await ana.sendTo(lee)
  await lee.ledger.settled()
  let seen = 0
  rows().damage(UNITS, (row) => (seen++ === 5 ? how(row) : row.value))
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 1 })
  expect(digestOf(lee)).not.toBe(digestOf(ana))
  await ana.sendTo(lee)
  expect(digestOf(lee)).toBe(digestOf(ana))
  expect(lee.units(ids[1])).toEqual(ana.units(ids[1]))
})

test('a record of which both a unit and what is derived is damaged counts as damaged, not as made anew', async () => {
  let seen = 0
  rows().damage(UNITS, (row) => (seen++ === 1 ? flip(row) : row.value))
  rows().damage(DERIVED, flip)
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ damaged: 1, rebuilt: 2 })
  await ana.sendTo(lee)
  expect(digestOf(lee)).toBe(digestOf(ana))
})

test('a record whose key is damaged is gone until others send it again', async () => {
  let seen = 0
  rows().damage(KEYS, (row) => (seen++ === 1 ? flip(row) : row.value))
  await lee.reopen()
  expect(await lee.ledger.checkUp(signal)).toMatchObject({ documents: 2, damaged: 1 })
  expect(titles()).toHaveLength(2)
  await ana.sendTo(lee)
  await lee.ledger.settled()
  expect(digestOf(lee)).toBe(digestOf(ana))
  expect(titles()).toEqual(['Flood', 'Heat wave', 'Lost child'])
})
