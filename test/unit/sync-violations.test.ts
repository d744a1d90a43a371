import { expect, test } from 'vitest'

import { encodeCbor, type Cbor } from '../../core/shared/cbor.ts'
import { documentOfUnit } from '../../core/sync/protocol/decode.ts'
import { BULK_BATCH_UNITS } from '../../core/sync/protocol/limits.ts'
import { id16, MemoryReplica } from '../helpers/memory-replica.ts'
import { RawPeer } from '../helpers/raw-peer.ts'
import { SyncLab, turns, type Laptop } from '../helpers/sync-lab.ts'

function scene(dials = true): { lab: SyncLab; ana: Laptop; raw: RawPeer } {
  const lab = new SyncLab()
  const ana = lab.laptop('Ana')
  for (let n = 0; n < 100; n += 1) ana.replica.edit(id16(`doc ${n}`))
  return { lab, ana, raw: new RawPeer(lab, ana, dials) }
}

const b = (size: number): Uint8Array => new Uint8Array(size)
const END = b(0)
/** Bytes in the order of numbers. */
const counted = (size: number, n: number): Uint8Array => Uint8Array.from([n >> 16, n >> 8, n, ...b(size - 3)])
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

/** Messages no honest peer sends, by what is wrong with them. */
const VIOLATIONS: Record<string, Cbor | Uint8Array> = {
  'bytes that are no CBOR': Uint8Array.from([0xff, 0x00, 0x13]),
  'a single byte': Uint8Array.from([0x81]),
  'an array that ends early': Uint8Array.from([0x82, 0x0b]),
  'bytes after the value': Uint8Array.from([...encodeCbor([11, 1]), 0]),
  'something that is no array': encodeCbor({ type: 11 }),
  'an unknown type': [13, 1],
  'a type that is a text': ['11', 1],
  'a ping with too much in it': [11, 1, 2],
  'a ping that is too large': [11, b(100)],
  'a negative number': [11, -1],
  'a number that is no integer': Uint8Array.from([0x82, 0x0b, 0xf9, 0x3e, 0x00]),
  'nesting without end': Uint8Array.from([0x82, 0x05, ...many(100_000, () => 0x81)]),
  'a digest that claims a billion ranges': Uint8Array.from([0x84, 0x04, 0x01, 0xf5, 0x9a, 0x3b, 0x9a, 0xca, 0x00]),
  'a second hello': [1, 1, id16('network'), b(32), 0, b(100), {}],
  'a log id that is too short': [2, [b(31)], false],
  'log ids that promise more and bring none': [2, [], true],
  'too many log ids': [2, many(4_097, (n) => id16(`${n}`)), false],
  'an empty record': [3, [b(0)]],
  'more than fits a message': [6, many(5, () => b(60_000))],
  'a digest out of turn': [4, 7, true, []],
  'a digest of round 0': [4, 0, true, []],
  'a digest with bounds that go back': [
    4,
    1,
    true,
    [
      [id16('a'), 0, null],
      [b(1), 0, null],
    ],
  ],
  'a digest that goes on after the end': [
    4,
    1,
    true,
    [
      [END, 0, null],
      [END, 0, null],
    ],
  ],
  'a digest of an unknown mode': [4, 1, true, [[END, 3, null]]],
  'a digest that skips with a payload': [4, 1, true, [[END, 0, b(16)]]],
  'a digest with a short fingerprint': [4, 1, true, [[END, 1, b(15)]]],
  'a digest list out of order': [
    4,
    1,
    true,
    [
      [
        END,
        2,
        [
          [b(16).fill(9), b(16)],
          [b(16).fill(8), b(16)],
        ],
      ],
    ],
  ],
  'a digest list beyond its bound': [4, 1, true, [[Uint8Array.from([5]), 2, [[b(16).fill(9), b(16)]]]]],
  'a digest list below its bound': [
    4,
    1,
    true,
    [
      [Uint8Array.from([5]), 0, null],
      [END, 2, [[b(16).fill(2), b(16)]]],
    ],
  ],
  'a digest list that is too long': [4, 1, true, [[END, 2, many(33, (n) => [b(16).fill(n), b(16)])]]],
  'too many ranges': [4, 1, true, many(4_097, (n) => [Uint8Array.from([1 + (n >> 8), n & 255]), 0, null])],
  'a want of half a document': [5, [[b(8), []]]],
  'a want with a bad vector': [5, [[b(16), [[b(16)]]]]],
  'too many wants': [5, many(2_049, (n) => [id16(`${n}`), []])],
  'an empty batch': [7, 1, []],
  'a batch that comes before its turn': [7, 2, [b(100)]],
  'a batch that is too large': [7, 1, many(20, () => b(12_000))],
  'a unit that is too large': [7, 1, [b(257 * 1_024)]],
  'an acknowledgement of nothing': [8, 1, []],
  'an acknowledgement with indices that go back': [
    8,
    1,
    [
      [1, 1],
      [0, 1],
    ],
  ],
  'a statement with a short root': [9, b(15), 1, 1, b(32)],
  'a goodbye of an unknown kind': [10, 'whatever'],
}

