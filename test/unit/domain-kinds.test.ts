import { createHash } from 'node:crypto'

import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { applyWrites } from '../../core/domain/apply-writes.ts'
import { CREATES, EDITS } from '../../core/domain/edits/edits.ts'
import { initialRecord, isRecordKind, kindSpec, RECORD_KINDS } from '../../core/domain/kinds.ts'
import { ALERT_ANSWERS } from '../../core/domain/states/alert-states.ts'
import { HELP_KINDS, INCIDENT_KINDS, INSTITUTION_KINDS } from '../../core/domain/records/words.ts'
import { RESPONDER_STATES } from '../../core/domain/states/responder-states.ts'
import type { Field, Fields } from '../../core/domain/shape/fields.ts'
import { create, NOON } from '../helpers/domain-records.ts'

/** SHA-256 of the initial structures, version 1. A change here is a change of the format: it needs a new version. */
const INITIAL: Record<string, string> = {
  network: '0ffd5fc2d5ec993f',
  member: 'e41a23c0bc2b8d95',
  contact: 'fa699fe7495f1e49',
  incident: '8d6f7578c1bdb511',
  alert: 'e6069f5b04604fa6',
  plan: 'b0b15b95d975695e',
  proposal: 'd956661dc9ffadb6',
  note: '86d5758610f4b4fb',
}

describe.each(RECORD_KINDS)('a blank %s', (kind) => {
  const spec = kindSpec(kind)
  test('is made of empty maps and texts, the same every time, and never changes within its version', () => {
    const initial = initialRecord(kind)
    expect(initial).toEqual(initialRecord(kind))
    expect(initial).not.toBe(initialRecord(kind))
    expect(initial['v']).toBe(spec.version)
    expect(createHash('sha256').update(JSON.stringify(initial)).digest('hex').slice(0, 16)).toBe(INITIAL[kind])
  })
  test('is read without loss and shown', () => {
    const { record, dropped } = spec.parse(initialRecord(kind))
    expect(dropped).toBe(0)
    expect(spec.summary(spec.present(record as never, { now: NOON }) as never)).toMatchObject({
      title: '',
      createdAt: 0,
      archived: false,
      hidden: false,
    })
  })
  test('has its co-edited texts in place', () => {
    for (const path of spec.coEdited) expect(path.reduce<any>((at, key) => at[key], initialRecord(kind))).toBe('')
  })
  test('watches only places that it has', () => {
    for (const [name = ''] of spec.watched) expect(Object.hasOwn(spec.fields, name)).toBe(true)
  })
  test('has no list of objects, and no counter except for stock', () => {
    const counters = (fields: Fields, path: string): string[] =>
      Object.entries(fields).flatMap(([name, field]: [string, Field]) =>
        field.is === 'counter'
          ? [`${path}.${name}`]
          : 'fields' in field
            ? counters(field.fields as Fields, `${path}.${name}`)
            : [],
      )
    expect(counters(spec.fields, kind)).toEqual(kind === 'plan' ? ['plan.supplies.stock'] : [])
  })
})

test('only the eight kinds are kinds', () => {
  expect(isRecordKind('incident')).toBe(true)
  for (const other of ['suspect', '__proto__', 'constructor', '', 5, undefined]) expect(isRecordKind(other)).toBe(false)
})

test('lists show title, state, times and whether a record is put away', () => {
  const spec = kindSpec('incident')
  const laptop = create('incident', { what: '\n  Flood at the mill\nWater rises', kind: 'flood', onset: NOON - 5 })
  expect(spec.summary(laptop.view)).toEqual({
    title: 'Flood at the mill',
    state: 'reported',
    kind: 'flood',
    createdAt: NOON,
    updatedAt: NOON,
    when: NOON - 5,
    archived: false,
    hidden: false,
  })
  const sorted = ['Émile', 'Zoe', 'ana'].map((fn) => kindSpec('contact').sortKey(create('contact', { fn }).view))
  expect(sorted.toSorted()).toEqual([sorted[2], sorted[0], sorted[1]])
})

test('the text of an incident is looked through for what could identify somebody', () => {
  const text = 'Child lost, mother at 030 1234567'
  const spans = kindSpec('incident').identifying(create('incident', { what: text }).view)
  expect(spans).toEqual([{ what: 'telephone', start: text.indexOf('030'), end: text.length }])
})

test('search finds what people wrote, in every kind, and no ids, states or hidden words', () => {
  const view = create('incident', {
    what: 'Flood at the MÍLL',
    place: { label: 'Old bridge', precision: 'exact' },
    needs: [{ kind: 'care', text: 'Blankets' }],
  }).view
  const words = kindSpec('incident').searchText(view)
  for (const word of ['flood', 'mill', 'old bridge', 'blankets']) expect(words).toContain(word)
  for (const word of ['reported', 'ana', 'care']) expect(words).not.toContain(word)
  const contact = kindSpec('contact').searchText(
    create('contact', { fn: 'Rosa', tel: ['+4930123456'], role: ['Medic'] }).view,
  )
  for (const word of ['rosa', '+4930123456', 'medic']) expect(contact).toContain(word)
})

