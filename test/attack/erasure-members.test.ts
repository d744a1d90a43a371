import { afterEach, describe, expect, test } from 'vitest'

import { Draft } from '../../core/identity/author/draft.ts'
import type { BodyOf } from '../../core/identity/log/record/bodies.ts'
import { eraseRecords } from '../../core/engine/erasure/erase-records.ts'
import { listErasures } from '../../core/engine/erasure/list-erasures.ts'
import { KIND_BYTES } from '../../core/documents/unit/kind-bytes.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { connect, type EngineLaptop, flow, laptopsOf, meet, sentBy } from '../helpers/lab/engine-laptop.ts'
import { figure } from '../helpers/ordeal.ts'

const DAY = 24 * 3_600_000
let laptops: EngineLaptop[] = []

afterEach(async () => {
  for (const laptop of laptops) await laptop.dispose()
  laptops = []
})

async function people<const Names extends readonly string[]>(
  ...names: Names
): Promise<{ -readonly [Index in keyof Names]: EngineLaptop }> {
  laptops = await laptopsOf(names)
  return laptops as unknown as { -readonly [Index in keyof Names]: EngineLaptop }
}

/** Everybody has what everybody has. */
async function meetAll(all: readonly EngineLaptop[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const other of all.slice(1)) await meet(all[0]!, other)
}

const list = (laptop: EngineLaptop) => listErasures(laptop.runtime, { offset: 0, limit: 200 })

/** Writes an erasure whatever the writer may do, as a modified Muster does. */
function eraseAnyway(laptop: EngineLaptop, body: BodyOf<'erase'>): void {
  const { membership } = laptop.runtime
  const draft = new Draft({ log: membership.log, author: laptop.device, clock: laptop.clock })
  draft.append('erase', body)
  membership.accept(draft.bytes())
}

/** From now on it drops nothing and goes on offering what it has. */
function modify(laptop: EngineLaptop): void {
  const { membership, erasure } = laptop.runtime
  Object.assign(membership.authority, { isErased: () => false })
  Object.assign(erasure, { look: () => undefined })
}

describe('a laptop that was away', () => {
  test.each([
    ['dialling', (ana: EngineLaptop, ben: EngineLaptop) => meet(ben, ana)],
    ['dialled', (ana: EngineLaptop, ben: EngineLaptop) => meet(ana, ben)],
  ])('for months learns of an erasure before it offers anything (%s)', async (_, come) => {
    const [ana, ben] = await people('Ana', 'Ben')
    const [erased, other] = (await ana.report('Harassment on the bus', 'Heat wave')) as [string, string]
    await meet(ana, ben)
    await ben.writer().edit('incident', erased, { name: 'edit', input: { what: 'Harassment on the night bus' } })
    await ben.writer().edit('incident', other, { name: 'edit', input: { what: 'Heat wave again' } })
    for (let epoch = 0; epoch < 10; epoch++) {
      ana.runtime.membership.accept(ana.runtime.duties.author().renewEpoch())
      ana.clock.advance(9 * DAY)
    }
    await eraseRecords(ana.runtime, [erased])
    const sent = await sentBy(ben, () => come(ana, ben))
    figure(
      'away for 90 days, 10 epochs missed',
      `${[...sent].filter((id) => id === erased).length} units of it offered`,
      '0',
    )
    expect(sent).toEqual(new Set([other]))
    for (const one of [ana, ben]) expect(one.incidents()).toEqual(['Heat wave again'])
    expect(list(ana).erasures).toMatchObject([{ confirmed: 2, missing: [] }])
  })

  test('and was set back to what it was before learns it once more, and offers nothing of it', async () => {
    const [ana, ben] = await people('Ana', 'Ben')
    const [id] = (await ana.report('Harassment on the bus')) as [string]
    await meet(ana, ben)
    const backup = ben.copy()
    await eraseRecords(ana.runtime, [id])
    await meet(ana, ben)
    expect(ben.holds(id)).toBe(false)
    await ben.reopen(backup)
    expect(ben.holds(id)).toBe(true)
    expect(await sentBy(ben, () => meet(ben, ana))).toEqual(new Set())
    expect([ana.holds(id), ben.holds(id)]).toEqual([false, false])
  })
})

