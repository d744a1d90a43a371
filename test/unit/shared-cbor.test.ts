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
