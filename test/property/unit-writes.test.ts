import fc from 'fast-check'
import { expect, test } from 'vitest'

import { applyWrites } from '../../core/domain/apply-writes.ts'
import type { Json, Write } from '../../core/domain/write.ts'
import { hexId, newOpenDocuments, orderOf, sourceOf } from '../helpers/document-shapes.ts'
import { STEPS } from '../helpers/edit-arbitraries.ts'

const step = fc.oneof(...STEPS)

const wellFormed = (value: Json): Json =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.toWellFormed() : item,
  ) as Json

test('an edit makes of the record what the domain says it makes, whatever is written and wherever text is cut', () => {
  const property = fc.property(
    fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
    (edits) => {
      const documents = newOpenDocuments()
      let model: Json = { description: '', needs: {}, notes: {}, stock: {} }
      let heads: readonly string[] = []
      let changes: Uint8Array[] = []
      for (const [n, steps] of edits.entries()) {
        const writes: Write[] = [{ op: 'put', path: ['edit'], value: n }]
        for (const it of steps) {
          const { length } = (model as { description: string }).description
          const index = it.op === 'splice' ? Math.floor((it.index * length) / 1_000) : 0
          const write: Write =
            it.op === 'splice' ? { ...it, index, remove: Math.floor((it.remove * (length - index)) / 1_000) } : it
          writes.push(write)
          model = wellFormed(applyWrites(model, [write]))
        }
        model = { ...(model as object), edit: n } as Json
        const made = documents.edit(orderOf(hexId(9), writes, { heads }), undefined)
        expect(JSON.parse(JSON.stringify(made.record))).toEqual(model)
        heads = made.heads
        changes = [...changes, ...made.changes]
      }
      const again = newOpenDocuments().materialise(sourceOf(hexId(9), changes))
      expect(again.heads).toEqual(heads)
      expect(JSON.parse(JSON.stringify(again.record))).toEqual(model)
    },
  )
  fc.assert(property, { numRuns: 300 })
}, 180_000)

test('the greatest whole number that a record may hold is one on every path', () => {
  const greatest = Number.MAX_SAFE_INTEGER
  const writes: Write[] = [
    { op: 'put', path: ['a'], value: { deep: [greatest, -greatest] } },
    { op: 'splice', path: ['description'], index: 0, remove: 0, insert: '' },
  ]
  const documents = newOpenDocuments()
  const made = documents.edit(orderOf(hexId(9), writes, { heads: [] }), undefined)
  expect(made.record).toMatchObject({ a: { deep: [greatest, -greatest] } })
  const again = newOpenDocuments().materialise(sourceOf(hexId(9), made.changes))
  expect(again.record).toEqual(made.record)
})

test('the same changes give the same record, heads and conflicts in any order, at once or one by one, with and without a snapshot', () => {
  const write = fc.record({
    op: fc.constant('put' as const),
    path: fc.constantFrom(['what'], ['state'], ['needs', 'n1']),
    value: fc.constantFrom('a', 'b', 'c'),
  })
  const history = fc.array(fc.record({ session: fc.nat(3), hears: fc.nat(4), write }), { minLength: 2, maxLength: 12 })
  const property = fc.property(history, fc.infiniteStream(fc.nat(1_000)), (steps, random) => {
    const documents = newOpenDocuments(1)
    const held: Uint8Array[][] = [[], [], [], []]
    for (const [n, { session, hears, write: one }] of steps.entries()) {
      if (hears < 4) held[session] = [...new Set([...held[session]!, ...held[hears]!])]
      const source = sourceOf(hexId(9), held[session]!)
      const { heads } = documents.materialise(source)
      const made = documents.edit(
        orderOf(hexId(9), [one, { op: 'put', path: ['edit'], value: n }], { heads, session: hexId(session + 1, 'a') }),
        source,
      )
      held[session] = [...held[session]!, ...made.changes]
    }
    const all = [...new Set(held.flat())]
    const expected = newOpenDocuments().materialise(sourceOf(hexId(9), all))

    const ranks = new Map(all.map((change) => [change, random.next().value]))
    const shuffled = all.toSorted((a, b) => ranks.get(a)! - ranks.get(b)!)
    expect(newOpenDocuments().materialise(sourceOf(hexId(9), shuffled))).toEqual(expected)

    const growing = newOpenDocuments()
    let last
    for (let n = 1; n <= all.length; n++) last = growing.materialise(sourceOf(hexId(9), all.slice(0, n)))
    expect(last).toEqual(expected)

    const half = all.slice(0, Math.ceil(all.length / 2))
    const snapshot = newOpenDocuments().snapshot(sourceOf(hexId(9), half))
    expect(snapshot).toBeDefined()
    expect(newOpenDocuments().materialise(sourceOf(hexId(9), all.slice(half.length), snapshot))).toEqual(expected)
    expect(newOpenDocuments().materialise(sourceOf(hexId(9), all, snapshot))).toEqual(expected)
  })
  fc.assert(property, { numRuns: 150 })
}, 180_000)
