import { describe, expect, test } from 'vitest'

import { initialChange } from '../../core/documents/automerge/initial.ts'
import { shapeOfFields } from '../../core/documents/automerge/shape-of-fields.ts'
import { readChange } from '../../core/documents/unit/change-header.ts'
import { INCIDENT_FIELDS } from '../../core/domain/records/incident.ts'
import type { Write } from '../../core/domain/write.ts'
import { MeshError } from '../../core/shared/errors.ts'
import { floodWrites, hexId, newOpenDocuments, orderOf, REPORT, sourceOf } from '../helpers/document-shapes.ts'

const D = hexId(9)

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'nothing'
  } catch (error) {
    return error instanceof MeshError ? error.code : 'not a MeshError'
  }
}

describe('the first change of a document', () => {
  test('is the same bytes on every laptop and for ever', () => {
    const { hash, actor, number, at, startOp } = readChange(initialChange(REPORT, 1), { maxStartOp: 1 })
    expect({ hash, actor, number, at, startOp }).toMatchInlineSnapshot(`
      {
        "actor": "00000000000000000000000000000000",
        "at": 0,
        "hash": "cd44a4c3c54a80a59b56e50da4c5a08821533966b5d3e240a839509dd6fcd600",
        "number": 1,
        "startOp": 1,
      }
    `)
  })

  test('does not hang on the order in which the source names the fields', () => {
    const turned = { ...REPORT, initial: { 1: { stock: {}, notes: {}, needs: {}, description: '' } } }
    expect(initialChange(turned, 1)).toEqual(initialChange(REPORT, 1))
  })

  test('is all there is to a document without changes, whether its heads are named or not', () => {
    const documents = newOpenDocuments()
    const { heads, record, maxOp } = documents.materialise(sourceOf(D, []))
    expect({ record, maxOp }).toEqual({ record: { description: '', needs: {}, notes: {}, stock: {} }, maxOp: 4 })
    documents.drop(D)
    const unnamed = documents.edit(orderOf(D, floodWrites(1)), undefined)
    documents.drop(D)
    expect(documents.edit(orderOf(D, floodWrites(1), { heads }), undefined)).toEqual(unnamed)
  })

  test('of an unknown kind or version cannot be made', () => {
    const source = { ...sourceOf(D, []), initialVersion: 2 }
    expect(codeOf(() => newOpenDocuments().materialise(source))).toBe('documents/unsound')
    expect(codeOf(() => newOpenDocuments().materialise({ ...sourceOf(D, []), kind: '__proto__' }))).toBe(
      'documents/unsound',
    )
  })
})

