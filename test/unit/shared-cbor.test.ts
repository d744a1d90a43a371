import { expect, test } from 'vitest'

import { decodeCbor, encodeCbor } from '../../core/shared/cbor.ts'

/** Arrays in each other, with a number within. */
const nested = (levels: number): Uint8Array => new Uint8Array([...Array<number>(levels).fill(0x81), 1])
const MAP_OF = 0xa1
const KEY = [0x61, 0x6b]

test('values lie at most 64 levels deep in each other', () => {
  expect(encodeCbor(decodeCbor(nested(64)) as never)).toEqual(nested(64))
  for (const levels of [65, 1_000, 6_000, 60_000])
    expect(() => decodeCbor(nested(levels)), String(levels)).toThrow(
      expect.objectContaining({ code: 'sync/protocol-violation' }),
    )
})

test('maps are levels too', () => {
  const maps = (levels: number): Uint8Array =>
    new Uint8Array([...Array.from({ length: levels }, () => [MAP_OF, ...KEY]).flat(), 1])
  expect(decodeCbor(maps(64))).toBeTypeOf('object')
  expect(() => decodeCbor(maps(65))).toThrow(expect.objectContaining({ code: 'sync/protocol-violation' }))
})

test.each([
  ['a number as a float of half the length', 'f93c00'],
  ['a number as a float', 'fa3f800000'],
  ['a number as a float of double the length', 'fb3ff0000000000000'],
  ['zero with a minus before it', 'f98000'],
  ['a fraction in more bytes than it needs', 'fb3ff8000000000000'],
  ['a number in more bytes than it needs', '1817'],
  ['text that is not UTF-8', '61ff'],
  ['half a pair of surrogates as text', '63eda080'],
  ['text behind a mark of its byte order', '64efbbbf61'],
  ['keys in another order', 'a2616201616102'],
  ['a key that is not UTF-8', 'a161ff01'],
])('a value has one form: %s is refused, also within others', (_, hex) => {
  const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
  const inArray = new Uint8Array([0x82, 1, ...bytes])
  for (const refused of [bytes, inArray])
    expect(() => decodeCbor(refused)).toThrow(expect.objectContaining({ code: 'sync/protocol-violation' }))
})

test('what is written is read', () => {
  const value = [
    1,
    -1,
    23.5,
    1e300,
    null,
    true,
    'ñ\ud83d\ude00',
    'x'.repeat(300),
    new Uint8Array(300),
    { b: 1, a: 2, aa: {} },
  ]
  expect(decodeCbor(encodeCbor(value))).toEqual(value)
})
