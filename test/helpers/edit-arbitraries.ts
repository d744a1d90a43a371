import fc from 'fast-check'

import type { Json } from '../../core/domain/write.ts'

/** Keys of records: some that stand before others in one order and not in another, some that every object has by itself. */
const key = fc.constantFrom('a', 'b', 'süd', 'x/y', 'constructor', 'toString', '10', '9')
/** With halves of surrogate pairs. */
const text = fc.string({
  unit: fc.constantFrom('a', 'ß', '数', '😀', '\ud83d', '\ude00', 'e\u0301', ' '),
  maxLength: 12,
})
const scalar = fc.oneof(
  text,
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)
const value: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 5 }),
  fc.dictionary(key, fc.oneof(scalar, fc.dictionary(key, scalar))),
)
const put = fc.constant('put' as const)

/** What any record is changed by; positions in thousandths of the text as it is by then, so surrogate pairs are cut on purpose. */
export const STEPS = [
  fc.record({ op: put, path: fc.tuple(key), value }),
  fc.record({ op: put, path: fc.tuple(fc.constant('needs'), key), value: fc.dictionary(key, scalar) }),
  fc.record({
    op: fc.constant('add' as const),
    path: fc.constant(['count']),
    by: fc.integer({ min: -1_000, max: 1_000 }),
  }),
  fc.record({
    op: fc.constant('splice' as const),
    path: fc.constant(['description']),
    index: fc.nat(1_000),
    remove: fc.nat(1_000),
    insert: text,
  }),
] as const

/** Entries of a log, and a map with a counter in it. */
export const NESTED_STEPS = [
  fc.record({
    op: put,
    path: fc.tuple(fc.constant('notes'), fc.uuid()),
    value: fc.record({ text, by: scalar }),
  }),
  fc.record({
    op: put,
    path: fc.tuple(fc.constant('stock'), key),
    value: fc.record({ count: fc.integer() }),
  }),
] as const
