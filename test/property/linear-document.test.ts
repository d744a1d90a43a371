import fc from 'fast-check'
import { expect, test } from 'vitest'

import { InitialDocuments } from '../../core/documents/automerge/initial.ts'
import { OpenDocuments } from '../../core/documents/automerge/open-documents.ts'
import { type FirstContent, LinearDocument } from '../../core/documents/linear/linear-document.ts'
import type { EditOrder } from '../../core/documents/automerge/open-document.ts'
import type { Materialised } from '../../core/documents/ports.ts'
import { type Edit, runCreate } from '../../core/domain/edits/edit.ts'
import { CREATES } from '../../core/domain/edits/edits.ts'
import { initialRecord, kindSpec } from '../../core/domain/kinds.ts'
import type { Write } from '../../core/domain/write.ts'
import { HOST_SHAPES } from '../../core/engine/records/domain-shapes.ts'
import { resealChunk } from '../helpers/chunk-builder.ts'
import { hexId, newOpenDocuments, orderOf, REPORT, sourceOf } from '../helpers/document-shapes.ts'
import { contextOf } from '../helpers/domain-records.ts'
import { NESTED_STEPS, STEPS } from '../helpers/edit-arbitraries.ts'

const { heads, maxOp } = new InitialDocuments([REPORT]).first('incident', 1)!
const FIRST: FirstContent = { heads, maxOp, record: REPORT.initial[1]! }

const step = fc.oneof(...STEPS, ...NESTED_STEPS)
/** One line of edits, by three sessions in turn. */
const line = fc.array(fc.record({ session: fc.nat(2), steps: fc.array(step, { minLength: 1, maxLength: 6 }) }), {
  minLength: 1,
  maxLength: 8,
})

function linesOf(
  edits: typeof line extends fc.Arbitrary<infer T> ? T : never,
): { change: Uint8Array; shown: Materialised; order: EditOrder }[] {
  const documents = newOpenDocuments()
  let shown: Materialised = { heads: [], record: REPORT.initial[1]!, conflicts: [], maxOp: 0 }
  return edits.flatMap(({ session, steps }, n) => {
    let { length } = (shown.record as { description: string }).description
    const writes = steps.map((it): Write => {
      if (it.op !== 'splice') return it
      const index = Math.floor((it.index * length) / 1_000)
      const remove = Math.floor((it.remove * (length - index)) / 1_000)
      length += it.insert.toWellFormed().length - remove
      return { ...it, index, remove }
    })
    const all: Write[] = [...writes, { op: 'put', path: ['edit'], value: n }]
    const order = orderOf(hexId(9), all, { heads: shown.heads, session: hexId(session + 1, 'a') })
    let made
    try {
      made = documents.edit(order, undefined)
    } catch {
      return [] // a splice beyond a text that widened pairs made shorter
    }
    shown = made
    return [{ change: made.changes[0]!, shown: made, order }]
  })
}

function changesOf(edits: Parameters<typeof linesOf>[0]): [Uint8Array, Materialised][] {
  return linesOf(edits).map(({ change, shown }) => [change, shown])
}

test('changes that follow one another show what Automerge shows, without it, to the last one', () => {
  const property = fc.property(line, (edits) => {
    const document = LinearDocument.begin(FIRST)!
    for (const [change, shown] of changesOf(edits)) {
      expect(document.apply(change)).toBe(true)
      expect(document.record()).toEqual(shown.record)
      expect([document.head]).toEqual(shown.heads)
      expect(document.maxOp).toBe(shown.maxOp)
    }
  })
  fc.assert(property, { numRuns: 500 })
}, 180_000)

test('an edit makes the very change that Automerge makes of it, or leaves it to Automerge', () => {
  let made = 0
  let all = 0
  const property = fc.property(line, (edits) => {
    const lines = linesOf(edits)
    for (const [n, { change, shown, order }] of lines.entries()) {
      const document = LinearDocument.begin(FIRST)!
      expect(lines.slice(0, n).every((before) => document.apply(before.change))).toBe(true)
      const own = document.edit(order.writes, { session: order.session, at: order.at, shape: REPORT })
      all++
      if (own === undefined) continue
      made++
      expect(Buffer.from(own.change).toString('hex')).toBe(Buffer.from(change).toString('hex'))
      expect(document.record()).toEqual(shown.record)
      expect([document.head]).toEqual(shown.heads)
      expect(document.maxOp).toBe(shown.maxOp)
    }
  })
  fc.assert(property, { numRuns: 500 })
  expect(made / all).toBeGreaterThan(0.8) // halved characters and counters put anew are left to it
}, 180_000)

