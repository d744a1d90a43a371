import { afterEach, beforeEach, expect, test } from 'vitest'

import { connect, type EngineLaptop, laptopsOf, meet } from '../helpers/lab/engine-laptop.ts'
import { figure } from '../helpers/ordeal.ts'

const MINUTE = 60_000
let ana: EngineLaptop
let ben: EngineLaptop
let copy: EngineLaptop

beforeEach(async () => {
  ;[ana, ben] = (await laptopsOf(['Ana', 'Ben'])) as [EngineLaptop, EngineLaptop]
  await ben.report('Water in the cellar')
  await meet(ana, ben)
})
afterEach(async () => {
  for (const laptop of [ana, ben, copy]) await laptop.dispose()
})

/** What a laptop says of whose profile runs twice. */
const twiceAt = (laptop: EngineLaptop): string[] =>
  laptop.runtime.troubles
    .list()
    .filter(({ what }) => what === 'twice')
    .map(({ device }) => device)

test('a copied profile that runs beside the first is noticed by both and by the others, and nothing is lost', async () => {
  copy = await ben.twin()
  ana.clock.advance(MINUTE)
  const [byBen] = await ben.report('Written on the first')
  const [byCopy] = await copy.report('Written on the copy')
  await meet(ben, ana)
  await meet(copy, ana)
  await meet(ben, ana)
  expect(twiceAt(ana)).toEqual([ben.id])
  expect(twiceAt(ben)).toEqual([ben.id])
  expect(twiceAt(copy)).toEqual([ben.id])
  const all = ['Water in the cellar', 'Written on the copy', 'Written on the first']
  for (const laptop of [ana, ben, copy]) {
    expect(laptop.incidents()).toEqual(all)
    expect([byBen, byCopy].every((id) => laptop.holds(id!))).toBe(true)
    expect(laptop.runtime.ledger.forkedDevices().size).toBe(0)
  }
  figure('at rest, copied profile', 'noticed by both and by a third, 0 of 3 records lost', 'noticed, 0 lost')
})

test('a laptop that starts again, or writes on after a backup of it was restored there, is no copy', async () => {
  await ben.report('Before the backup')
  const backup = ben.copy()
  ana.clock.advance(MINUTE)
  await ben.report('After the backup, before the old disk broke')
  await meet(ben, ana)
  ana.clock.advance(MINUTE)
  await ben.reopen(backup)
  for (let start = 0; start < 3; start++) {
    const part = await connect(ben, ana)
    await ben.report(`Start ${start}`)
    await part()
    ana.clock.advance(MINUTE)
    await ben.reopen()
  }
  await meet(ben, ana)
  expect(ben.incidents()).toContain('After the backup, before the old disk broke')
  expect([...twiceAt(ana), ...twiceAt(ben)]).toEqual([])
  copy = ben
})
