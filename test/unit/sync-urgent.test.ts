import { describe, expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import { BULK_WINDOW_BYTES, LANE_PATIENCE, MOST_LIVE, SMALL_WINDOW_BYTES } from '../../core/sync/protocol/limits.ts'
import type { Message } from '../../core/sync/protocol/messages.ts'
import { Inbox } from '../../core/sync/session/inbox.ts'
import { Lanes, type LaneName, type Waiting } from '../../core/sync/transfer/lanes.ts'
import { id16, MemoryReplica } from '../helpers/memory-replica.ts'
import { count, listen, pairOfLaptops, SyncLab, turns, type Laptop, type Link } from '../helpers/sync-lab.ts'

const KB = 1_000

/** Where a document came in the order of another laptop's units; -1 before it did. */
function placeOf(laptop: Laptop, word: string): number {
  return laptop.replica.order.findIndex((unit) => unit.startsWith(toHex(id16(word))))
}

/** Delivers until this laptop has this many units. */
async function until(laptop: Laptop, links: readonly Link[], units: number): Promise<void> {
  while (laptop.replica.order.length < units) {
    await turns(3)
    for (const { pair } of links) pair.deliverAll()
  }
}

/** Marks a document as a call for help, on every laptop. */
function callFor(lab: SyncLab, word: string): Uint8Array {
  lab.urgent.add(toHex(id16(word)))
  return id16(word)
}

describe('what goes first', () => {
  test('a call for help overtakes bulk and what was edited just before', async () => {
    const { lab, ana, ben } = pairOfLaptops()
    for (let n = 0; n < 2_000; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
    const link = lab.connect(ana, ben)
    await until(ben, [link], 100)
    for (let n = 0; n < 300; n += 1) ana.replica.edit(id16(`edited ${n}`), KB)
    const before = ben.replica.order.length
    ana.replica.edit(callFor(lab, 'lost child'), KB)
    await lab.flow()
    // No more than what was on the wire already, and one batch of those that are patient
    const ahead = (BULK_WINDOW_BYTES + SMALL_WINDOW_BYTES) / KB
    expect(placeOf(ben, 'lost child') - before).toBeLessThanOrEqual(ahead)
    expect(placeOf(ben, 'edited 299')).toBeGreaterThan(placeOf(ben, 'lost child'))
    expect(ben.replica.contents()).toBe(ana.replica.contents())
  })

  test('of all that somebody lacks who was away, calls for help come first', async () => {
    const { lab, ana, ben } = pairOfLaptops()
    for (let n = 0; n < 1_000; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
    ana.replica.edit(callFor(lab, 'lost child'), KB)
    for (let n = 1_000; n < 2_000; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
    lab.connect(ben, ana)
    await lab.flow()
    expect(ben.replica.order).toHaveLength(2_001)
    expect(placeOf(ben, 'lost child')).toBeLessThan(5)
  })

  test('passed on by a third laptop, calls and small changes overtake the bulk that it passes on', async () => {
    const lab = new SyncLab()
    const [ana, ben, cleo, dan] = ['Ana', 'Ben', 'Cleo', 'Dan'].map((name) => lab.laptop(name)) as [
      Laptop,
      Laptop,
      Laptop,
      Laptop,
    ]
    for (let n = 0; n < 3_000; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
    const slow = lab.connect(ben, cleo)
    await lab.flow()
    const fast = [lab.connect(ana, ben), lab.connect(dan, ben)]
    await until(ben, fast, 1_500)
    const before = cleo.replica.order.length
    dan.replica.edit(id16('street closed'), KB)
    ana.replica.edit(callFor(lab, 'lost child'), KB)
    await until(cleo, [slow, ...fast], 3_002)
    const ahead = (BULK_WINDOW_BYTES + SMALL_WINDOW_BYTES) / KB
    for (const word of ['lost child', 'street closed'])
      expect(placeOf(cleo, word) - before).toBeLessThanOrEqual(2 * ahead)
    expect(cleo.replica.contents()).toBe(ana.replica.contents())
  })

  test('what somebody edits after they brought in a whole list does not wait for that list', async () => {
    const { lab, ana, ben } = pairOfLaptops()
    const link = lab.connect(ana, ben)
    await lab.flow()
    for (let n = 0; n < 3_000; n += 1) ana.replica.edit(id16(`imported ${n}`), KB)
    ana.replica.edit(id16('street closed'), KB)
    await until(ben, [link], 1)
    await lab.flow()
    expect(placeOf(ben, 'street closed')).toBeLessThanOrEqual(MOST_LIVE + BULK_WINDOW_BYTES / KB)
    expect(ben.replica.contents()).toBe(ana.replica.contents())
  })

  test('until two laptops have compared, a short document that is edited goes whole and need not be asked for', async () => {
    const { lab, ana, ben } = pairOfLaptops()
    for (let edits = 0; edits < 5; edits += 1) ana.replica.edit(id16('incident'))
    for (let n = 0; n < 200; n += 1) ben.replica.edit(id16(`doc ${n}`))
    const { pair } = lab.connect(ben, ana)
    const asked = listen(pair.toB)
    while (ana.hub.status()[0]?.state !== 'digest') {
      await turns(1)
      pair.deliverAll()
    }
    ana.replica.edit(id16('incident'))
    await lab.flow()
    expect(asked.flatMap((message) => (message.type === 'ack' ? message.refused : []))).toEqual([])
    expect(count(asked, 'want')).toBeLessThanOrEqual(1) // for what Ana lacks
    expect(ben.replica.contents()).toBe(ana.replica.contents())
  })
})

describe('lanes', () => {
  const waiting = (hex: string, grewAt = 0): Waiting => ({ hex, lane: undefined, author: '', grewAt })
  /** Takes one at a time, as a batch of one. */
  function drain(lanes: Lanes<Waiting>, most: number): string[] {
    const taken: string[] = []
    for (let [lane] = lanes.inOrder(); lane !== undefined && taken.length < most; [lane] = lanes.inOrder()) {
      const next = lane.head()!
      taken.push(next.hex)
      lanes.served(lane.name)
      lane.turn()
      lanes.delete(next)
    }
    return taken
  }
  const filled = (...items: [hex: string, lane: LaneName, author: string][]): Lanes<Waiting> => {
    const lanes = new Lanes<Waiting>()
    for (const [hex, lane, author] of items) lanes.add(waiting(hex), lane, author)
    return lanes
  }

  test('authors take turns, each in their own order', () => {
    const lanes = filled(
      ['a1', 'urgent', 'ana'],
      ['a2', 'urgent', 'ana'],
      ['b1', 'urgent', 'ben'],
      ['b2', 'urgent', 'ben'],
    )
    expect(drain(lanes, 10)).toEqual(['a1', 'b1', 'a2', 'b2'])
  })

  test('no lane waits for more than a few batches of those before it', () => {
    const many = (lane: LaneName) =>
      Array.from({ length: 20 }, (_, n) => [`${lane} ${n}`, lane, 'ana'] as [string, LaneName, string])
    const order = drain(filled(...many('bulk'), ...many('live'), ...many('urgent')), 60)
    const lane = (name: LaneName) => order.flatMap((hex, at) => (hex.startsWith(name) ? [at] : []))
    expect(order.slice(0, LANE_PATIENCE)).toEqual(['urgent 0', 'urgent 1', 'urgent 2', 'urgent 3'])
    expect(lane('live')[0]).toBeLessThanOrEqual(LANE_PATIENCE + 1)
    expect(lane('bulk')[0]).toBeLessThanOrEqual(LANE_PATIENCE + 1)
    expect(lane('urgent').at(-1)).toBeLessThan(lane('live').at(-1)!)
    expect(lane('live').at(-1)).toBeLessThan(lane('bulk').at(-1)!)
  })

  test('what waits only ever moves to an earlier lane', () => {
    const lanes = new Lanes<Waiting>()
    const one = waiting('one')
    lanes.add(one, 'live', 'ana')
    lanes.add(one, 'bulk', 'ana')
    expect(one.lane).toBe('live')
    lanes.add(one, 'urgent', 'ana')
    expect(one.lane).toBe('urgent')
    expect(drain(lanes, 10)).toEqual(['one'])
  })

  test('of one author the newest few are live, the others bulk, and nobody else is pushed aside', () => {
    const own = Array.from(
      { length: MOST_LIVE + 10 },
      (_, n) => [`own ${n}`, 'live', 'ana'] as [string, LaneName, string],
    )
    const lanes = filled(['other', 'live', 'ben'], ...own)
    const order = drain(lanes, 200)
    expect(order[0]).toBe('other')
    expect(order[1]).toBe('own 10')
    expect(new Set(order).size).toBe(MOST_LIVE + 11)
  })

  test('the newest are those that grew here last, in whatever order they were found', () => {
    const lanes = new Lanes<Waiting>()
    lanes.add(waiting('now', 1_000), 'urgent', 'ana')
    for (let n = 0; n < MOST_LIVE + 10; n += 1) lanes.add(waiting(`old ${n}`, n), 'urgent', 'ana')
    expect(drain(lanes, 2)).toEqual(['now', 'old 11'])
  })
})

describe('the inbox', () => {
  const replica = new MemoryReplica('Ana')
  const batch = (number: number, size: number, ...words: string[]): Message => ({
    type: 'units',
    batch: number,
    units: words.map((word) => replica.make(id16(word), size).bytes),
  })
  const large = (number: number, ...words: string[]): Message => batch(number, 20_000, ...words)
  const small = (number: number, ...words: string[]): Message => batch(number, 300, ...words)
  const order = async (...messages: Message[]): Promise<(number | string)[]> => {
    const inbox = new Inbox()
    for (const message of messages) inbox.push(message, 100)
    inbox.finish()
    const taken: (number | string)[] = []
    for (let next = await inbox.take(); next !== undefined; next = await inbox.take())
      taken.push(next.type === 'units' ? next.batch : next.type)
    return taken
  }

  test('small batches go before large ones, in their own order', async () => {
    expect(await order(large(1, 'a'), large(2, 'b'), small(3, 'c'), small(4, 'd'))).toEqual([3, 4, 1, 2])
  })

  test('a small batch stays behind a large one about the same document, and goes before the next', async () => {
    expect(await order(large(1, 'x', 'a'), large(2, 'b'), small(3, 'a'), small(4, 'a'))).toEqual([1, 3, 4, 2])
  })

  test('a large batch lets only a few small ones go first', async () => {
    const messages = [large(1, 'x'), ...Array.from({ length: 6 }, (_, n) => small(2 + n, `s ${n}`))]
    expect(await order(...messages)).toEqual([2, 3, 4, 5, 1, 6, 7])
  })

  test('nothing overtakes what is no batch, and nothing but batches is overtaken', async () => {
    const records: Message = { type: 'log-records', records: [] }
    expect(await order(large(1, 'a'), records, small(2, 'b'))).toEqual([1, 'log-records', 2])
    expect(await order(large(1, 'a'), records)).toEqual([1, 'log-records'])
    expect(await order(large(1, 'a'), { type: 'goodbye', code: 'stopping' })).toEqual([1, 'goodbye'])
  })

  test('session records go before the units that need them, and acknowledgements before all units', async () => {
    const sessions: Message = { type: 'sessions', records: [] }
    const ack: Message = { type: 'ack', batch: 1, refused: [] }
    expect(await order(large(1, 'a'), sessions, small(2, 'b'), ack)).toEqual(['sessions', 'ack', 2, 1])
  })

  test('a want goes before units, but not before those of a document that it is about', async () => {
    const want: Message = { type: 'want', wants: [{ document: id16('a'), vector: [] }] }
    expect(await order(large(1, 'b'), large(2, 'a'), large(3, 'c'), want)).toEqual([1, 2, 'want', 3])
  })
})

test('what comes while a large batch is stored goes before the next', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (let n = 0; n < 400; n += 1) ana.replica.edit(id16(`doc ${n}`), KB)
  const { pair } = lab.connect(ana, ben)
  const storing: (() => void)[] = []
  ben.replica.durable = () => new Promise((resolve) => storing.push(resolve))
  await lab.flow()
  expect(storing).toHaveLength(1) // of three batches that are there
  ana.replica.edit(callFor(lab, 'lost child'), KB)
  await turns(6)
  // It is there in the turn in which the first batch is through.
  setImmediate(() => pair.deliverAll())
  storing[0]!()
  ben.replica.durable = () => Promise.resolve()
  await lab.flow()
  expect(placeOf(ben, 'lost child')).toBeLessThanOrEqual(48)
})

test('of a full room one large batch is stored at a time, and what is small meanwhile', async () => {
  const lab = new SyncLab()
  const ben = lab.laptop('Ben')
  const others = Array.from({ length: 6 }, (_, n) => lab.laptop(`Other ${n}`))
  for (const [at, { replica }] of others.entries())
    for (let n = 0; n < 100; n += 1) replica.edit(id16(`doc ${at} ${n}`), KB)
  const storing: (() => void)[] = []
  ben.replica.durable = () => new Promise((resolve) => storing.push(resolve))
  for (const other of others) lab.connect(other, ben)
  await lab.flow()
  expect(storing).toHaveLength(1)
  const ana = lab.laptop('Ana')
  ana.replica.edit(callFor(lab, 'lost child'), KB)
  lab.connect(ana, ben)
  await lab.flow()
  expect(storing).toHaveLength(2)
  storing[1]!()
  await lab.flow()
  expect(placeOf(ben, 'lost child')).toBe(0)
  ben.replica.durable = () => Promise.resolve()
  for (const stored of storing) stored()
  await lab.flow()
  expect(ben.replica.order).toHaveLength(601)
})
