import fc from 'fast-check'
import { expect, test } from 'vitest'

import { kindSpec, RECORD_KINDS } from '../../core/domain/kinds.ts'
import type { Json } from '../../core/domain/write.ts'
import { NOON } from '../helpers/domain-records.ts'

const kinds = fc.constantFrom(...RECORD_KINDS)
const now = { now: NOON }
const anything = fc.anything({
  withNullPrototype: true,
  withDate: true,
  withMap: true,
  withSparseArray: true,
  withBigInt: true,
  maxDepth: 5,
})
const hostileKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'x'.repeat(5_000),
  '__proto__/state',
  'constructor/eta',
  'a/b/c',
  '\u202Eevil',
)

/** Every field of a kind, each with anything at all in it, and more. */
function hostileRecord(kind: (typeof RECORD_KINDS)[number]): fc.Arbitrary<unknown> {
  const names = [...Object.keys(kindSpec(kind).fields), '__proto__', 'constructor']
  const value = fc.oneof(
    anything,
    fc.dictionary(
      fc.oneof(hostileKey, fc.string()),
      fc.oneof(anything, fc.boolean(), fc.dictionary(hostileKey, anything)),
    ),
  )
  return fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: false })
}

test('reading a stored record never throws, whatever is in it, and what it gives can be shown, listed and searched', () => {
  const anyRecord = kinds.chain((kind) => fc.tuple(fc.constant(kind), fc.oneof(anything, hostileRecord(kind))))
  fc.assert(
    fc.property(anyRecord, ([kind, raw]) => {
      const spec = kindSpec(kind)
      const { record, dropped } = spec.parse(raw)
      expect(dropped).toBeGreaterThanOrEqual(0)
      const view = spec.present(record, now)
      expect(typeof spec.searchText(view as never)).toBe('string')
      expect(spec.summary(view as never).title.length).toBeLessThanOrEqual(120)
      expect(typeof spec.sortKey(view as never)).toBe('string')
      expect(Object.keys(view).toSorted()).toEqual(Object.keys(spec.present(spec.blank() as never, now)).toSorted())
    }),
    { numRuns: 1_500 },
  )
}, 180_000)

test('no record changes what all objects inherit', () => {
  fc.assert(
    fc.property(
      kinds.chain((kind) => fc.tuple(fc.constant(kind), hostileRecord(kind))),
      ([kind, raw]) => {
        const before = [Object.getOwnPropertyNames(Object.prototype).length, Object.getOwnPropertyNames(Object).length]
        kindSpec(kind).parse(raw)
        expect([
          Object.getOwnPropertyNames(Object.prototype).length,
          Object.getOwnPropertyNames(Object).length,
        ]).toEqual(before)
      },
    ),
    { numRuns: 500 },
  )
}, 180_000)

test('fields that the kind does not know never come through, and are counted', () => {
  const unknown = fc
    .string({ minLength: 1 })
    .filter((name) => !RECORD_KINDS.some((kind) => name in kindSpec(kind).fields) && name !== '__proto__')
  fc.assert(
    fc.property(kinds, unknown, fc.jsonValue(), (kind, name, value) => {
      const spec = kindSpec(kind)
      const { record, dropped } = spec.parse({ ...spec.initial(), [name]: value as Json })
      expect(Object.hasOwn(record, name)).toBe(false)
      expect(dropped).toBe(1)
    }),
  )
}, 180_000)

test('no text that a record shows in one line holds a line break, a control character or a change of direction', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\u202E', '\u2066', '\u200B', '\n', '\0', '\u00AD', 'ا', 'a', '👩', '\u200D', '\uFE0F'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  })
  fc.assert(
    fc.property(text, (name) => {
      const spec = kindSpec('contact')
      const { fn } = spec.parse({ ...spec.initial(), fn: name }).record
      expect(fn ?? '').not.toMatch(
        /[\p{Cc}\u2028\u2029\u061C\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\u00AD\uFEFF]/u,
      )
      expect(fn === null || fn.isWellFormed()).toBe(true)
      expect(spec.parse({ ...spec.initial(), fn: fn ?? '' }).record.fn).toBe(fn)
    }),
    { numRuns: 500 },
  )
}, 180_000)
