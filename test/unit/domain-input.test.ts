import { describe, expect, test } from 'vitest'

import { runCreate, type Edit } from '../../core/domain/edits/edit.ts'
import { CREATES, type CreatableKind } from '../../core/domain/edits/edits.ts'
import { canonicalLanguage, canonicalRule } from '../../core/domain/input/words.ts'
import { readFullPlusCode } from '../../core/domain/input/place.ts'
import { readGivenTime, resolveTime } from '../../core/domain/input/time.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { contextOf, create } from '../helpers/domain-records.ts'

function refused(kind: CreatableKind, input: unknown, country?: string): object {
  try {
    runCreate(CREATES[kind] as Edit<unknown>, kindSpec(kind).blank(), input, contextOf('ana', { country }))
  } catch (error) {
    if (error instanceof MeshError && error.code === 'domain/invalid-input') return error.details
    throw error
  }
  throw new Error('Nothing was refused')
}

describe('an input that cannot be used says which field and why', () => {
  test.each([
    ['incident', {}, { field: 'what', reason: 'missing' }],
    ['incident', 'flood', { field: '', reason: 'wrong-type' }],
    ['incident', { what: ' \u200B\n ' }, { field: 'what', reason: 'empty' }],
    ['incident', { what: 'x'.repeat(20_001) }, { field: 'what', reason: 'too-long' }],
    ['incident', { what: 5 }, { field: 'what', reason: 'wrong-type' }],
    ['incident', { what: 'Flood', suspect: 'x' }, { field: 'suspect', reason: 'unknown-field' }],
    ['incident', { what: 'Flood', state: 'closed' }, { field: 'state', reason: 'unknown-field' }],
    ['incident', { what: 'Flood', place: { label: 'Mill', gps: 1 } }, { field: 'place.gps', reason: 'unknown-field' }],
    ['incident', { what: 'Flood', place: {} }, { field: 'place.label', reason: 'missing' }],
    [
      'incident',
      { what: 'Flood', place: { plusCode: 'nowhere' } },
      { field: 'place.plusCode', reason: 'not-a-plus-code' },
    ],
    ['incident', { what: 'Flood', onset: { at: '2026-02-30' } }, { field: 'onset.at', reason: 'not-a-time' }],
    ['incident', { what: 'Flood', onset: {} }, { field: 'onset.at', reason: 'missing' }],
    ['incident', { what: 'Flood', onset: '2026-02-03T10:00' }, { field: 'onset.at', reason: 'zone-missing' }],
    ['incident', { what: 'Flood', onset: 2_000, end: 1_000 }, { field: 'end', reason: 'ends-before-start' }],
    [
      'incident',
      { what: 'Flood', needs: [{ kind: 'care' }, { kind: 'care', text: 7 }] },
      { field: 'needs.1.text', reason: 'wrong-type' },
    ],
    ['contact', { fn: '' }, { field: 'fn', reason: 'empty' }],
    ['contact', { fn: 'x'.repeat(201) }, { field: 'fn', reason: 'too-long' }],
    ['contact', { fn: 'Rosa', tel: ['+4930123456', '+491'] }, { field: 'tel.1', reason: 'not-a-telephone-number' }],
    ['contact', { fn: 'Rosa', tel: ['+49 30 123456 ext. 5'] }, { field: 'tel.0', reason: 'not-a-telephone-number' }],
    ['contact', { fn: 'Rosa', tel: ['+1 555 0100'] }, { field: 'tel.0', reason: 'not-a-telephone-number' }],
    ['contact', { fn: 'Rosa', tel: ['030 123456'] }, { field: 'tel.0', reason: 'country-missing' }],
    ['contact', { fn: 'Rosa', tel: '+4930123456' }, { field: 'tel', reason: 'wrong-type' }],
    ['contact', { fn: 'Rosa', email: ['rosa'] }, { field: 'email.0', reason: 'malformed' }],
    ['contact', { fn: 'Rosa', impp: ['javascript:alert(1)'] }, { field: 'impp.0', reason: 'malformed' }],
    ['contact', { fn: 'Rosa', lang: ['en', '??'] }, { field: 'lang.1', reason: 'not-a-language' }],
    [
      'contact',
      { fn: 'Rosa', role: Array.from({ length: 51 }, (_, at) => `r${at}`) },
      { field: 'role', reason: 'too-many' },
    ],
    ['contact', { fn: 'Rosa', consent: { phoneTree: 'yes' } }, { field: 'consent.phoneTree', reason: 'wrong-type' }],
    ['plan', { summary: 'Meet', rrule: 'FREQ=SECONDLY' }, { field: 'rrule', reason: 'not-a-recurrence' }],
    ['plan', { summary: 'Meet', tzid: 'Mars/Olympus' }, { field: 'tzid', reason: 'unknown-zone' }],
    [
      'plan',
      { summary: 'Meet', start: '2026-06-01T18:00Z', end: '2026-06-01T17:00Z' },
      { field: 'end', reason: 'ends-before-start' },
    ],
    ['plan', { summary: 'Meet', shifts: [{ start: 'soon' }] }, { field: 'shifts.0.start', reason: 'not-a-time' }],
    [
      'plan',
      { summary: 'Meet', shifts: [{ start: '2026-06-01T18:00' }] },
      { field: 'shifts.0.start', reason: 'zone-missing' },
    ],
    [
      'plan',
      { summary: 'Meet', demands: [{ text: 'Shade', institution: 'City' }] },
      { field: 'demands.0.institutionKind', reason: 'missing' },
    ],
    [
      'plan',
      { summary: 'Meet', supplies: [{ name: 'Water', stock: -1 }] },
      { field: 'supplies.0.stock', reason: 'out-of-range' },
    ],
  ] as const)('%s %o', (kind, input, details) => {
    expect(refused(kind, input)).toMatchObject(details)
  })
  test('and what a closed list allows', () => {
    expect(refused('incident', { what: 'Flood', kind: 'riot' })).toMatchObject({
      field: 'kind',
      reason: 'not-in-list',
      allowed: expect.stringContaining('flood') as string,
    })
  })
  test('without ever repeating a value', () => {
    const details = [
      refused('contact', { fn: 'Rosa', tel: ['secret-canary'] }),
      refused('incident', { what: 'Flood', kind: 'secret-canary' }),
      refused('incident', { what: 'Flood', place: { plusCode: 'secret-canary' } }),
    ]
    expect(JSON.stringify(details)).not.toContain('canary')
  })
  test('an inherited or forged key is no field', () => {
    const forged = JSON.parse('{"what":"Flood","__proto__":{"kind":"flood"}}') as unknown
    expect(refused('incident', forged)).toMatchObject({ reason: 'unknown-field' })
    expect(refused('incident', Object.create({ what: 'Flood' }))).toMatchObject({ reason: 'wrong-type' })
  })
})

