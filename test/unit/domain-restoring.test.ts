import { randomBytes } from 'node:crypto'

import { afterEach, describe, expect, test } from 'vitest'

import { applyWrites } from '../../core/domain/apply-writes.ts'
import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { memberEdits } from '../../core/domain/edits/member/member-edits.ts'
import { planEdits } from '../../core/domain/edits/plan/plan-edits.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { entriesSince, putAwayWrites, restoreWrites } from '../../core/domain/restoring/restore-writes.ts'
import type { Json } from '../../core/domain/write.ts'
import { readUnit } from '../../core/documents/unit/unit.ts'
import type { PastDocument } from '../../core/documents/ledger/past/past.ts'
import { setBack } from '../../core/engine/restoring/restore.ts'
import { AuthoredLab } from '../helpers/authored-lab.ts'
import { contextOf, create, NOON } from '../helpers/domain-records.ts'

const ANA = { by: 'ana', now: NOON + 9 }

describe('setting a record back', () => {
  test('a record that is as it was is not written to', () => {
    const { stored } = create('incident', { what: 'Flood' })
    expect(restoreWrites('incident', { now: stored, was: stored }, ANA)).toEqual([])
  })

  test('says who did it and when, and leaves who made it', () => {
    const incident = create('incident', { what: 'Flood' }, contextOf('ben'))
    const was = incident.stored
    incident.run(incidentEdits.edit, { kind: 'fire' })
    const writes = restoreWrites('incident', { now: incident.stored, was }, ANA)
    expect(writes).toEqual([
      { op: 'put', path: ['kind'], value: null },
      { op: 'put', path: ['updatedAt'], value: NOON + 9 },
      { op: 'put', path: ['updatedBy'], value: 'ana' },
    ])
  })

  test('entries made since are put away where they can be, taken out where nobody’s words stand in them, else left', () => {
    const plan = create('plan', { summary: 'Watch' })
    const was = plan.stored
    plan.run(planEdits.addSupply, { name: 'Water', stock: 3 })
    plan.run(planEdits.addTask, { summary: 'Bring it' })
    const back = kindSpec('plan').parse(
      applyWrites(plan.stored, restoreWrites('plan', { now: plan.stored, was }, ANA)),
    ).record
    expect(Object.values(back.supplies)).toMatchObject([{ name: 'Water', archivedAt: NOON + 9 }])
    expect(Object.values(back.tasks)).toHaveLength(1)

    const member = create('member', { person: 'ben', displayName: 'Ben' })
    const before = member.stored
    member.run(memberEdits.addTraining, { name: 'First aid' })
    const after = applyWrites(member.stored, restoreWrites('member', { now: member.stored, was: before }, ANA))
    expect(kindSpec('member').parse(after).record.training).toEqual({})
  })

  test('what people said since stays, and is counted', () => {
    const incident = create('incident', { what: 'Flood', needs: [{ kind: 'care' }] })
    incident.run(incidentEdits.note, { text: 'It was said before' })
    const was = incident.stored
    incident.run(incidentEdits.note, { text: 'The pump has come' })
    incident.run(incidentEdits.move, { to: 'triaged' })
    expect(restoreWrites('incident', { now: incident.stored, was }, ANA)).toEqual([])
    expect(entriesSince('incident', { now: incident.stored, was })).toBe(2)
  })

  test('an entry that was taken away comes back without what others said in it: nobody else can say that anew', () => {
    const incident = create(
      'incident',
      { what: 'Flood', needs: [{ kind: 'care', text: 'Two beds' }] },
      contextOf('ben'),
    )
    const [need] = Object.keys(incident.record.needs)
    incident.run(incidentEdits.moveNeed, { need, state: 'claimed' })
    const now = { ...(incident.stored as object), needs: { [need!]: null } } as Json
    const [back] = restoreWrites('incident', { now, was: incident.stored }, ANA)
    expect(back).toMatchObject({ path: ['needs', need], value: { kind: 'care', text: 'Two beds' } })
    expect(back).toHaveProperty('value.log', {})
  })

  test('that somebody accepted the safety agreement is theirs to say', () => {
    const member = create('member', { person: 'ana', displayName: 'Ana' })
    const was = member.stored
    member.run(memberEdits.acceptSafetyAgreement, {})
    expect(restoreWrites('member', { now: member.stored, was }, ANA)).toEqual([])
  })

  test('words that are crowded out by thousands of others come back', () => {
    const { stored } = create('contact', { fn: 'Dana', tel: ['+34600000001'] })
    const junk = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`+1${5_000_000_000 + at}`, true]))
    const now = { ...(stored as object), tel: { ...junk, '+34600000001': true } } as Json
    const back = applyWrites(now, restoreWrites('contact', { now, was: stored }, ANA))
    expect(kindSpec('contact').parse(back).record.tel).toEqual(['+34600000001'])
  })

  test('a record made since is put away once', () => {
    const { stored } = create('incident', { what: 'Fake' })
    const away = applyWrites(stored, putAwayWrites('incident', stored, ANA))
    expect(kindSpec('incident').parse(away).record).toMatchObject({ archivedAt: NOON + 9, archivedBy: 'ana' })
    expect(putAwayWrites('incident', away, ANA)).toEqual([])
  })
})

describe('records built to stand in the way', () => {
  const lab = new AuthoredLab()
  afterEach(() => lab.close())

  test('are set back too: a number in the place of a text, words in the place of a stock and of all entries', async () => {
    const [ana, eve] = [await lab.laptop('ana'), await lab.laptop('eve', { modified: true })]
    const plan = await ana.creates('plan', {
      summary: 'Watch',
      description: 'Bring water',
      supplies: [{ name: 'Water', stock: 3 }],
    })
    const plain = await ana.creates('plan', { summary: 'Plain' })
    await ana.gives(eve)
    lab.clock.advance(2_000)
    const at = lab.clock.now()
    lab.clock.advance(2_000)
    const supply = ana.reads(plan).supplies[0].id
    const forge = (path: string[], value: Json) => eve.forges('plan', plan, { op: 'put', path, value })
    await forge(['description'], 7)
    await forge(['supplies', supply, 'stock'], 'lies')
    await forge(['signUps'], 'gone')
    await eve.does('plan', plain, 'edit', { summary: 'Lies' })
    await eve.gives(ana)
    const documents: PastDocument[] = []
    const signal = new AbortController().signal
    for await (const part of ana.laptop.ledger.past.since({ at, keepLate: false, signal })) documents.push(...part)
    const runtime = { ledger: ana.laptop.ledger, membership: { person: 'ana' }, clock: lab.clock } as never
    expect(await setBack(runtime, documents, { random: randomBytes, signal })).toBe(0)
    expect(ana.reads(plan)).toMatchObject({ description: 'Bring water', supplies: [{ stock: 3 }], signUps: [] })
    expect(ana.reads(plain)).toMatchObject({ summary: 'Plain' })
    const groups = [plan, plain].map((id) => readUnit(ana.laptop.units(id).at(-1)!).header.group)
    expect(groups[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(groups[1]).toBe(groups[0])
  })
})