describe('a member with a modified Muster', () => {
  test('who offers again what is erased is refused, and named', async () => {
    const [ana, ben, cleo] = await people('Ana', 'Ben', 'Cleo')
    const [id] = (await ana.report('Harassment on the bus')) as [string]
    await meetAll([ana, ben, cleo])
    modify(cleo)
    await eraseRecords(ana.runtime, [id])
    await meetAll([ana, ben, cleo])
    expect(cleo.holds(id)).toBe(true)
    const part = await connect(cleo, ana)
    await cleo.writer().edit('incident', id, { name: 'edit', input: { what: 'Harassment on the bus, once more' } })
    await flow()
    await part()
    expect([ana.holds(id), ben.holds(id)]).toEqual([false, false])
    expect(ana.runtime.troubles.list()).toMatchObject([{ device: cleo.id, what: 'erased' }])
    expect(list(ana).erasures).toMatchObject([{ confirmed: 2, missing: [{ name: 'Cleo' }] }])
  })

  test('an honest one who has not heard of it is not named', async () => {
    const [ana, ben] = await people('Ana', 'Ben')
    const [id] = (await ana.report('Harassment on the bus')) as [string]
    const part = await connect(ana, ben)
    // Both at once: what is on its way crosses the tombstone
    await Promise.all([
      ben.writer().edit('incident', id, { name: 'edit', input: { what: 'Harassment on the night bus' } }),
      eraseRecords(ana.runtime, [id]),
    ])
    await flow()
    await part()
    expect([ana.holds(id), ben.holds(id)]).toEqual([false, false])
    expect(ana.runtime.troubles.list()).toEqual([])
  })

  test('erases nothing that is not theirs, anywhere', async () => {
    const [ana, ben, cleo] = await people('Ana', 'Ben', 'Cleo')
    const [id] = (await ana.report('Heat wave')) as [string]
    await meetAll([ana, ben, cleo])
    const { ledger } = cleo.runtime
    const { session, sequence } = ledger.makingOf(id)!
    const foreign = ledger.sessionRecordOf(fromHex(session))!
    const own = cleo.runtime.ledger.sessionRecord
    const forged = foreign.with(foreign.length - 1, foreign.at(-1)! ^ 1)
    for (const made of [
      { ids: [fromHex(id)], made: [] },
      { ids: [], made: [[foreign, [[sequence, KIND_BYTES.incident]]]] },
      { ids: [fromHex(id)], made: [[own, [[1, KIND_BYTES.incident]]]] },
    ] satisfies BodyOf<'erase'>[])
      eraseAnyway(cleo, made)
    // whoever bears a signature that does not hold is not passed on at all
    const size = cleo.runtime.membership.log.size
    eraseAnyway(cleo, { ids: [], made: [[forged, [[sequence, KIND_BYTES.incident]]]] })
    expect(cleo.runtime.membership.log.size).toBe(size)
    await meetAll([ana, ben, cleo])
    for (const one of [ana, ben, cleo]) {
      expect(one.incidents(), one.name).toEqual(['Heat wave'])
      expect(one.runtime.membership.log.size).toBe(size)
    }
  })

  test('who coordinates erases neither the record of the network nor that of somebody who is in it', async () => {
    const [ana, ben] = await people('Ana', 'Ben')
    const own = ana.runtime.memberDocument(ana.person)
    await ana.writer().addFixed('member', own, { person: ana.person, displayName: 'Ana' })
    await meet(ana, ben)
    for (const id of [ana.runtime.networkDocument, own]) {
      await expect(eraseRecords(ana.runtime, [id])).rejects.toMatchObject({ code: 'domain/not-allowed-now' })
      eraseAnyway(ana, { ids: [fromHex(id)], made: [] })
    }
    await meet(ana, ben)
    for (const one of [ana, ben]) {
      expect(one.holds(ana.runtime.networkDocument)).toBe(true)
      expect(one.holds(own)).toBe(true)
      expect(one.runtime.membership.state.erasures.size).toBe(0)
    }
  })
})

