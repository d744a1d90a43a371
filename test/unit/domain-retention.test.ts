import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { retentionDue } from '../../core/domain/retention/due.ts'
import { heldRecords, type HoldEntry } from '../../core/domain/retention/holds.ts'
import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { networkEdits } from '../../core/domain/edits/network/network-edits.ts'
import { contextOf, create, NOON, refusal } from '../helpers/domain-records.ts'

const DAY = 86_400_000
const USUAL = { retentionAlertDays: null, retentionIncidentDays: null }
const alert = (more: object) => ({
  state: 'expired',
  expires: NOON,
  course: [],
  counts: { out: 0 },
  updatedAt: null,
  ...more,
})
const due = (kind: 'alert' | 'incident' | 'plan', shown: object, now = NOON + DAY, settings = USUAL) =>
  retentionDue(kind, shown, { settings, now })

describe('how long an alert is kept', () => {
  test('7 days from its expiry, its cancel or its all-clear, or as the network says', () => {
    expect(due('alert', alert({}))).toBe(NOON + 7 * DAY)
    const ended = { expires: NOON + DAY / 2, course: [{ what: 'all-clear', at: NOON - 5 }] }
    expect(due('alert', alert({ ...ended, state: 'all-clear' }))).toBe(NOON - 5 + 7 * DAY)
    expect(due('alert', alert({ state: 'cancelled', course: [{ what: 'cancelled', at: NOON - 9 }] }))).toBe(
      NOON - 9 + 7 * DAY,
    )
    expect(due('alert', alert({}), NOON, { ...USUAL, retentionAlertDays: 2 as never })).toBe(NOON + 2 * DAY)
  })

  test('what is said or changed later counts from then', () => {
    expect(due('alert', alert({ course: [{ what: 'answer', at: NOON + 60_000 }] }))).toBe(NOON + 60_000 + 7 * DAY)
    expect(due('alert', alert({ updatedAt: NOON + 90_000 }))).toBe(NOON + 90_000 + 7 * DAY)
  })

  test('a draft is kept, a call that holds, and one while somebody is out there', () => {
    expect(due('alert', alert({ state: 'draft', expires: null }))).toBeNull()
    for (const state of ['sent', 'escalated', 'call-the-tree', 'filled'])
      expect(due('alert', alert({ state }), NOON - 1000)).toBeNull()
    expect(due('alert', alert({ counts: { out: 1 } }))).toBeNull()
  })

  test('a time that lies ahead says nothing', () => {
    expect(due('alert', alert({ updatedAt: NOON + 400 * DAY }))).toBe(NOON + 7 * DAY)
    expect(
      due('alert', alert({ state: 'cancelled', course: [{ what: 'cancelled', at: NOON + 400 * DAY }] })),
    ).toBeNull()
  })
})

describe('how long an incident is kept', () => {
  const closed = (clock: () => number) => {
    const incident = create('incident', { what: 'Water in the cellar' }, contextOf('ana', { clock }))
    incident.run(incidentEdits.move, { to: 'triaged' })
    incident.run(incidentEdits.move, { to: 'responding' })
    incident.run(incidentEdits.move, { to: 'resolved' })
    incident.run(incidentEdits.move, { to: 'follow-up' })
    incident.run(incidentEdits.move, { to: 'closed', followUpOwner: 'none-wanted' })
    return incident
  }

  test('90 days from its closing; reopening ends that, closing again begins it anew', () => {
    let now = NOON
    const incident = closed(() => now)
    expect(due('incident', incident.view)).toBe(NOON + 90 * DAY)
    now += 3 * DAY
    incident.run(incidentEdits.move, { to: 'reopened' })
    expect(due('incident', incident.view, now)).toBeNull()
    now += DAY
    incident.run(incidentEdits.move, { to: 'withdrawn' })
    expect(due('incident', incident.view, now)).toBe(now + 90 * DAY)
  })

  test('a change counts from then; an open one, a plan and a card are kept', () => {
    let now = NOON
    const incident = closed(() => now)
    now += 5 * DAY
    incident.run(incidentEdits.note, { text: 'The wall has dried' })
    expect(due('incident', incident.view, now)).toBe(now + 90 * DAY)
    expect(due('incident', create('incident', { what: 'Water' }).view)).toBeNull()
    expect(due('plan', create('plan', { summary: 'Watch' }).view)).toBeNull()
  })

  test('a day is 24 hours whatever the clocks on the wall do, and a later closing is never due earlier', () => {
    const zones = ['UTC', 'Europe/Madrid', 'America/Santiago', 'Asia/Riyadh']
    const before = process.env['TZ']
    fc.assert(
      fc.property(
        fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
        fc.nat(400 * DAY),
        fc.integer({ min: 1, max: 3_650 }),
        fc.constantFrom(...zones),
        (at, later, days, zone) => {
          process.env['TZ'] = zone
          const settings = { ...USUAL, retentionIncidentDays: days as never }
          const shown = (closedAt: number) => ({
            state: 'closed',
            lifecycle: [{ to: 'closed', at: closedAt }],
            updatedAt: null,
          })
          const now = at + later + DAY
          expect(due('incident', shown(at), now, settings)).toBe(at + days * DAY)
          expect(due('incident', shown(at + later), now, settings)!).toBeGreaterThanOrEqual(at + days * DAY)
          // A laptop whose clock is behind takes what it cannot know for nothing, and never for due
          const behind = due('incident', shown(at), at - DAY, settings)
          expect(behind === null || behind > at - DAY).toBe(true)
        },
      ),
    )
    process.env['TZ'] = before
  }, 60_000)
})

