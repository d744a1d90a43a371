import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decodeBlock, encodeBlock } from '../../core/documents/index/block-codec.ts'
import { fold, searchTextOf, termsOf } from '../../core/documents/index/fold.ts'
import { IndexBlocks } from '../../core/documents/index/index-blocks.ts'
import { RecordIndex, type Entry, type Query, type Sort } from '../../core/documents/index/record-index.ts'
import { SealedStore } from '../../core/documents/store/sealed-store.ts'
import { compareBytes } from '../../core/shared/bytes.ts'
import { MemoryStore } from '../helpers/memory-store.ts'

const SORTS: readonly Sort[] = ['newest', 'oldest', 'changed', 'name']

function entry(
  n: number,
  about: Partial<Entry> & { title?: string; created?: number; state?: string; archived?: boolean } = {},
): Entry {
  const id = Buffer.alloc(16)
  id.writeUInt32BE(Math.imul(n, 2_654_435_761) >>> 0)
  id.writeUInt32BE(n, 4)
  const { title = `title ${n}`, created = n, state = '', archived = false, ...rest } = about
  const item = { document: new Uint8Array(id), fingerprint: new Uint8Array(16).fill(n) }
  const summary = { created, state, archived, search: searchTextOf(title, `text ${n}`) }
  return { id: id.toString('hex'), kind: 'incident', item, revision: n, dirty: false, summary, ...rest }
}
const ask = (index: RecordIndex, query: Partial<Query>) =>
  index.list({ sort: 'newest', offset: 0, limit: 100, ...query })

describe('a search', () => {
  test.each([
    ['Überflutung', 'uberflut'],
    ['ÜBERFLUTUNG', 'überflutung'],
    ['Straße', 'STRASSE'],
    ['crème brûlée', 'creme brulee'],
    ['İstanbul ışık', 'istanbul isik'],
    ['Smørrebrød', 'smorrebrod'],
    ['ﬁre', 'fire'],
    ['الإسكندرية', 'الاسكندريه'],
    ['مَدْرَسَة', 'مدرسة'],
    ['مـــاء', 'ماء'],
    ['آب أحمد', 'اب احمد'],
    ['شارع ٢٣', 'شارع 23'],
    ['علی', 'علي'],
  ])('finds %s by %s', (title, search) => {
    const index = new RecordIndex()
    index.put(entry(1, { title }))
    expect(ask(index, { search }).total).toBe(1)
  })

  test('needs all terms, anywhere in title or text, in any order, as parts of words', () => {
    const index = new RecordIndex()
    index.put(entry(1, { title: 'Flood in Mill Lane' }))
    index.put(entry(2, { title: 'Flood at the bridge' }))
    expect(ask(index, { search: ' lane  FLOO ' }).ids).toEqual([entry(1).id])
    expect(ask(index, { search: 'text flood' }).total).toBe(2)
    expect(ask(index, { search: 'flood fire' }).total).toBe(0)
    expect(ask(index, { search: '  ' }).total).toBe(2)
  })

  test('folding twice is folding once, and terms have no spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
        expect(termsOf(text).join('')).not.toMatch(/\s/u)
      }),
    )
  }, 60_000)
})

describe('a list', () => {
  test('tells how many match in all and gives the window asked for', () => {
    const index = new RecordIndex()
    for (let n = 1; n <= 10; n++) index.put(entry(n, { archived: n === 10, state: n % 2 ? 'open' : 'closed' }))
    index.put(entry(11, { kind: 'plan' }))
    index.put({ ...entry(12), summary: undefined })
    expect(ask(index, { kind: 'incident', offset: 2, limit: 3 })).toEqual({
      total: 9,
      ids: [7, 6, 5].map((n) => entry(n).id),
    })
    expect(ask(index, { kind: 'incident', archived: true }).ids).toEqual([entry(10).id])
    expect(ask(index, { kind: 'incident', state: 'closed', sort: 'oldest' }).ids).toEqual(
      [2, 4, 6, 8].map((n) => entry(n).id),
    )
    expect(ask(index, {}).total).toBe(10)
    expect(index.items()).toHaveLength(12)
  })

  test('is what sorting everything anew would give, whatever changed in which order', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('put' as const),
        n: fc.nat(20),
        created: fc.nat(3),
        revision: fc.nat(3),
        title: fc.constantFrom('a', 'b', 'Ä'),
      }),
      fc.record({ do: fc.constant('delete' as const), n: fc.nat(20) }),
      fc.record({ do: fc.constant('list' as const), sort: fc.constantFrom(...SORTS) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const index = new RecordIndex()
        const held = new Map<string, Entry>()
        const check = (sort: Sort) => {
          const fresh = new RecordIndex()
          for (const each of held.values()) fresh.put(each)
          expect(ask(index, { sort })).toEqual(ask(fresh, { sort }))
          const items = [...held.values()]
            .map(({ item }) => item)
            .toSorted((a, b) => compareBytes(a.document, b.document))
          expect(index.items()).toEqual(items)
        }
        for (const each of steps) {
          if (each.do === 'list') check(each.sort)
          else if (each.do === 'delete') {
            index.delete(entry(each.n).id)
            held.delete(entry(each.n).id)
          } else {
            const put = entry(each.n, each)
            index.put(put)
            held.set(put.id, put)
          }
        }
        for (const sort of SORTS) check(sort)
      }),
    )
  }, 60_000)

  test('of the digest is one array until something changes, and keeps the items that did not', () => {
    const index = new RecordIndex()
    for (let n = 1; n <= 3; n++) index.put(entry(n))
    const items = index.items()
    expect(index.items()).toBe(items)
    index.put(entry(2))
    expect(index.items()).not.toBe(items)
    expect(index.items().filter((item) => !items.includes(item))).toHaveLength(1)
    expect(items).toHaveLength(3)
  })
})

