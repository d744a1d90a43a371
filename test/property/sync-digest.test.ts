import fc from 'fast-check'
import { expect, test } from 'vitest'

import { bytesEqual, compareBytes, toHex } from '../../core/shared/bytes.ts'
import { DigestExchange } from '../../core/sync/digest/exchange.ts'
import { DigestIndex } from '../../core/sync/digest/digest-index.ts'
import type { DigestItem } from '../../core/sync/ports.ts'
import { decodeMessage } from '../../core/sync/protocol/decode.ts'
import { encodeMessage, type DigestMessage } from '../../core/sync/protocol/messages.ts'
import { id16 } from '../helpers/memory-replica.ts'

/** Ids that crowd together now and then, so that bounds and prefixes matter. */
const id = fc
  .tuple(
    fc.constantFrom(0, 1, 127, 255),
    fc.constantFrom(0, 255),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([a, b, c, d]) => Uint8Array.from([a, b, c, ...Array.from({ length: 12 }, () => 7), d]))
const holding = fc.dictionary(id.map(toHex), fc.integer({ min: 0, max: 2 }), { maxKeys: 300 })

const itemsOf = (held: Record<string, number>): DigestItem[] =>
  Object.entries(held)
    .map(([hex, version]) => ({
      document: new Uint8Array(Buffer.from(hex, 'hex')),
      fingerprint: id16(`${hex} ${version}`),
    }))
    .toSorted((a, b) => compareBytes(a.document, b.document))

/** Runs one exchange over encoded messages. */
function exchange(
  a: DigestIndex,
  b: DigestIndex,
): { sends: Set<string>[]; differ: Set<string>[]; bytes: number; rounds: number } {
  const sides = [new DigestExchange({ index: a, dialler: true }), new DigestExchange({ index: b, dialler: false })]
  const sends = [new Set<string>(), new Set<string>()]
  const differ = [new Set<string>(), new Set<string>()]
  let bytes = 0
  let rounds = 0
  let messages: readonly DigestMessage[] = [sides[0]!.open()]
  for (let to = 1; messages.length > 0; to = 1 - to) {
    rounds += 1
    const replies: DigestMessage[] = []
    for (const message of messages) {
      const raw = encodeMessage(message)
      bytes += raw.byteLength
      const found = sides[to]!.receive(decodeMessage(raw) as DigestMessage)
      for (const document of found.theyLack) sends[to]!.add(toHex(document))
      for (const { document } of found.differing) differ[to]!.add(toHex(document))
      replies.push(...found.replies)
    }
    messages = replies
  }
  expect(sides.map((side) => side.underWay)).toEqual([false, false])
  return { sends, differ, bytes, rounds }
}

test('a digest exchange finds exactly what a comparison of everything with everything finds', () => {
  fc.assert(
    fc.property(holding, holding, fc.boolean(), (first, second, related) => {
      const mine = itemsOf(first)
      const yours = itemsOf(related ? { ...first, ...Object.fromEntries(Object.entries(second).slice(0, 5)) } : second)
      const [a, b] = [
        new Map(mine.map((i) => [toHex(i.document), i])),
        new Map(yours.map((i) => [toHex(i.document), i])),
      ]
      const onlyA = [...a.keys()].filter((hex) => !b.has(hex))
      const onlyB = [...b.keys()].filter((hex) => !a.has(hex))
      const both = [...a.keys()].filter(
        (hex) => b.has(hex) && !bytesEqual(a.get(hex)!.fingerprint, b.get(hex)!.fingerprint),
      )
      const { sends, differ, bytes, rounds } = exchange(new DigestIndex(mine), new DigestIndex(yours))
      // Whoever sees the other's list sends what only it has, and asks for what it lacks or differs in.
      const foundOnlyA = [...sends[0]!, ...[...differ[1]!].filter((hex) => !b.has(hex))].toSorted()
      const foundOnlyB = [...sends[1]!, ...[...differ[0]!].filter((hex) => !a.has(hex))].toSorted()
      const foundBoth = [...differ[0]!, ...differ[1]!].filter((hex) => a.has(hex) && b.has(hex)).toSorted()
      expect(foundOnlyA).toEqual(onlyA.toSorted())
      expect(foundOnlyB).toEqual(onlyB.toSorted())
      expect(foundBoth).toEqual(both.toSorted())
      const differing = onlyA.length + onlyB.length + both.length
      expect(bytes).toBeLessThan(differing === 0 ? 40 : 100 + differing * 2_000)
      expect(rounds).toBeLessThanOrEqual(7)
    }),
    { numRuns: 300 },
  )
}, 180_000)

test('an index that was changed item by item is the index made at once', () => {
  const finer = fc
    .tuple(id, fc.integer({ min: 0, max: 15 }))
    .map(([bytes, fine]) => toHex(Uint8Array.from([...bytes.slice(0, 14), fine, bytes[15]!])))
  const change = fc.tuple(finer, fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }))
  fc.assert(
    fc.property(holding, fc.array(change, { size: 'max', maxLength: 1_000 }), holding, (start, changes, target) => {
      const model = { ...start }
      const index = new DigestIndex(itemsOf(start))
      for (const [hex, version] of changes) {
        if (version === undefined) delete model[hex]
        else model[hex] = version
        const document = new Uint8Array(Buffer.from(hex, 'hex'))
        index.set(document, version === undefined ? undefined : id16(`${hex} ${version}`))
      }
      sameIndex(index, itemsOf(model))
      index.refresh(itemsOf(target))
      sameIndex(index, itemsOf(target))
    }),
    { numRuns: 60 },
  )
}, 180_000)

function sameIndex(index: DigestIndex, items: readonly DigestItem[]): void {
  const fresh = new DigestIndex(items)
  expect(index.size).toBe(items.length)
  expect(index.slice(0, index.size).map((item) => toHex(item.document))).toEqual(
    items.map((item) => toHex(item.document)),
  )
  for (const [from, to] of [
    [0, items.length],
    [items.length >> 2, items.length >> 1],
    [items.length >> 1, items.length],
  ] as const) {
    expect(index.fingerprint(from, to)).toEqual(fresh.fingerprint(from, to))
  }
  for (const item of items.slice(0, 20)) expect(index.rank(item.document)).toBe(fresh.rank(item.document))
}

const many = (count: number, except: (n: number) => boolean = () => false): DigestIndex =>
  new DigestIndex(
    Array.from({ length: count }, (_, n) => n)
      .filter((n) => !except(n))
      .map((n) => ({ document: id16(`doc ${n}`), fingerprint: id16(`heads ${n}`) }))
      .toSorted((a, b) => compareBytes(a.document, b.document)),
  )

test('equal holdings of 10,000 documents are settled in 50 bytes, 1 % missing in 60 kB', () => {
  expect(exchange(many(10_000), many(10_000)).bytes).toBeLessThanOrEqual(50)
  const missing = exchange(
    many(10_000),
    many(10_000, (n) => n % 100 === 7),
  )
  expect(missing.sends[0]!.size + [...missing.differ[1]!].length).toBe(100)
  expect(missing.bytes).toBeLessThanOrEqual(60_000)
})

test('100,000 documents that all differ fit into messages within the limits', () => {
  const other = new DigestIndex(
    Array.from({ length: 100_000 }, (_, n) => ({
      document: id16(`doc ${n}`),
      fingerprint: id16(`later heads ${n}`),
    })).toSorted((a, b) => compareBytes(a.document, b.document)),
  )
  const { differ } = exchange(many(100_000), other) // decodeMessage refuses what is over a limit
  expect(differ[0]!.size + differ[1]!.size).toBe(100_000)
})