describe('a coordinator’s stolen laptop', () => {
  test('erases 100 records while it is being removed: whoever has them keeps them, and all agree', async () => {
    const [ana, ben, cleo, dee] = await people('Ana', 'Ben', 'Cleo', 'Dee')
    ana.runtime.membership.accept(ana.runtime.duties.author().promote(cleo.person))
    const whats = Array.from({ length: 100 }, (_, number) => `Report ${String(number).padStart(3, '0')}`)
    const ids = await ana.report(...whats)
    await meetAll([ana, ben, cleo, dee])
    await eraseRecords(cleo.runtime, ids)
    await meet(cleo, dee) // hears of the erasure alone
    expect(dee.incidents()).toEqual([])
    ana.runtime.duties.remove([cleo.id], [])
    await meet(ana, ben) // hears of the removal alone
    await meetAll([ana, ben, dee])
    figure('mass erasure by a stolen laptop, removed meanwhile', `${dee.incidents().length} of 100 are back`, '100')
    for (const one of [ana, ben, dee]) {
      expect(one.incidents(), one.name).toEqual(whats)
      expect(one.runtime.membership.state.erasures.size).toBe(0)
      expect(list(one).total).toBe(0)
    }
  })

  test('which erased with many records while it was removed: nobody has confirmed any of them', async () => {
    const [ana, ben, cleo] = await people('Ana', 'Ben', 'Cleo')
    ana.runtime.membership.accept(ana.runtime.duties.author().promote(cleo.person))
    const ids = await ana.report(...Array.from({ length: 70 }, (_, number) => `Report ${number}`))
    const [own] = (await ana.report('Heat wave')) as [string]
    await meetAll([ana, ben, cleo])
    for (const id of ids) await eraseRecords(cleo.runtime, [id])
    const acts = [...cleo.runtime.membership.state.erasures.values()]
    ana.runtime.duties.remove([cleo.id], [])
    await meet(ana, ben)
    ana.runtime.membership.accept(cleo.runtime.membership.log.records()) // all at once: from others they come bit by bit
    await eraseRecords(ana.runtime, [own])
    expect(ana.incidents()).toHaveLength(70)
    expect(list(ana)).toMatchObject({ total: 1, erasures: [{ confirmed: 1 }] })
    expect(acts.filter((act) => ana.runtime.erasure.book.confirms(ana.id, act))).toEqual([])
  })

  test('and what it erased before anybody removed it stays erased', async () => {
    const [ana, ben, cleo] = await people('Ana', 'Ben', 'Cleo')
    ana.runtime.membership.accept(ana.runtime.duties.author().promote(cleo.person))
    const [id] = (await ana.report('Heat wave')) as [string]
    await meetAll([ana, ben, cleo])
    await eraseRecords(cleo.runtime, [id])
    await meetAll([ana, ben, cleo])
    ana.runtime.duties.remove([cleo.id], [])
    await meet(ana, ben)
    expect([ana.holds(id), ben.holds(id)]).toEqual([false, false])
  })
})

describe('an erasure', () => {
  test('at the same time as an edit wins', async () => {
    const [ana, ben, cleo] = await people('Ana', 'Ben', 'Cleo')
    const [id] = (await ben.report('Water in the cellar')) as [string]
    await meetAll([ana, ben, cleo])
    await eraseRecords(ben.runtime, [id]) // who made it may, without any office
    await cleo.writer().edit('incident', id, { name: 'edit', input: { what: 'Water in the cellar of the school' } })
    await meetAll([ana, cleo, ben])
    for (const one of [ana, ben, cleo]) expect(one.holds(id), one.name).toBe(false)
    await expect(cleo.writer().edit('incident', id, { name: 'edit', input: { what: 'Water' } })).rejects.toMatchObject({
      code: 'domain/not-found',
    })
  })

  test('of which six of eight laptops have heard says so, and who has not', async () => {
    const all = await people('Ana', 'Ben', 'Cleo', 'Dee', 'Eli', 'Fay', 'Gus', 'Hana')
    const [ana] = all
    const [id] = (await ana.report('Harassment on the bus')) as [string]
    await meetAll(all)
    await eraseRecords(ana.runtime, [id])
    await meetAll(all.slice(0, 6))
    for (const one of all.slice(0, 6)) {
      const { erasures, computers } = list(one)
      expect({ computers, confirmed: erasures[0]!.confirmed }, one.name).toEqual({ computers: 8, confirmed: 6 })
      expect(erasures[0]!.missing.map(({ name }) => name)).toEqual(['Gus', 'Hana'])
    }
    const { computers, erasures } = list(ana)
    figure('eight laptops, six informed', `${erasures[0]!.confirmed} of ${computers} confirmed`, '6 of 8')
    await meetAll(all)
    expect(list(all[7]).erasures).toMatchObject([{ confirmed: 8, missing: [] }])
  })

  test('by anybody but who made it or a coordinator is refused, with nothing erased', async () => {
    const [ana, ben] = await people('Ana', 'Ben')
    const [id] = (await ana.report('Heat wave')) as [string]
    const [own] = (await ben.report('Lost child')) as [string]
    await meet(ana, ben)
    await expect(eraseRecords(ben.runtime, [own, id])).rejects.toMatchObject({ code: 'identity/not-a-coordinator' })
    expect(ben.incidents()).toEqual(['Heat wave', 'Lost child'])
  })
})