test.each(Object.entries(VIOLATIONS))('a peer that sends %s is told goodbye, cut and named', async (_, message) => {
  const { raw } = scene()
  await raw.greet()
  expect(raw.refusals()).toEqual([])
  raw.heard()
  await raw.say(message)
  expect(raw.refusals()).toMatchObject([{ device: raw.device, code: 'sync/protocol-violation' }])
  expect(raw.heard().at(-1)).toEqual([10, 'protocol-violation'])
  expect((await raw.attachment.done).reason).toBe('protocol-violation')
})

test('a peer that speaks before its hello is cut', async () => {
  const { raw } = scene()
  await raw.say([5, []])
  expect((await raw.attachment.done).reason).toBe('protocol-violation')
})

test('a peer of another version is told so, whatever else its hello holds', async () => {
  const { raw } = scene()
  await raw.say([1, 2, 'a shape of tomorrow'])
  expect(raw.heard().at(-1)).toEqual([10, 'other-version'])
  expect(await raw.attachment.done).toMatchObject({ reason: 'other-version', error: { code: 'sync/other-version' } })
})

test('a peer that says we are the other version ends the conversation with that', async () => {
  const { raw } = scene()
  await raw.say([10, 'other-version'])
  expect(await raw.attachment.done).toMatchObject({ reason: 'goodbye', error: { code: 'sync/other-version' } })
})

test.each([
  ['beyond the batch', [[1, 1]]],
  [
    'twice',
    [
      [0, 1],
      [0, 1],
    ],
  ],
])('refusing units %s is a violation, and unknown errors are refusals', async (_, refused) => {
  const { ana, raw } = scene()
  await raw.greet()
  await raw.say([4, 1, true, [[END, 2, []]]])
  const batch = raw.heard().find(([type]) => type === 7)!
  expect((batch[2] as Cbor[]).length).toBe(BULK_BATCH_UNITS)
  await raw.say([8, 1, [[5, 999]]])
  const sent = documentOfUnit((batch[2] as Uint8Array[])[1]!)!
  expect(ana.hub.whoHas(sent)).toHaveLength(1)
  ana.replica.edit(sent)
  await turns(4)
  await raw.say([8, 4, refused])
  expect((await raw.attachment.done).reason).toBe('protocol-violation')
})

test('a peer that sends more than 1 MiB without waiting for acknowledgements is cut', async () => {
  const { ana, raw } = scene()
  ana.replica.durable = () => new Promise(() => undefined)
  await raw.greet()
  for (let n = 1; n <= 5; n += 1) await raw.say([7, n, many(10, () => b(19_000))])
  expect(raw.refusals()).toEqual([])
  await raw.say([7, 6, many(10, () => b(19_000))])
  expect(raw.refusals()).toMatchObject([{ what: 'credit' }])
})

test('a peer whose units are lies is not listened to for ever', async () => {
  const { ana, raw } = scene()
  ana.replica.refuse = () => 'forged'
  await raw.greet()
  for (let n = 1; n <= 10; n += 1) await raw.say([7, n, many(30, () => b(100))])
  expect(raw.refusals()).toMatchObject([{ what: 'bad-units' }])
  expect(ana.replica.offered).toBeLessThanOrEqual(300)
})

test('a peer that announces sessions without end and sends no units of them is cut and named; with units it is not', async () => {
  const { ana, raw } = scene()
  ana.replica.refuse = () => 'missing-dependencies'
  await raw.greet()
  const records = (of: number): Uint8Array[] => many(512, (n) => encodeCbor(['session', `${of} ${n}`]))
  const unit = new MemoryReplica('Author').edit(id16('plan'), 0)
  for (let n = 1; n <= 16; n += 1) {
    await raw.say([6, records(n)])
    await raw.say([7, n, many(512, () => unit)])
  }
  for (let n = 17; n <= 24; n += 1) await raw.say([6, records(n)])
  expect(raw.refusals()).toEqual([])
  await raw.say([6, [encodeCbor(['session', 'one too many'])]])
  expect(raw.refusals()).toMatchObject([{ device: raw.device, what: 'sessions' }])
})

const FLOODS: Record<string, (n: number) => Cbor> = {
  wants: () => [5, many(1_000, (n) => [id16(`doc ${n}`), []])],
  digests: () => [4, 1, true, [[END, 1, b(16)]]],
  pings: (n) => [11, n],
  statements: (n) => [9, b(16), n, n, b(32)],
}