describe('the blocks on the disk', () => {
  const network = randomBytes(16)
  function open(rows: MemoryStore): {
    index: RecordIndex
    blocks: IndexBlocks
    sealed: SealedStore
    write: (work: (batch: ReturnType<SealedStore['batch']>) => () => void) => void
  } {
    const sealed = new SealedStore({ store: rows, masterKey: new Uint8Array(32), randomBytes })
    const index = new RecordIndex()
    const blocks = new IndexBlocks({ store: sealed, network, index })
    const write = (work: (batch: ReturnType<SealedStore['batch']>) => () => void) => {
      const batch = sealed.batch()
      const done = work(batch)
      sealed.commit(batch)
      done()
    }
    return { index, blocks, sealed, write }
  }
  const content = (index: RecordIndex) => [...index.entries()].toSorted((a, b) => (a.id < b.id ? -1 : 1))

  test('give the same entries back', () => {
    const entries = [
      entry(1),
      entry(2, { dirty: true, archived: true, state: 'closed', kind: 'plan' }),
      { ...entry(3), summary: undefined },
    ]
    expect(decodeBlock(encodeBlock(entries))).toEqual(entries)
    expect(decodeBlock(randomBytes(40))).toBeUndefined()
    expect(decodeBlock(Buffer.from([0x84, 2, 0x40, 0x40, 0x42, 0x5b, 0x5d]))).toBeUndefined()
  })

  test('after any writes, foldings and erasures a reading gives what memory holds, in few blocks', async () => {
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constant('put' as const),
          n: fc.nat(60),
          count: fc.constantFrom(1, 1, 1, 5, 300),
          revision: fc.nat(1000),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('fold' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('erase' as const), n: fc.nat(60) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
        const rows = new MemoryStore()
        await rows.start()
        const { index, blocks, write } = open(rows)
        for (const each of steps) {
          if (each.do === 'put')
            write((batch) =>
              blocks.add(
                batch,
                Array.from({ length: each.count }, (_, at) => entry(each.n + at, { revision: each.revision })),
              ),
            )
          else if (each.do === 'fold') write((batch) => blocks.fold(batch))
          else write((batch) => blocks.erase(batch, new Set([entry(each.n).id])))
        }
        while (blocks.foldable()) write((batch) => blocks.fold(batch))
        const again = open(rows)
        expect(again.blocks.load()).toBe(true)
        expect(content(again.index)).toEqual(content(index))
        expect([...rows.listSpace(7)].length).toBeLessThanOrEqual(64 + 4)
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  test('ten thousand entries rest in few blocks, however they came', async () => {
    const rows = new MemoryStore()
    await rows.start()
    const { blocks, write } = open(rows)
    for (let n = 0; n < 10_000; n += 100)
      write((batch) =>
        blocks.add(
          batch,
          Array.from({ length: 100 }, (_, at) => entry(n + at)),
        ),
      )
    while (blocks.foldable()) write((batch) => blocks.fold(batch))
    expect([...rows.listSpace(7)].length).toBeLessThanOrEqual(90)
    expect(open(rows).blocks.load()).toBe(true)
  })

  test('a damaged block is told, not passed over', async () => {
    const rows = new MemoryStore()
    await rows.start()
    const { blocks, write } = open(rows)
    for (let n = 0; n < 3; n++) write((batch) => blocks.add(batch, [entry(n)]))
    let seen = 0
    rows.damage(7, ({ value }) => (seen++ === 1 ? value.with(60, value[60]! ^ 4) : value))
    expect(open(rows).blocks.load()).toBe(false)
  })
})