describe('a hold', () => {
  const network = (by: string, clock = () => NOON) =>
    create('network', { name: 'Mill valley' }, contextOf(by, { clock }))
  const entries = (holds: object): HoldEntry[] =>
    Object.entries(holds).map(([id, one]) => ({ id, ...one }) as HoldEntry)
  const all = () => true

  test('stands until it is lifted, with who set it and why', () => {
    const record = network('ana')
    const lift = (id: string): object => ({
      record: id,
      holds: (heldRecords(entries(record.record.holds), all).get(id) ?? []).map((one) => one.id),
    })
    record.run(networkEdits.hold, { record: 'r1', reason: 'The insurance asks for it' })
    record.run(networkEdits.hold, { record: 'r2', reason: 'The court asks for it' })
    expect(heldRecords(entries(record.record.holds), all).get('r1')).toMatchObject([
      { by: 'ana', at: NOON, reason: 'The insurance asks for it' },
    ])
    record.run(networkEdits.liftHold, lift('r1'))
    expect([...heldRecords(entries(record.record.holds), all).keys()]).toEqual(['r2'])
    record.run(networkEdits.hold, { record: 'r1', reason: 'Once more' })
    expect(heldRecords(entries(record.record.holds), all).get('r1')).toHaveLength(1)
  })

  test('lifting what nobody holds, or with the entries of another record, is refused', () => {
    const record = network('ana')
    record.run(networkEdits.hold, { record: 'r1', reason: 'Asked for' })
    const other = { record: 'r9', holds: Object.keys(record.record.holds) }
    for (const input of [other, { record: 'r1', holds: ['h9'] }, { record: 'r1', holds: [] }])
      expect(refusal(() => record.run(networkEdits.liftHold, input))).toMatchObject({
        details: { reason: 'not-held' },
      })
  })

  test('of somebody who never coordinated it holds nothing, and lifts nothing', () => {
    const set = { what: 'set', record: 'r1', reason: 'x', lifts: [], at: 1, after: [] } as const
    const lift = { ...set, what: 'lift', reason: null, lifts: ['h1'] } as const
    const told = [
      { id: 'h1', by: 'ana', ...set },
      { id: 'h2', by: 'eve', ...set },
      { id: 'h3', by: 'eve', ...lift },
    ] as HoldEntry[]
    expect(heldRecords(told, (person) => person === 'ana').get('r1')).toMatchObject([{ id: 'h1' }])
    expect(heldRecords([told[1]!], (person) => person === 'ana').size).toBe(0)
  })

  test('a lift lifts only what it names, of the record it names', () => {
    const base = { by: 'ana', at: 1, after: [], reason: 'x', lifts: [] }
    const told = [
      { ...base, id: 'h1', what: 'set', record: 'r1' },
      { ...base, id: 'h2', what: 'set', record: 'r1' },
      { ...base, id: 'h3', what: 'lift', record: 'r1', lifts: ['h1'] },
      { ...base, id: 'h4', what: 'lift', record: 'r2', lifts: ['h2'] },
    ] as HoldEntry[]
    expect(heldRecords(told, all).get('r1')).toMatchObject([{ id: 'h2' }])
  })
})