describe('an edit', () => {
  test('is one change by the session, at the time given to the millisecond, numbered on within the document', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const second = documents.edit(
      orderOf(D, [{ op: 'put', path: ['state'], value: 'verified' }], { heads: first.heads }),
      undefined,
    )
    const headers = [first, second].map(({ changes }) => readChange(changes[0]!, { maxStartOp: 1_000 }))
    expect(headers.map(({ actor, number, at }) => ({ actor, number, at }))).toEqual([
      { actor: hexId(1, 'a'), number: 1, at: 1_790_000_000_123 },
      { actor: hexId(1, 'a'), number: 2, at: 1_790_000_000_123 },
    ])
    expect([first.firstChangeNumber, second.firstChangeNumber, first.changes.length]).toEqual([1, 2, 1])
    expect(second.heads).toEqual([headers[1]!.hash])
    expect(second.maxOp).toBe(headers[1]!.lastOp)
  })

  test('by another session of the same laptop numbers from 1 again', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const order = orderOf(D, [{ op: 'put', path: ['state'], value: 'verified' }], {
      heads: first.heads,
      session: hexId(2, 'a'),
    })
    expect(documents.edit(order, undefined).firstChangeNumber).toBe(1)
  })

  test('of text cuts surrogate pairs as UTF-16 does', () => {
    const documents = newOpenDocuments()
    const edit = (heads: readonly string[], index: number, remove: number, insert: string) =>
      documents.edit(orderOf(D, [{ op: 'splice', path: ['description'], index, remove, insert }], { heads }), undefined)
    let made = edit([], 0, 0, 'a😀b')
    made = edit(made.heads, 2, 1, '\ude01') // 😀 and 😁 differ in their second half
    expect(made.record).toMatchObject({ description: 'a😁b' })
    made = edit(made.heads, 2, 0, 'x')
    expect(made.record).toMatchObject({ description: 'a\ufffdx\ufffdb' })
  })

  test('of long text takes several changes, each within the limits, and reads back whole', () => {
    const long = 'Wasser im Keller 😀 '.repeat(1_000)
    const documents = newOpenDocuments()
    const made = documents.edit(
      orderOf(D, [...floodWrites(1), { op: 'put', path: ['notes', 'n'], value: { text: long } }]),
      undefined,
    )
    expect(made.changes.length).toBeGreaterThan(3)
    expect(newOpenDocuments().materialise(sourceOf(D, made.changes)).record).toMatchObject({
      notes: { n: { text: long } },
    })
    const cut = documents.edit(
      orderOf(D, [{ op: 'splice', path: ['notes', 'n', 'text'], index: 1, remove: long.length - 2, insert: '' }], {
        heads: made.heads,
      }),
      undefined,
    )
    expect(cut.record).toMatchObject({ notes: { n: { text: 'W ' } } })
    expect(cut.firstChangeNumber).toBe(made.changes.length + 1)
  })

  test('adds what two laptops took from a stock at once', () => {
    const documents = newOpenDocuments()
    const made = documents.edit(
      orderOf(D, [{ op: 'put', path: ['stock', 'sandbags'], value: { count: 100 } }]),
      undefined,
    )
    const take = (session: number, by: number) => {
      const apart = newOpenDocuments()
      const order = orderOf(D, [{ op: 'add', path: ['stock', 'sandbags', 'count'], by }], {
        heads: made.heads,
        session: hexId(session, 'a'),
      })
      return apart.edit(order, sourceOf(D, made.changes)).changes
    }
    const both = [...made.changes, ...take(2, -30), ...take(3, -5)]
    expect(documents.materialise(sourceOf(D, both)).record).toMatchObject({ stock: { sandbags: { count: 65 } } })
  })

  test.each<[string, Write[], string]>([
    ['the key __proto__', [{ op: 'put', path: ['__proto__'], value: 1 }], 'domain/invalid-input'],
    [
      'a nested key __proto__',
      [{ op: 'put', path: ['x'], value: JSON.parse('{"__proto__": 1}') as never }],
      'domain/invalid-input',
    ],
    ['an empty path', [{ op: 'put', path: [], value: 1 }], 'domain/invalid-input'],
    ['a place that is not there', [{ op: 'put', path: ['nowhere', 'x'], value: 1 }], 'domain/not-found'],
    ['a list in a list', [{ op: 'put', path: ['x'], value: [[1]] }], 'domain/invalid-input'],
    ['a number that JSON has not', [{ op: 'put', path: ['x'], value: Number.NaN }], 'domain/invalid-input'],
    [
      'text beyond its end',
      [{ op: 'splice', path: ['description'], index: 1, remove: 0, insert: 'x' }],
      'domain/invalid-input',
    ],
    [
      'a splice of what is no text',
      [{ op: 'splice', path: ['needs'], index: 0, remove: 0, insert: 'x' }],
      'domain/invalid-input',
    ],
    ['new text in place of co-edited text', [{ op: 'put', path: ['description'], value: 'x' }], 'domain/invalid-input'],
    ['an addition to what is no counter', [{ op: 'add', path: ['needs'], by: 1 }], 'domain/invalid-input'],
    ['half a unit of stock', [{ op: 'add', path: ['n'], by: 0.5 }], 'domain/invalid-input'],
    ['depth 17', [{ op: 'put', path: ['x'], value: nested(16) }], 'domain/too-large'],
    [
      '6,000 values at once',
      [{ op: 'put', path: ['x'], value: Array.from({ length: 6_000 }, (_, i) => i) }],
      'domain/too-large',
    ],
    ['a value of 300 kB', [{ op: 'put', path: ['x'], value: 'x'.repeat(300_000) }], 'domain/too-large'],
    ['nothing new', [], 'domain/invalid-input'],
  ])('with %s is refused and leaves the document as it was', (_, writes, code) => {
    const documents = newOpenDocuments()
    const made = documents.edit(orderOf(D, floodWrites(1)), undefined)
    // a new document has an empty description, as the splices above suppose
    expect(codeOf(() => documents.edit(orderOf(hexId(8), [...writes]), undefined))).toBe(code)
    expect(
      codeOf(() =>
        documents.edit(
          orderOf(
            D,
            [{ op: 'put', path: ['half'], value: 1 }, ...writes, { op: 'put', path: ['no', 'no'], value: 1 }],
            { heads: made.heads },
          ),
          undefined,
        ),
      ),
    ).not.toBe('nothing')
    const { heads, record } = documents.materialise(sourceOf(D, made.changes))
    expect({ heads, record }).toEqual({ heads: made.heads, record: made.record })
  })

  test('on heads that the source does not have is refused', () => {
    const documents = newOpenDocuments()
    const made = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const order = orderOf(D, floodWrites(2), { heads: ['ab'.repeat(32)] })
    expect(documents.holds(order)).toBe(false)
    expect(codeOf(() => documents.edit(order, sourceOf(D, made.changes)))).toBe('documents/unsound')
  })
})

