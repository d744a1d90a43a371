import * as Automerge from '@automerge/automerge'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { isHighSurrogate, isLowSurrogate } from '../../core/domain/text/clean.ts'
import { applySplices, splicesBetween } from '../../core/domain/text/splices.ts'

const piece = fc.oneof(
  fc.constantFrom(
    '👩‍👧',
    '👨‍👩‍👧‍👦',
    '😀',
    '😁',
    '🏳️‍🌈',
    'قرب النهر',
    'السلام',
    'river ',
    'mill ',
    ' ',
    '\n',
    'a',
    'é',
    '\u{10000}',
    '\u{10001}',
    '\u{1FA00}',
  ),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
)
const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

/** Two versions of one text: pieces taken out, put in and exchanged. */
const versions = fc
  .array(fc.tuple(piece, fc.constantFrom('keep', 'keep', 'keep', 'drop', 'new'), piece), { maxLength: 25 })
  .map(
    (parts) =>
      [
        parts.map(([old]) => old).join(''),
        parts.map(([old, what, fresh]) => (what === 'keep' ? old : what === 'new' ? old + fresh : '')).join(''),
      ] as const,
  )
const pairs = fc.oneof(versions, fc.tuple(text, text))

test('splices turn the one text into the other', () => {
  fc.assert(
    fc.property(pairs, ([before, after]) => {
      expect(applySplices(before, splicesBetween(before, after))).toBe(after)
    }),
    { numRuns: 2_000 },
  )
}, 180_000)

test('no splice begins or ends inside a surrogate pair', () => {
  fc.assert(
    fc.property(pairs, ([before, after]) => {
      const cut = (at: number): boolean =>
        isHighSurrogate(before.charCodeAt(at - 1)) && isLowSurrogate(before.charCodeAt(at))
      for (const { index, remove, insert } of splicesBetween(before, after)) {
        expect(cut(index) || cut(index + remove)).toBe(false)
        expect(insert.isWellFormed()).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
}, 180_000)

test('equal texts need no splice, and appending one word takes one splice that removes nothing', () => {
  fc.assert(
    fc.property(text, (before) => {
      expect(splicesBetween(before, before)).toEqual([])
      expect(splicesBetween(before, `${before}!`)).toEqual([{ index: before.length, remove: 0, insert: '!' }])
    }),
  )
}, 180_000)

test('two people who change different words of one text at once both get their change', () => {
  const first = Automerge.from({ what: 'Water at the mill. Road closed. Pumps needed 👩‍👧.' }, { actor: '01' })
  const splice = (doc: typeof first, after: string): typeof first =>
    Automerge.change(doc, (draft) => {
      for (const { index, remove, insert } of splicesBetween(doc.what, after))
        Automerge.splice(draft, ['what'], index, remove, insert)
    })
  const ana = splice(
    Automerge.clone(first, { actor: '02' }),
    'Water at the old mill. Road closed. Pumps needed 👩‍👧 now.',
  )
  const lee = splice(Automerge.clone(first, { actor: '03' }), 'Water at the mill. Road open. Pumps needed 👩‍👧.')
  expect(Automerge.merge(ana, lee).what).toBe('Water at the old mill. Road open. Pumps needed 👩‍👧 now.')
})