test('a local time in a network that names a zone nobody knows asks for a zone, and nothing breaks', () => {
  const read = (): number => resolveTime({ local: '2026-02-03T10:00' }, 'start', { timeZone: 'zz-a-a' })
  expect(read).toThrow(
    expect.objectContaining({ code: 'domain/invalid-input', details: { field: 'start', reason: 'zone-missing' } }),
  )
})

test('times are read from ISO 8601 with a zone, without one, or from milliseconds', () => {
  expect(readGivenTime('2026-06-01T18:00:00.250+02:00')).toBe(Date.parse('2026-06-01T16:00:00.250Z'))
  expect(readGivenTime('2026-06-01T18:00Z')).toBe(Date.parse('2026-06-01T18:00Z'))
  expect(readGivenTime('2026-06-01')).toEqual({ local: '2026-06-01T00:00:00.000' })
  expect(readGivenTime(1_780_000_000_000)).toBe(1_780_000_000_000)
  for (const bad of [
    '2026-06-31',
    '2026-06-01T25:00Z',
    '2026-06-01T18:00+99:00',
    'tomorrow',
    '',
    -1,
    1.5,
    Infinity,
    null,
    {},
    '0001-01-01T00:00Z',
  ]) {
    expect(readGivenTime(bad)).toBeUndefined()
  }
})

test('recurrences are daily at most, finite in number, and in canonical form', () => {
  expect(canonicalRule('rrule:freq=weekly;byday=mo,we')).toBe('FREQ=WEEKLY;BYDAY=MO,WE')
  for (const bad of [
    'FREQ=SECONDLY',
    'FREQ=HOURLY',
    'FREQ=WEEKLY;COUNT=100000',
    'FREQ=WEEKLY;INTERVAL=0',
    'weekly',
    'FREQ=WEEKLY\nX:1',
    '',
  ])
    expect(canonicalRule(bad)).toBeUndefined()
})

test('language tags are canonical', () => {
  expect(['EN-us', 'ar', 'sr-latn-rs'].map(canonicalLanguage)).toEqual(['en-US', 'ar', 'sr-Latn-RS'])
  for (const bad of ['', 'x', 'english language', '../..']) expect(canonicalLanguage(bad)).toBeUndefined()
})

test('plus codes are full ones', () => {
  expect(readFullPlusCode(' 9f4mgc8f+6x ')).toBe('9F4MGC8F+6X')
  for (const bad of ['9F4M', 'GC8F+6X', 'XX4MGC8F+6X', '9F4MGC8F6X', '9F4MGC8F+6'])
    expect(readFullPlusCode(bad)).toBeUndefined()
})

test('single-line fields are cleaned, text keeps its lines', () => {
  const view = create('contact', { fn: '  Rosa\u202E \u200B\tMar\u00ADía\n', accessNeeds: 'Step-free\r\nplease' }).view
  expect(view.fn).toBe('Rosa María')
  expect(view.accessNeeds).toBe('Step-free\nplease')
})
