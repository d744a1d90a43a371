import { describe, expect, test } from 'vitest'

import { contactEdits } from '../../core/domain/edits/contact.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { mostByOne } from '../../core/domain/shape/few-of-each.ts'
import { MAX_ENTRIES } from '../../core/domain/shape/scalars.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop } from '../helpers/domain-records.ts'

const incident = kindSpec('incident')
const parse = (parts: object) => incident.parse({ ...incident.initial(), ...parts })

describe('reading a stored record', () => {
  test('takes a person whose id is the name of something that all objects have, without touching that', () => {
    const { record, dropped } = parse({ responders: { 'constructor/role': 'driver', 'toString/role': 'cook' } })
    expect(dropped).toBe(0)
    expect(Object.keys(record.responders)).toEqual(['constructor', 'toString'])
    expect((Object as { role?: string }).role).toBeUndefined()
  })
  test('counts own keys only', () => {
    const inherited = Object.create({ kind: 'flood', what: 'Flood' }) as object
    expect(incident.parse(inherited).record).toEqual({ ...incident.blank(), v: null })
    const { record } = parse(
      JSON.parse('{"needs":{"__proto__":{"kind":"care"}},"responders":{"__proto__/role":"x"}}') as object,
    )
    expect([record.needs, record.responders]).toEqual([{}, {}])
  })
  test('of too many entries leaves out the same ones on every laptop', () => {
    const entries = Array.from({ length: MAX_ENTRIES + 5 }, (_, at) => [
      `t${String(at).padStart(5, '0')}`,
      { text: 'x', by: `person-${at % 7}`, at: NOON, after: [] },
    ])
    const [here, there] = [entries, entries.toReversed()].map((order) =>
      parse({ timeline: Object.fromEntries(order) as object }),
    )
    expect(here).toEqual(there)
    expect(here!.dropped).toBe(5)
    expect(Object.keys(here!.record.timeline)).toHaveLength(MAX_ENTRIES)
  })
  test('of one person’s entries reads so many that the others are not crowded out', () => {
    const flood = Array.from({ length: 3 * MAX_ENTRIES }, (_, at) => [
      `a${String(at).padStart(5, '0')}`,
      { text: 'x', by: 'eve', at: NOON, after: [] },
    ])
    const own = ['b0', { text: 'The school is dry', by: 'ana', at: NOON, after: [] }]
    const { record, dropped } = parse({ timeline: Object.fromEntries([...flood, own]) as object })
    expect(Object.keys(record.timeline)).toHaveLength(mostByOne(MAX_ENTRIES) + 1)
    expect(record.timeline['b0']).toMatchObject({ text: 'The school is dry' })
    expect(dropped).toBe(3 * MAX_ENTRIES - mostByOne(MAX_ENTRIES))
    expect(Object.keys(record.timeline)[0]).toBe('a00000')
  })
  test.each([
    ['a wrong type', { what: 5, kind: ['flood'], needs: [], lifecycle: 'x' }, 4],
    ['a word that is not in its list', { kind: 'riot', severity: 'Awful' }, 2],
    ['a label that is too long', { followUpOwner: 'x'.repeat(121) }, 1],
    ['a time that cannot be', { expiresAt: -1, createdAt: 1e20 }, 2],
    ['a need of no known kind', { needs: { n1: { kind: 'hunt' } } }, 2],
    ['a log entry without its author', { timeline: { t1: { text: 'x', at: NOON, after: [] } } }, 1],
    ['a key that is no id', { timeline: { 'a b': { text: 'x', by: 'a', at: NOON, after: [] } } }, 1],
    ['a flat key of an unknown field', { responders: { 'ana/name': 'x', ana: 'x', 'a/b/c': 'x' } }, 3],
    ['a place that is not whole', { place: ['Mill', 'exact'] }, 1],
    ['an alias that is a name', { peopleAffected: { p1: { alias: 'Rosa' } } }, 2],
  ])('leaves out %s', (_what, parts, dropped) => {
    const read = parse(parts)
    expect(read.dropped).toBe(dropped)
    expect(read.record).toEqual(incident.blank())
  })
  test('cuts a text that is too long, between characters', () => {
    const { record, dropped } = parse({ what: `${'x'.repeat(19_999)}😀` })
    expect(record.what).toBe('x'.repeat(19_999))
    expect(dropped).toBe(1)
  })
})

test('of two statements of consent made at once, a no stands', () => {
  const here = create('contact', { fn: 'Rosa', consent: { phoneTree: true, print: true } })
  const there = new RecordOnLaptop('contact', contextOf('lee'), here.stored)
  here.run(contactEdits.consent, { givenBy: 'Rosa', phoneTree: true, print: true })
  there.run(contactEdits.consent, { givenBy: 'Rosa', phoneTree: true })
  const both = new RecordOnLaptop('contact', contextOf('noor'), merged(here.stored, there.stored))
  expect(both.view.consent).toMatchObject({ phoneTree: true, print: false })
})