test('zero with a minus before it is zero at once, as it is after a start', () => {
  const document = LinearDocument.begin(FIRST)!
  const made = document.edit([{ op: 'put', path: ['a'], value: -0 }], { session: hexId(2, 'a'), at: 1, shape: REPORT })
  expect(made).toBeDefined()
  expect(document.record()).toMatchObject({ a: 0 })
})

test('whatever a change is bent into, it is either left to Automerge or shows what Automerge finds sound and shows', () => {
  let followed = 0
  const bend = fc.record({
    at: fc.nat(10_000),
    cut: fc.nat(3),
    put: fc.uint8Array({ maxLength: 3 }),
    which: fc.nat(100),
  })
  const property = fc.property(line, fc.array(bend, { minLength: 20, maxLength: 20 }), (edits, bends) => {
    const changes = changesOf(edits)
    if (changes.length === 0) return
    for (const { at, cut, put, which } of bends) {
      const before = changes.slice(0, which % changes.length)
      const good = changes[before.length]![0]
      const bent = bentChange(good, { at, cut: put.length === 0 ? 0 : cut, put })
      const document = LinearDocument.begin(FIRST)!
      if (!before.every(([change]) => document.apply(change)) || !document.apply(bent)) continue
      followed++
      const source = sourceOf(hexId(9), [...before.map(([change]) => change), bent])
      const judged = newOpenDocuments()
      const shown = judged.materialise(source)
      expect(document.record()).toEqual(shown.record)
      expect([document.head]).toEqual(shown.heads)
      expect(judged.snapshot(source)).toBeDefined()
    }
  })
  fc.assert(property, { numRuns: 200 })
  expect(followed).toBeGreaterThan(50) // a letter, a number, a time: still what Muster could have written
}, 180_000)

/** Bytes behind the header exchanged, the length written anew. */
function bentChange(good: Uint8Array, { at, cut, put }: { at: number; cut: number; put: Uint8Array }): Uint8Array {
  const from = 12 + (at % (good.byteLength - 12))
  const bent = Buffer.concat([
    good.subarray(0, from),
    put.subarray(0, Math.max(cut, 0)),
    good.subarray(from + put.subarray(0, cut).length),
  ])
  return resealChunk(bent)
}

test('every kind of record, made and edited as people do, needs no Automerge to be shown', () => {
  const documents = new OpenDocuments({ shapes: HOST_SHAPES, capacity: 10 })
  const kinds = ['contact', 'incident', 'plan', 'network', 'member'] as const
  const session = hexId(1, 'a')
  const authors = { creator: session, persons: { [session]: 'ana' } }
  const inputs = {
    contact: { fn: 'Ana Ruiz' },
    incident: { what: 'Water in the cellar '.repeat(20), place: { label: 'Mill Lane', precision: 'block' } },
    plan: { summary: 'Sandbags on Saturday' },
    network: { name: 'River Street', kind: 'circle' },
    member: { person: 'ab'.repeat(16), displayName: 'Ana' },
  }
  for (const kind of kinds) {
    const first = documents.materialise({
      document: hexId(1),
      kind,
      initialVersion: 1,
      snapshot: undefined,
      changes: [],
      authors,
    })
    const document = LinearDocument.begin({ heads: first.heads, maxOp: first.maxOp, record: initialRecord(kind) })!
    const spec = kindSpec(kind)
    const ctx = contextOf('ana')
    const writes = runCreate(CREATES[kind] as unknown as Edit<unknown>, spec.blank(), inputs[kind], ctx)
    const order: EditOrder = { ...orderOf(hexId(2), writes), kind, session, authors }
    const made = documents.edit(order, undefined)
    expect(document.apply(made.changes[0]!), kind).toBe(true)
    expect(document.record()).toEqual(made.record)
  }
})
