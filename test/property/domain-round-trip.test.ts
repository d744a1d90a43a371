import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contactEdits } from '../../core/domain/edits/contact.ts'
import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { planEdits } from '../../core/domain/edits/plan/plan-edits.ts'
import {
  AUDIENCES,
  CERTAINTIES,
  HELP_KINDS,
  INCIDENT_KINDS,
  INSTITUTION_KINDS,
  PLAN_KINDS,
  SEVERITIES,
  SOURCES,
  TIME_PRECISIONS,
  URGENCIES,
} from '../../core/domain/records/words.ts'
import { contextOf, create } from '../helpers/domain-records.ts'

const words = fc
  .array(fc.constantFrom('water', 'mill', 'قرب', 'النهر', 'señora', '👩‍👧', 'x1'), { minLength: 1, maxLength: 6 })
  .map((list) => list.join(' '))
const lines = fc.array(words, { minLength: 1, maxLength: 3 }).map((list) => list.join('\n'))
const time = fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 })
const moment = fc.record({ at: time, precision: fc.constantFrom(...TIME_PRECISIONS) })
const exactPlace = fc.record({ label: words, precision: fc.constant('exact'), plusCode: fc.constant('9F4MGC8F+6X') })
const set = (item: fc.Arbitrary<string>) => fc.uniqueArray(item, { maxLength: 4 }).map((list) => list.toSorted())
const partial = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] })

const incident = fc.tuple(
  fc.record({ what: lines }),
  partial({
    kind: fc.constantFrom(...INCIDENT_KINDS),
    onset: moment,
    place: exactPlace,
    source: fc.constantFrom(...SOURCES),
    urgency: fc.constantFrom(...URGENCIES),
    severity: fc.constantFrom(...SEVERITIES),
    certainty: fc.constantFrom(...CERTAINTIES),
    audience: fc.record({ scope: fc.constantFrom(...AUDIENCES), of: words }),
    followUpOwner: words,
    expiresAt: time,
  }),
)
const contact = fc.tuple(
  fc.record({ fn: words }),
  partial({
    tel: set(fc.constantFrom('+4930123456', '+493012345678', '+34911234567', '+966112345678')),
    email: set(fc.constantFrom('ana@example.org', 'lee@example.net')),
    impp: set(fc.constantFrom('xmpp:ana@example.org', 'matrix:u/lee:example.org')),
    lang: set(fc.constantFrom('en', 'es', 'ar', 'de-DE')),
    role: set(words),
    bestTimes: words,
    emergencyContact: words,
    accessNeeds: lines,
    circle: fc.constant('circle-1'),
    member: fc.constant('aa11'),
  }),
)
const plan = fc.tuple(
  fc.record({ summary: words }),
  partial({
    kind: fc.constantFrom(...PLAN_KINDS),
    description: lines,
    start: time,
    tzid: fc.constantFrom('Europe/Berlin', 'Asia/Riyadh'),
    rrule: fc.constantFrom('FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;COUNT=5'),
    place: exactPlace,
    safetyPlan: lines,
  }),
)

function runs(
  kind: 'incident' | 'contact' | 'plan',
  input: fc.Arbitrary<[object, object]>,
  edits: { edit: { input: unknown } },
): void {
  fc.assert(
    fc.property(input, input, ([needed, optional], [otherNeeded, otherOptional]) => {
      const given = { ...needed, ...optional }
      const laptop = create(kind, given)
      expect(laptop.view).toMatchObject(given)
      // The same fields again, by an edit: all of the second input, and what it does not name as before.
      const patch = { ...otherNeeded, ...otherOptional }
      laptop.run(edits.edit as never, patch)
      expect(laptop.view).toMatchObject({ ...given, ...patch })
      // Nothing left to write once it is so.
      expect(laptop.run(edits.edit as never, patch)).toEqual([])
    }),
    { numRuns: 150 },
  )
}

test(
  'an incident is shown with every field that was given',
  () => runs('incident', incident as never, incidentEdits),
  180_000,
)
test(
  'a contact is shown with every field that was given',
  () => runs('contact', contact as never, contactEdits),
  180_000,
)
test('a plan is shown with every field that was given', () => runs('plan', plan as never, planEdits), 180_000)

test('the parts of a plan and the needs of an incident are shown as given', () => {
  const view = create('plan', {
    summary: 'Heat wave watch',
    tasks: [{ summary: 'Bring water', text: 'Two crates', due: 1_780_400_000_000 }],
    shifts: [{ start: 1_780_400_000_000, end: 1_780_410_000_000, role: 'driver', min: 1, max: 2 }],
    coSponsors: [{ organisation: 'Parish', pointContact: 'Office', gives: 'A hall' }],
    demands: [{ text: 'Shade at stops', institution: 'City transport', institutionKind: 'transport-operator' }],
    supplies: [{ name: 'Water', unit: 'l', wanted: 100, stock: 20 }],
  }).view
  expect(view.tasks).toMatchObject([
    { summary: 'Bring water', text: 'Two crates', due: 1_780_400_000_000, state: 'needs-action', by: [] },
  ])
  expect(view.shifts).toMatchObject([
    { start: 1_780_400_000_000, end: 1_780_410_000_000, role: 'driver', min: 1, max: 2, filling: 'open' },
  ])
  expect(view.coSponsors).toMatchObject([
    { organisation: 'Parish', pointContact: 'Office', gives: 'A hall', state: 'asked' },
  ])
  expect(view.demands).toMatchObject([
    { text: 'Shade at stops', institution: 'City transport', institutionKind: INSTITUTION_KINDS[5], state: 'draft' },
  ])
  expect(view.supplies).toMatchObject([{ name: 'Water', unit: 'l', wanted: 100, stock: 20 }])
  const { needs } = create(
    'incident',
    { what: 'Flood', needs: HELP_KINDS.map((kind) => ({ kind, text: 'please' })) },
    contextOf('ana'),
  ).view
  expect(needs.map((need) => need.kind)).toEqual(HELP_KINDS)
})

test('null clears a field', () => {
  const laptop = create('incident', {
    what: 'Flood',
    kind: 'flood',
    place: { label: 'Mill', precision: 'exact' },
    onset: 1_780_000_000_000,
  })
  laptop.run(incidentEdits.edit, { kind: null, place: null, onset: null })
  expect(laptop.view).toMatchObject({ what: 'Flood', kind: null, place: null, onset: null })
})