describe('what Muster refuses', () => {
  /** Words for a private person said to have done something, and for what would identify one. */
  const REFUSED =
    /suspect|perpetrat|offender|attacker|aggressor|culprit|criminal|wanted|target|accused|enemy|intruder|stalker|blacklist|watchlist|mugshot|photo|face|looks|appearance|plate|vehicle|account|handle|birthday|bday|homeaddress|\badr\b|streetaddress|ethnic|religion|nationality|pursuit|chase|confront|detain|weapon/i
  /** Words that are refused elsewhere and mean something else here: stock that is wanted, and a responder's own words. */
  const MEANT = new Set(['plan.supplies.wanted'])

  const storedNames = (fields: Fields, path: string): string[] =>
    Object.entries(fields).flatMap(([name, field]: [string, Field]) => [
      `${path}.${name}`,
      ...('fields' in field ? storedNames(field.fields as Fields, `${path}.${name}`) : []),
    ])

  /** All property names anywhere in a JSON schema, with the words of its closed lists. */
  const inputNames = (schema: unknown, path: string): string[] => {
    if (Array.isArray(schema)) return schema.flatMap((item) => inputNames(item, path))
    if (typeof schema !== 'object' || schema === null) return []
    return Object.entries(schema).flatMap(([key, value]) => {
      if (key === 'properties')
        return Object.entries(value as object).flatMap(([name, inner]) => [
          `${path}.${name}`,
          ...inputNames(inner, `${path}.${name}`),
        ])
      if (key === 'enum') return (value as string[]).map((word) => `${path}=${word}`)
      return inputNames(value, path)
    })
  }
  const json = (input: z.ZodType): unknown => z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })

  const names = [
    ...RECORD_KINDS.flatMap((kind) => [kind, ...storedNames(kindSpec(kind).fields, kind)]),
    ...Object.entries(CREATES).flatMap(([kind, { input }]) => inputNames(json(input), kind)),
    ...Object.entries(EDITS).flatMap(([kind, edits]) =>
      Object.entries(edits).flatMap(([name, { input }]) => [
        `${kind}:${name}`,
        ...inputNames(json(input as z.ZodType), `${kind}:${name}`),
      ]),
    ),
    ...[...INCIDENT_KINDS, ...HELP_KINDS, ...RESPONDER_STATES, ...ALERT_ANSWERS, ...INSTITUTION_KINDS],
  ]

  test('no entity, field, state or edit for a private person said to have done something, or for what identifies one', () => {
    expect(names.length).toBeGreaterThan(500)
    const last = (name: string): string => name.split(/[.:=]/).at(-1)!
    expect(
      names.filter(
        (name) =>
          REFUSED.test(last(name)) &&
          !MEANT.has(name.replace(/:\w+/, '.supplies')) &&
          !/supplies\.wanted$|addSupply\.wanted$/.test(name) &&
          !/none-wanted|noneWanted/.test(name),
      ),
    ).toEqual([])
  })
  test('kinds of help are the closed list of the design', () => {
    expect(HELP_KINDS).toEqual([
      'verify',
      'accompany',
      'observe',
      'first-aid',
      'interpret',
      'care',
      'supplies',
      'shelter',
      'check-on-neighbours',
      'meeting',
      'all-clear',
    ])
  })
  test('demands go to institutions of a closed list', () => {
    expect(INSTITUTION_KINDS.some((kind) => /person|individual|resident|neighbour/.test(kind))).toBe(false)
  })
  test('an alert has no place for a photo', () => {
    expect(storedNames(kindSpec('alert').fields, 'alert').join()).not.toMatch(/attachment|image|photo/)
  })
})

describe('applying writes', () => {
  test('leaves the record given as it was', () => {
    const before = { a: { b: 1 }, text: 'ab' }
    const after = applyWrites(before, [
      { op: 'put', path: ['a', 'c'], value: { d: true } },
      { op: 'splice', path: ['text'], index: 1, remove: 1, insert: 'c' },
      { op: 'add', path: ['a', 'n'], by: 2 },
    ])
    expect(after).toEqual({ a: { b: 1, c: { d: true }, n: 2 }, text: 'ac' })
    expect(before).toEqual({ a: { b: 1 }, text: 'ab' })
  })
  test('refuses __proto__ as a key, anywhere', () => {
    for (const path of [['__proto__'], ['__proto__', 'x'], ['a', '__proto__']])
      expect(() => applyWrites({ a: {} }, [{ op: 'put', path, value: 1 }])).toThrow('safe keys')
    expect(() =>
      applyWrites({}, [{ op: 'put', path: ['a'], value: JSON.parse('{"b":{"__proto__":{"x":1}}}') as never }]),
    ).toThrow('safe keys')
    expect(({} as { x?: number }).x).toBeUndefined()
  })
  test('refuses a path that leads nowhere, and a splice outside the text', () => {
    for (const path of [[], ['a', 'b'], ['constructor', 'x'], ['t', 'x']])
      expect(() => applyWrites({ t: 'x' }, [{ op: 'put', path, value: 1 }])).toThrow(/path|leads/)
    expect(() => applyWrites({ t: 'x' }, [{ op: 'splice', path: ['t'], index: 1, remove: 1, insert: '' }])).toThrow(
      'outside',
    )
    expect(() => applyWrites({ t: 5 }, [{ op: 'splice', path: ['t'], index: 0, remove: 0, insert: 'a' }])).toThrow(
      'Only text',
    )
  })
})