describe('a document', () => {
  test('shows exactly its source: an edit that was never kept is gone', () => {
    const documents = newOpenDocuments()
    const kept = documents.edit(orderOf(D, floodWrites(1)), undefined)
    documents.edit(orderOf(D, [{ op: 'put', path: ['state'], value: 'lost' }], { heads: kept.heads }), undefined)
    expect(documents.materialise(sourceOf(D, kept.changes)).heads).toEqual(kept.heads)
    expect(documents.materialise(sourceOf(D, kept.changes)).record).toMatchObject({ state: 'reported' })
  })

  test('takes changes twice without harm', () => {
    const documents = newOpenDocuments()
    const { changes, heads } = documents.edit(orderOf(D, floodWrites(1)), undefined)
    expect(documents.materialise(sourceOf(D, [...changes, ...changes])).heads).toEqual(heads)
  })

  test('lacking a change that others build on is unsound, and sound once it is there', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const second = documents.edit(
      orderOf(D, [{ op: 'put', path: ['state'], value: 'verified' }], { heads: first.heads }),
      undefined,
    )
    expect(codeOf(() => documents.materialise(sourceOf(D, second.changes)))).toBe('documents/unsound')
    expect(documents.materialise(sourceOf(D, [...first.changes, ...second.changes])).heads).toEqual(second.heads)
  })

  test('tells who wrote what to a watched field without knowing of the other, the shown value first', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const apart = (session: number, value: string) =>
      newOpenDocuments().edit(
        orderOf(
          D,
          [
            { op: 'put', path: ['needs', 'n1', 'state'], value },
            { op: 'put', path: ['unwatched'], value },
          ],
          { heads: first.heads, session: hexId(session, 'a') },
        ),
        sourceOf(D, first.changes),
      )
    const both = [...first.changes, ...apart(2, 'met').changes, ...apart(3, 'gone').changes]
    const { record, conflicts, heads } = documents.materialise(sourceOf(D, both))
    expect(heads).toHaveLength(2)
    expect(record).toMatchObject({ needs: { n1: { state: 'gone' } } })
    expect(conflicts).toEqual([
      {
        path: ['needs', 'n1', 'state'],
        values: [
          { value: 'gone', session: hexId(3, 'a') },
          { value: 'met', session: hexId(2, 'a') },
        ],
      },
    ])
    const settled = documents.edit(
      orderOf(D, [{ op: 'put', path: ['needs', 'n1', 'state'], value: 'met' }], { heads }),
      undefined,
    )
    expect(settled.conflicts).toEqual([])
  })

  test('tells its history without the first change, oldest first', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const second = documents.edit(
      orderOf(D, [{ op: 'put', path: ['state'], value: 'verified' }], {
        heads: first.heads,
        at: 5,
        session: hexId(2, 'a'),
      }),
      undefined,
    )
    expect(documents.history(sourceOf(D, [...first.changes, ...second.changes]))).toEqual([
      { hash: first.heads[0], session: hexId(1, 'a'), number: 1, at: 1_790_000_000_123 },
      { hash: second.heads[0], session: hexId(2, 'a'), number: 1, at: 5 },
    ])
  })

  test('loaded from a snapshot can be edited on', () => {
    const documents = newOpenDocuments()
    const first = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const snapshot = documents.snapshot(sourceOf(D, first.changes))!
    const again = newOpenDocuments()
    const order = orderOf(D, [{ op: 'put', path: ['state'], value: 'verified' }], { heads: first.heads })
    const second = again.edit(order, sourceOf(D, [], snapshot))
    expect(second.firstChangeNumber).toBe(2)
    expect(documents.materialise(sourceOf(D, [...first.changes, ...second.changes])).heads).toEqual(second.heads)
  })

  test('from a snapshot with any byte turned is unsound or the same', () => {
    const documents = newOpenDocuments()
    const made = documents.edit(orderOf(D, floodWrites(1)), undefined)
    const snapshot = documents.snapshot(sourceOf(D, made.changes))!
    for (let at = 0; at < snapshot.byteLength; at += 7) {
      const bent = new Uint8Array(snapshot)
      bent[at]! ^= 0x10
      expect(codeOf(() => newOpenDocuments().materialise(sourceOf(D, [], bent)))).toBe('documents/unsound')
    }
  })

  test('is closed when others need the room, the least lately used first', () => {
    const documents = newOpenDocuments(2)
    const made = [1, 2, 3].map((n) => documents.edit(orderOf(hexId(n), floodWrites(n)), undefined))
    expect(documents.size).toBe(2)
    const holds = [1, 2, 3].map((n) => documents.holds(orderOf(hexId(n), [], { heads: made[n - 1]!.heads })))
    expect(holds).toEqual([false, true, true])
  })
})

test('the domain tells the documents process what is text, what is counted and where one value wins', () => {
  const shape = shapeOfFields('incident', 1, INCIDENT_FIELDS)
  expect(shape.textPaths).toContainEqual(['what'])
  expect(shape.initial[1]!['what']).toBe('')
  expect(shape.watchedPaths).toContainEqual(['archivedAt'])
})

function nested(depth: number): Write extends { value: infer V } ? V : never {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = { x: value }
  return value as never
}
