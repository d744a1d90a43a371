import { describe, expect, test } from 'vitest'

import { InitialDocuments } from '../../core/documents/automerge/initial.ts'
import { LinearDocument } from '../../core/documents/linear/linear-document.ts'
import { readChange } from '../../core/documents/unit/change-header.ts'
import { COLUMN, SET } from '../../core/documents/unit/change-ops.ts'
import type { Materialised } from '../../core/documents/ports.ts'
import { buildChunk, run, signed } from '../helpers/chunk-builder.ts'
import { hexId, newOpenDocuments, orderOf, REPORT, sourceOf } from '../helpers/document-shapes.ts'

const { heads, maxOp } = new InitialDocuments([REPORT]).first('incident', 1)!
const FIRST = { heads, maxOp, record: REPORT.initial[1]! }
/** Number of the first operation after those of the first change, of which 1 makes the description. */
const START = maxOp + 1

/** A change that puts values into the description, each after the element that its key names: keys as differences from 0. */
function typed({
  keys,
  metas,
  values,
}: {
  keys: readonly number[]
  metas: readonly number[]
  values: string
}): Uint8Array {
  const count = keys.length
  return buildChunk({
    actor: hexId(1, 'a'),
    deps: heads,
    startOp: START,
    others: [hexId(0)],
    columns: [
      [COLUMN.objectActor, run(count, 1)],
      [COLUMN.objectCounter, run(count, 1)],
      [COLUMN.keyActor, [0, 1, ...run(count - 1, 0)]],
      [COLUMN.keyCounter, runs(keys)],
      [COLUMN.insert, [0, count]],
      [COLUMN.action, run(count, SET)],
      [COLUMN.valueMeta, runs(metas)],
      [COLUMN.value, [...Buffer.from(values)]],
      [COLUMN.predCount, run(count, 0)],
    ],
  })
}

/** As Automerge encodes them: equal neighbours as a run, what stands alone with others that do. */
function runs(values: readonly number[]): number[] {
  const last = values.at(-1)!
  const from = values.findLastIndex((value) => value !== last) + 1
  if (from === 0) return [...signed(values.length), ...signed(last)]
  if (values.length - from < 2) return [...signed(-values.length), ...values.flatMap(signed)]
  const before = values.slice(0, from)
  return [...signed(-before.length), ...before.flatMap(signed), ...signed(values.length - from), ...signed(last)]
}

/** Text of one byte, and of two. */
const [LETTER, PAIR] = [0x16, 0x26] as const
const shownByAutomerge = (change: Uint8Array): unknown =>
  newOpenDocuments().materialise(sourceOf(hexId(9), [change])).record

describe('letters of one change', () => {
  test.each([
    ['one after the other', [0, START, 1, 1, 1], 'water'],
    ['all after the first', [0, START, 0, 0, 0], 'water'],
    ['two in order, and then after the first again', [0, START, 1, -1, 0], 'water'],
  ])('are shown as Automerge shows them: %s', (_, keys, values) => {
    const change = typed({ keys, metas: keys.map(() => LETTER), values })
    const document = LinearDocument.begin(FIRST)!
    expect(document.apply(change)).toBe(true)
    expect(document.record()).toEqual(shownByAutomerge(change))
  })

  test('of several bytes each as well', () => {
    const change = typed({ keys: [0, START, 1, 1], metas: Array(4).fill(PAIR), values: 'ماءي' })
    const document = LinearDocument.begin(FIRST)!
    expect(document.apply(change)).toBe(true)
    expect(document.record()).toEqual(shownByAutomerge(change))
  })

  test('two to a value are left to Automerge, whose elements are counted otherwise', () => {
    const change = typed({ keys: [0, START, 1, 1], metas: [LETTER, PAIR, PAIR, PAIR], values: 'abcdefg' })
    expect(LinearDocument.begin(FIRST)!.apply(change)).toBe(false)
  })

  test('after one that does not come before them are refused, also where only the last of many is', () => {
    const read = (keys: readonly number[]) =>
      readChange(typed({ keys, metas: keys.map(() => LETTER), values: 'abcd' }), { maxStartOp: 1_000 })
    expect(read([0, START, 1, 1])).toMatchObject({ startOp: START })
    expect(read([0, 1, 1, 1])).toMatchObject({ startOp: START })
    expect(() => read([0, 1, START, START])).toThrow()
    expect(() => read([0, START, 2, 2])).toThrow()
    expect(() => read([0, 3, -1, -2])).toThrow() // down to the start, which is nobody's
  })
})

test('a text that was shown, written on and then changed in the middle is what Automerge has after each of these', () => {
  const documents = newOpenDocuments()
  const followed = LinearDocument.begin(FIRST)!
  let shown: Materialised = { heads: [], record: REPORT.initial[1]!, conflicts: [], maxOp: 0 }
  const steps = [
    [0, 0, 'water rises'],
    [2, 1, ''],
    [10, 0, ' here'],
    [3, 1, 'XY'],
    [16, 0, '🌊 الماء'],
    [12, 2, ''],
    [0, 0, 'a'],
  ] as const
  for (const [n, [index, remove, insert]] of steps.entries()) {
    const writes = [{ op: 'splice', path: ['description'], index, remove, insert }] as const
    const made = documents.edit(
      orderOf(hexId(9), writes, { heads: shown.heads, session: hexId((n % 2) + 1, 'a') }),
      undefined,
    )
    expect(followed.apply(made.changes[0]!)).toBe(true)
    expect(followed.record()).toEqual(made.record)
    shown = made
  }
})
