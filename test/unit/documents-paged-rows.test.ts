import { describe, expect, test } from 'vitest'

import { pagedRows } from '../../core/documents/store/paged-rows.ts'

interface Row {
  readonly number: number
  readonly value: Uint8Array
}

/** A list of so many rows of one size, and how many were asked for each time. */
function listOf(count: number, size: number) {
  const rows = Array.from({ length: count }, (_, number): Row => ({ number, value: new Uint8Array(size) }))
  const limits: number[] = []
  const next = (last: Row | undefined, limit: number): readonly Row[] => {
    limits.push(limit)
    const from = last === undefined ? 0 : last.number + 1
    return rows.slice(from, from + limit)
  }
  return { next, limits }
}

describe('a list of rows is read a page at a time', () => {
  test.each([0, 1, 15, 16, 17, 144, 145, 1_000])('all of it, in order, each once: %d rows', (count) => {
    const { next } = listOf(count, 100)
    expect(Array.from(pagedRows(next), ({ number }) => number)).toEqual(Array.from({ length: count }, (_, at) => at))
  })

  test('many small rows at once, and of large ones no more than about a megabyte after the first page', () => {
    const small = listOf(1_000, 100)
    const large = listOf(60, 400_000)
    const huge = listOf(20, 3_000_000)
    for (const { next } of [small, large, huge]) expect([...pagedRows(next)].length).toBeGreaterThan(0)
    expect(new Set(small.limits.slice(1))).toEqual(new Set([128]))
    expect(new Set(large.limits.slice(1))).toEqual(new Set([2]))
    expect(new Set(huge.limits.slice(1))).toEqual(new Set([1]))
  })
})
