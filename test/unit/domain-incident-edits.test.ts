import { describe, expect, test } from 'vitest'

import { entryOf } from '../../core/domain/edits/edit.ts'
import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { closingObstacles } from '../../core/domain/edits/incident/lifecycle.ts'
import { aliasOf } from '../../core/domain/edits/incident/people.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { mostByOne } from '../../core/domain/shape/few-of-each.ts'
import { MAX_ENTRIES } from '../../core/domain/shape/scalars.ts'
import { contextOf, create, NOON, refusal, type RecordOnLaptop } from '../helpers/domain-records.ts'

describe('an incident', () => {
  const reach = (laptop: RecordOnLaptop<'incident'>, ...states: string[]): void => {
    for (const to of states) laptop.run(incidentEdits.move, { to })
  }

  test('begins as reported, unverified, by whoever reports it', () => {
    expect(create('incident', { what: 'Flood' }).view).toMatchObject({
      state: 'reported',
      verification: 'unverified',
      createdBy: 'ana',
      createdAt: NOON,
    })
  })
  test('moves by its table only, and says what is possible', () => {
    const laptop = create('incident', { what: 'Flood' })
    expect(refusal(() => laptop.run(incidentEdits.move, { to: 'closed' }))).toEqual({
      code: 'domain/not-allowed-now',
      details: { from: 'reported', to: 'closed', possible: 'triaged, held, merged, withdrawn' },
    })
  })
  test('is not closed before responders are back, needs settled, a follow-up owner named and alerts cleared', () => {
    const laptop = create('incident', { what: 'Flood', needs: [{ kind: 'supplies' }] })
    laptop.run(incidentEdits.respond, { state: 'coming' })
    reach(laptop, 'triaged', 'responding', 'resolved', 'follow-up')
    expect(refusal(() => reach(laptop, 'closed')).details).toEqual({
      to: 'closed',
      obstacles: 'responders-out, needs-open, follow-up-owner',
    })
    laptop.run(incidentEdits.respond, { state: 'safe' })
    laptop.run(incidentEdits.moveNeed, { need: laptop.view.needs[0]!.id, state: 'met' })
    expect(closingObstacles(laptop.record, { alertsOpen: 1 })).toEqual(['follow-up-owner', 'all-clear'])
    laptop.run(incidentEdits.edit, { followUpOwner: 'None wanted' })
    reach(laptop, 'closed')
    expect(laptop.view).toMatchObject({ state: 'closed', followUp: { owner: null, noneWanted: true } })
  })
  test('can be reopened and moved on again', () => {
    const laptop = create('incident', { what: 'Flood' })
    reach(laptop, 'triaged', 'responding', 'resolved', 'reopened', 'responding')
    expect(laptop.view.state).toBe('responding')
  })
  test('that was reopened by a new need is moved on from there', () => {
    const laptop = create('incident', { what: 'Flood', followUpOwner: 'none-wanted' })
    reach(laptop, 'triaged', 'responding', 'resolved', 'follow-up', 'closed')
    laptop.run(incidentEdits.addNeed, { kind: 'care' })
    expect(laptop.view.state).toBe('reopened')
    reach(laptop, 'responding')
    expect(laptop.view.state).toBe('responding')
  })
  test('names the one that it was merged into', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.move, { to: 'merged', mergedInto: 'ff00' })
    expect(laptop.view).toMatchObject({ state: 'merged', mergedInto: 'ff00' })
  })
  test('is verified with a basis, by way of checking', () => {
    const laptop = create('incident', { what: 'Flood' })
    expect(refusal(() => laptop.run(incidentEdits.verify, { to: 'verified' })).details).toMatchObject({
      field: 'basis',
      reason: 'missing',
    })
    expect(refusal(() => laptop.run(incidentEdits.verify, { to: 'verified', basis: ' ' })).details).toMatchObject({
      field: 'basis',
      reason: 'empty',
    })
    laptop.run(incidentEdits.verify, { to: 'verified', basis: 'Two of us saw it' })
    expect(laptop.view).toMatchObject({ verification: 'verified', verificationBasis: 'Two of us saw it' })
    expect(laptop.view.verificationLog.map((entry) => entry.to)).toEqual(['checking', 'verified'])
  })
  test('is disputed when an outcome contradicts the standing one, until somebody checks again', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.verify, { to: 'verified', basis: 'saw it' })
    laptop.run(incidentEdits.verify, { to: 'unfounded', basis: 'was there, dry' })
    expect(laptop.view).toMatchObject({ verification: 'disputed', verificationBasis: 'was there, dry' })
    expect(refusal(() => laptop.run(incidentEdits.verify, { to: 'verified', basis: 'x' })).code).toBe(
      'domain/not-allowed-now',
    )
    laptop.run(incidentEdits.verify, { to: 'checking', basis: 'calling the mill' })
    laptop.run(incidentEdits.verify, { to: 'partly', basis: 'cellar only' })
    expect(laptop.view.verification).toBe('partly')
  })
  test('keeps a responder once, with facts, whoever records them', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.respond, { state: 'asked', person: 'lee' })
    laptop.run(incidentEdits.respond, {
      state: 'coming',
      person: 'lee',
      eta: '2026-06-01T12:20:00Z',
      note: 'by bike',
      agreed: true,
    })
    expect(laptop.view.responders).toMatchObject([
      { member: 'lee', state: 'coming', by: 'ana', eta: NOON + 20 * 60_000, note: 'by bike', agreedAt: NOON },
    ])
    expect(refusal(() => laptop.run(incidentEdits.respond, { state: 'asked', person: 'lee' })).code).toBe(
      'domain/not-allowed-now',
    )
  })
  test('says which entry an edit was about', () => {
    const laptop = create('incident', { what: 'Flood' })
    const need = entryOf(laptop.run(incidentEdits.addNeed, { kind: 'care' }))!
    expect(laptop.view.needs[0]!.id).toBe(need)
    expect(entryOf(laptop.run(incidentEdits.moveNeed, { need, state: 'claimed' }))).toBe(need)
    expect(entryOf(laptop.run(incidentEdits.note, { text: 'Rain stops' }))).toBe(laptop.view.timeline[0]!.id)
  })
  test('claiming a need that one has claimed already changes nothing; somebody else takes it over', () => {
    const laptop = create('incident', { what: 'Flood', needs: [{ kind: 'care' }] })
    const need = laptop.view.needs[0]!.id
    laptop.run(incidentEdits.moveNeed, { need, state: 'claimed' })
    expect(laptop.run(incidentEdits.moveNeed, { need, state: 'claimed' })).toEqual([])
    expect(refusal(() => laptop.run(incidentEdits.moveNeed, { need: 'nowhere', state: 'met' })).code).toBe(
      'domain/not-found',
    )
    expect(refusal(() => laptop.run(incidentEdits.moveNeed, { need: 'constructor', state: 'met' })).code).toBe(
      'domain/not-found',
    )
  })
  test('gives people affected aliases, and their consent is what they said last', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.addAffected, { wants: 'Somebody to talk to', consent: { followUp: true } })
    const person = laptop.view.peopleAffected[0]!
    expect(person).toMatchObject({
      alias: 'Person A',
      wants: 'Somebody to talk to',
      consent: { followUp: true, publicEvent: false, share: false },
    })
    laptop.run(incidentEdits.editAffected, { person: person.id, consent: {} })
    expect(laptop.view.peopleAffected[0]!.consent.followUp).toBe(false)
    expect([0, 25, 26, 27, 701, 702].map(aliasOf)).toEqual([
      'Person A',
      'Person Z',
      'Person AA',
      'Person AB',
      'Person ZZ',
      'Person AAA',
    ])
  })
  test('keeps services called and attachments', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.callService, { service: 'fire-brigade', reference: '4711' })
    laptop.run(incidentEdits.addAttachment, {
      mime: 'image/jpeg',
      bytes: 10,
      sha256: 'a'.repeat(64),
      alt: 'Water at the door',
    })
    expect(laptop.view.servicesCalled).toMatchObject([{ service: 'fire-brigade', reference: '4711', calledAt: NOON }])
    expect(laptop.view.attachments).toMatchObject([{ mime: 'image/jpeg', alt: 'Water at the door', redacted: false }])
  })
  test('is put away and taken out again, never deleted', () => {
    const laptop = create('incident', { what: 'Flood' })
    laptop.run(incidentEdits.archive, {})
    expect(laptop.view).toMatchObject({ archivedAt: NOON, archivedBy: 'ana' })
    expect(laptop.run(incidentEdits.archive, {})).toEqual([])
    laptop.run(incidentEdits.archive, { archived: false })
    expect(laptop.view.archivedAt).toBeNull()
  })
  test.each([
    ['in all', MAX_ENTRIES, (at: number) => `person-${at % 7}`],
    ['of one person', mostByOne(MAX_ENTRIES), () => 'ana'],
  ])('takes no more entries than are read, %s', (_, most, by) => {
    const laptop = create('incident', { what: 'Flood' })
    const full = Array.from({ length: most }, (_entry, at) => [
      `t${at}`,
      { text: 'x', by: by(at), at: NOON, after: [] },
    ])
    laptop.stored = { ...(laptop.stored as object), timeline: Object.fromEntries(full) }
    expect(refusal(() => laptop.run(incidentEdits.note, { text: 'one more' })).code).toBe('domain/too-large')
  })
})

