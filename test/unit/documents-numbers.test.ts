import { describe, expect, test } from 'vitest'

import { ChunkReader } from '../../core/documents/unit/chunk-reader.ts'

/** Signed LEB128 as Automerge writes it. */
function signedLeb(number: bigint): Uint8Array {
  const bytes: number[] = []
  for (let left = number; ; left >>= 7n) {
    const bits = Number(left & 0x7fn)
    const isLast = (left >> 7n === 0n && bits < 0x40) || (left >> 7n === -1n && bits >= 0x40)
    bytes.push(isLast ? bits : bits | 0x80)
    if (isLast) return new Uint8Array(bytes)
  }
}

function read(bytes: Uint8Array): number {
  return new ChunkReader(bytes, 0, bytes.byteLength).signed()
}

describe('numbers in a change', () => {
  // -9007199254740988 was once refused: its 56 bits do not fit a double (seed -935401831)
  test.each([0, 1, -1, 63, 64, -64, -65, 2 ** 28, -(2 ** 28), 2 ** 35 - 1, -(2 ** 35), -9007199254740988])(
    '%d is read as it was written',
    (number) => {
      expect(read(signedLeb(BigInt(number)))).toBe(number)
    },
  )

  test('the greatest and the least that are safe are read exactly', () => {
    for (const number of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      expect(read(signedLeb(BigInt(number)))).toBe(number)
    }
  })

  test('what is beyond them, too long or cut short is refused', () => {
    for (const number of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n]) expect(() => read(signedLeb(number))).toThrow()
    expect(() => read(new Uint8Array([0x80, 0x00]))).toThrow()
    expect(() => read(new Uint8Array([0xff, 0x7f]))).toThrow()
    expect(() => read(new Uint8Array([0x80]))).toThrow()
    expect(() => read(new Uint8Array(9).fill(0x80))).toThrow()
  })
})