test.each(Object.entries(FLOODS))(
  'a flood of %s ends the conversation, with bounded answers',
  async (_, make) => {
    const { raw } = scene(true)
    await raw.greet()
    let said = 0
    while (raw.refusals().length === 0 && said < 6_000) {
      await raw.say(make(said))
      said += 1
    }
    expect(raw.refusals()).toHaveLength(1)
    expect(raw.heard().reduce((sum, message) => sum + encodeCbor(message as Cbor).byteLength, 0)).toBeLessThan(
      (1 << 20) + 65_536,
    )
  },
  30_000,
)

test('documents that a peer makes up in a digest end the conversation, and 262,144 at most are waited for meanwhile', async () => {
  const { raw } = scene(true)
  await raw.greet()
  const item = (n: number): [Uint8Array, Uint8Array] => [counted(16, n), b(16)]
  let waitedFor = 0
  let made = 0
  for (; raw.refusals().length === 0 && made < 600_000; made += 160 * 32) {
    const lists = many(160, (n) => many(32, (k) => made + 32 * n + k))
    await raw.say([4, 1, false, lists.map((list) => [counted(3, list.at(-1)! + 1), 2, list.map(item)])])
    waitedFor = Math.max(waitedFor, raw.attachment.session.status().pendingIn)
  }
  expect(raw.refusals()).toMatchObject([{ device: raw.device, what: 'flood' }])
  expect(waitedFor).toBe(262_144)
}, 60_000)

test('log ids without end are cut off', async () => {
  const { raw } = scene()
  await raw.greet()
  let said = 0
  for (; raw.refusals().length === 0 && said < 40; said += 1) {
    await raw.say([2, many(4_096, (n) => new Uint8Array([...id16(`${said} ${n}`), ...b(16)])), true])
  }
  expect(said).toBe(17)
})

test('a statement before any digest proves nothing', async () => {
  const { ana, raw } = scene()
  await raw.greet()
  await raw.say([9, b(16), 100, 7, ana.replica.logDigest()])
  expect(ana.hub.receipts.receipt(raw.device)?.revision).toBe(0)
  expect(ana.hub.whoHas(id16('doc 1'))).toEqual([])
})

test('log ids that come unasked are answered with the own ids, and with the records that lack', async () => {
  const { ana, raw } = scene()
  ana.replica.addLog('genesis')
  await raw.greet()
  raw.heard()
  await raw.say([2, [], false])
  expect(raw.heard().filter(([type]) => type < 4)).toEqual([
    [2, ana.replica.logIds(), false],
    [3, [...ana.replica.log.values()]],
  ])
})

test('a peer that keeps asking for what it keeps refusing gets it twice, not for ever', async () => {
  const { ana, raw } = scene()
  const document = id16('refused')
  await raw.greet()
  await raw.say([4, 1, true, [[END, 0, null]]])
  raw.heard()
  ana.replica.edit(document)
  await turns(4)
  let sent = 0
  for (let n = 1; n < 6; n += 1) {
    const batches = raw.heard().filter(([type]) => type === 7)
    sent += batches.length
    for (const [, number] of batches) await raw.say([8, number!, [[0, 1]]])
    await raw.say([5, [[document, []]]])
  }
  expect(sent).toBe(2)
})

test('what is missing here is asked for once, however often its followers come', async () => {
  const { ana, raw } = scene()
  const author = new MemoryReplica('Author')
  ana.replica.acceptSessions([author.sessionRecord])
  author.edit(id16('split'))
  const second = author.edit(id16('split'))
  await raw.greet()
  raw.heard()
  for (let n = 1; n < 5; n += 1) await raw.say([7, n, [second]])
  expect(raw.heard().filter(([type]) => type === 5)).toHaveLength(1)
})

test('a peer that asks for what nobody has costs nothing', async () => {
  const { raw } = scene()
  await raw.greet()
  raw.heard()
  await raw.say([5, many(2_000, (n) => [id16(`unknown ${n}`), []])])
  expect(raw.heard().filter(([type]) => type !== 9)).toEqual([])
  expect(raw.attachment.session.status().pendingOut).toBe(0)
})

test('garbage of every kind never does more than end the conversation', async () => {
  const { lab, ana } = scene()
  let seed = 42
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  const corpus = Object.values(VIOLATIONS)
    .map((value) => (value instanceof Uint8Array ? value : encodeCbor(value)))
    .filter(({ byteLength }) => byteLength < 2_000)
  for (let run = 0; run < 400; run += 1) {
    const raw = new RawPeer(lab, ana, run % 2 === 0)
    if (run % 5 !== 0) await raw.greet()
    for (let n = 0; n < 5; n += 1) {
      const bytes = corpus[next(corpus.length)]!.slice()
      for (let flips = next(4); flips > 0; flips -= 1) bytes[next(bytes.length)] = next(256)
      await raw.say(bytes)
    }
  }
  await ana.hub.stop()
  const reasons = ana.told
    .filter(({ name }) => name === 'session:ended')
    .map(({ event }) => (event as { reason: string }).reason)
  expect(reasons).toHaveLength(401)
  expect(reasons.filter((reason) => reason === 'failed')).toEqual([])
})