describe('a place is stored as its precision allows', () => {
  const stored = (place: object) => create('incident', { what: 'Flood', place }).view.place
  const full = { label: 'Mill', plusCode: '9f4mgc8f+6x' }

  test.each([
    ['exact', { label: 'Mill', precision: 'exact', plusCode: '9F4MGC8F+6X' }],
    ['block', { label: 'Mill', precision: 'block', plusCode: '9F4MGC8F+' }],
    ['area', { label: 'Mill', precision: 'area', plusCode: '9F4MGC00+' }],
    ['withheld', { label: null, precision: 'withheld', plusCode: null }],
  ])('%s', (precision, expected) => {
    expect(stored({ ...full, precision })).toEqual(expected)
  })
  test('told to the block when nobody says how closely', () => {
    expect(stored(full)).toMatchObject({ precision: 'block', plusCode: '9F4MGC8F+' })
  })
  test('and read as it allows, whatever another copy stored', () => {
    const spec = kindSpec('incident')
    const read = (...place: (string | null)[]) => spec.parse({ ...spec.initial(), place }).record.place
    expect(read('Mill', 'area', '9F4MGC8F+6X')).toEqual({ label: 'Mill', precision: 'area', plusCode: '9F4MGC00+' })
    expect(read('Mill', 'withheld', '9F4MGC8F+6X')).toEqual({ label: null, precision: 'withheld', plusCode: null })
  })
  test('also where a precision is lowered later', () => {
    const laptop = create('incident', { what: 'Flood', place: { ...full, precision: 'exact' } })
    const writes = laptop.run(incidentEdits.edit, {
      place: { label: 'Mill', precision: 'withheld', plusCode: '9F4MGC8F+6X' },
    })
    expect(JSON.stringify(writes)).not.toMatch(/Mill|9F4M/)
  })
})

test('a flag hides a record until two have decided, and for good when one of them says so', () => {
  const laptop = create('incident', { what: 'Flood' })
  const hidden = (): boolean => kindSpec('incident').summary(laptop.view).hidden
  const flag = entryOf(laptop.run(incidentEdits.flag, { reason: 'unsafe' }))!
  const decide = (by: string, keep: boolean): void => {
    const other = Object.assign(Object.create(laptop) as typeof laptop, { ctx: contextOf(by) })
    other.run(incidentEdits.decideFlag, { flag, keep })
    laptop.stored = other.stored
  }
  expect(hidden()).toBe(true)
  decide('lee', true)
  expect(hidden()).toBe(true)
  decide('noor', true)
  expect(hidden()).toBe(false)
  decide('noor', false)
  expect(hidden()).toBe(true)
})
