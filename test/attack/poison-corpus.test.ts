import { deflateRawSync } from 'node:zlib'

import { encodeChange } from '@automerge/automerge'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { ChildDocumentsHost } from '../../core/documents/automerge/host-client.ts'
import { InitialDocuments } from '../../core/documents/automerge/initial.ts'
import { inflateChange, readChange } from '../../core/documents/unit/change-header.ts'
import type { UnitKind } from '../../core/documents/unit/kind-bytes.ts'
import type { SessionRecord } from '../../core/documents/unit/session.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { HOST_SHAPES } from '../../core/engine/records/domain-shapes.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { buildChunk, resealChunk, run, type ChunkParts, unsigned, wrapChunk } from '../helpers/chunk-builder.ts'
import { HostileMember, type TakenDocument, type Talk } from '../helpers/lab/hostile-member.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { childrenOf, MemoryWatch } from '../helpers/lab/process-memory.ts'
import { seeded } from '../helpers/seeded.ts'

const LOOPBACK = ['--listen', '127.0.0.1:0', '--no-discovery']
/** A row's answer, the memory it may cost beside what the laptop had, and how long others may wait meanwhile. */
const INGEST_MS = 100
const GROWTH_MIB = 64
const OTHERS_MS = 5_000
/** Units a message. */
const AT_ONCE = 16
/** Error numbers of PROTOCOL 5.1. */
const [STORED, MISSING, FORGED, MALFORMED, OUT_OF_SEQUENCE, FROZEN] = [0, 1, 2, 5, 6, 8]

const first = new InitialDocuments(HOST_SHAPES)

/** What a row may use. */
interface Scene {
  readonly session: SessionRecord
  /** Ana's record, as Mallory holds it. */
  readonly target: string
  readonly held: TakenDocument
  readonly foreign: string
}
interface Poison {
  readonly units: readonly Uint8Array[]
  readonly sessions?: readonly SessionRecord[]
}
/**
 * How a row ends: `refused` before it is stored, with this error for each unit; `contained` stored, taken out again and its
 * signer named; `cut` the conversation is over; `clean` stored, and nothing of it shown.
 */
type End = number | 'contained' | 'cut'
interface Row {
  readonly name: string
  readonly make: (scene: Scene) => Poison
  readonly end: End
  /** As what people are told of it. */
  readonly named?: 'broken' | 'two-stories' | 'rules'
}

let hostile: HostileMember

const KEY = [0x15, [0x7f, 1, 0x6b]] as const
const INSERT = [0x34, [1]] as const
const ACTION = [0x42, [0x7f, 1]] as const
const META = [0x56, [0x7f, 0]] as const
const PREDS = [0x70, [0x7f, 0]] as const
const COLUMNS: ChunkParts['columns'] = [KEY, INSERT, ACTION, META, PREDS]

const one = (scene: Scene, change: Uint8Array, more: object = {}): Poison => ({
  units: [hostile.seal({ document: scene.target, changes: [change], session: scene.session, ...more })],
})
const chunk = ({ session, held }: Scene, parts: Partial<ChunkParts> = {}): Uint8Array =>
  buildChunk({ actor: session.id, startOp: held.maxOp + 1, deps: held.heads, columns: COLUMNS, ...parts })
const withColumns = (scene: Scene, ...replaced: (readonly [number, readonly number[]])[]): Uint8Array => {
  const all = new Map<number, readonly number[]>(COLUMNS.map(([column, bytes]) => [column, bytes]))
  for (const [column, bytes] of replaced) all.set(column, bytes)
  return chunk(scene, { columns: [...all].toSorted(([a], [b]) => a - b) })
}
const nulls = (scene: Scene, count: number): Uint8Array =>
  withColumns(
    scene,
    [0x42, run(count, 1)],
    [0x34, unsigned(count)],
    [0x56, run(count, 0)],
    [0x70, run(count, 0)],
    [0x15, [...run(count, 1), 0x6b]],
  )
/** The same letter so often, in the record's own text. */
const textRun = (scene: Scene, count: number): Uint8Array =>
  withColumns(
    scene,
    [0x42, run(count, 1)],
    [0x34, [0, ...unsigned(count)]],
    [0x56, run(count, 0x16)],
    [0x57, Array.from({ length: Math.min(count, 200_000) }, () => 0x61)],
    [0x70, run(count, 0)],
  )
/** What Automerge's own encoder makes of operations that no honest copy would write. */
const forged = ({ session, held }: Scene, ops: readonly object[], more: object = {}): Uint8Array =>
  inflateChange(
    encodeChange({
      actor: session.id,
      seq: 1,
      startOp: held.maxOp + 1,
      time: 0,
      message: null,
      deps: [...held.heads],
      ops,
      ...more,
    } as never),
  )
const set = (more: object = {}): object => ({
  action: 'set',
  obj: '_root',
  key: 'severity',
  value: 'x',
  pred: [],
  ...more,
})
const nested = ({ session, held }: Scene, count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({
    action: 'makeMap',
    obj: i === 0 ? '_root' : `${held.maxOp + i}@${session.id}`,
    key: 'k',
    pred: [],
  }))
const nowhere = 'ab'.repeat(32)

const simple = (name: string, make: (scene: Scene) => Uint8Array, end: End = MALFORMED!): Row => ({
  name,
  make: (scene) => one(scene, make(scene)),
  end,
  ...(end === MALFORMED || end === 'contained' ? { named: 'broken' as const } : {}),
})

const ROWS: readonly Row[] = [
  ...[1e6, 1e7, 1e8, 2 ** 32, 2 ** 53 - 1].map((startOp) =>
    simple(`first operation number ${startOp}`, (scene) => chunk(scene, { startOp })),
  ),
  ...[1e5, 1e6, 1e7].map((count) => simple(`${count} nulls in a run`, (scene) => nulls(scene, count))),
  ...[1e5, 3e6, 1e7].map((count) => simple(`${count} letters in a run`, (scene) => textRun(scene, count))),
  simple('a deflated change of 100 MB', () => wrapChunk(2, deflateRawSync(new Uint8Array(100e6)))),
  simple('a deflated column', (scene) =>
    chunk(scene, { columns: COLUMNS.map(([column, bytes]) => [column === 0x56 ? 0x5e : column, bytes]) }),
  ),
  ...[17, 1_000, 5_000].map((depth) =>
    simple(`nesting ${depth} deep`, (scene) => forged(scene, nested(scene, depth))),
  ),
  simple('the key __proto__', (scene) => forged(scene, [set({ key: '__proto__' })])),
  simple('a map under the key __proto__', (scene) =>
    forged(scene, [{ action: 'makeMap', obj: '_root', key: '__proto__', pred: [] }]),
  ),
  simple('a document chunk', (scene) => wrapChunk(0, chunk(scene).subarray(10))),
  simple('a bundle chunk', (scene) => wrapChunk(3, chunk(scene).subarray(10))),
  simple('a scalar of 50 MB that is not there', (scene) =>
    withColumns(scene, [0x56, [0x7f, ...unsigned(16 * 50e6 + 6)]], [0x57, [0x61]]),
  ),
  simple('a scalar of 200 kB, deflated to 200 bytes', (scene) => {
    const raw = deflateRawSync(Buffer.alloc(200_000, 'a'))
    return chunk(scene, {
      columns: [...COLUMNS.slice(0, 3), [0x56, [0x7f, ...unsigned(16 * 2e5 + 6)]], [0x5f, [...raw]], PREDS],
    })
  }),
  simple("another person's actor with the next number", (scene) =>
    forged(scene, [set()], { actor: scene.foreign, seq: 9 }),
  ),
  {
    name: "another person's session, signed by oneself",
    make: (scene) => one(scene, forged(scene, [set()], { actor: scene.foreign }), { claims: scene.foreign }),
    end: FORGED!,
    named: 'broken',
  },
  simple('one missing dependency', (scene) => forged(scene, [set()], { deps: [nowhere] }), MISSING!),
  {
    name: '20,000 changes with missing dependencies',
    make: (scene) => ({
      units: Array.from({ length: 313 }, (_, unit) =>
        hostile.seal({
          document: scene.target,
          session: scene.session,
          sequence: unit + 1,
          changes: Array.from({ length: 64 }, (__, n) =>
            buildChunk({
              actor: scene.session.id,
              seq: n + 1,
              startOp: scene.held.maxOp + 1 + n,
              deps: [nowhere],
              columns: COLUMNS,
            }),
          ),
        }),
      ),
    }),
    end: MISSING!,
  },
  simple('65 dependencies', (scene) =>
    chunk(scene, { deps: Array.from({ length: 65 }, (_, n) => n.toString(16).padStart(64, '0')) }),
  ),
  {
    name: 'a change number that leaves a gap',
    make: (scene) => one(scene, forged(scene, [set()], { seq: 7 }), { firstChangeNumber: 7 }),
    end: OUT_OF_SEQUENCE!,
  },
  simple('a change number that is not the one it claims', (scene) => forged(scene, [set()], { seq: 7 })),
  {
    name: 'a document that somebody else made',
    make: (scene) => {
      const { heads, maxOp } = first.first('contact', 1)!
      const scenery = { ...scene, held: { ...scene.held, heads, maxOp } }
      const document = hostile.documentOf(hostile.session(), 'contact')
      return one(scenery, forged(scenery, [set({ key: 'fn' })]), { document, kind: 'contact' })
    },
    end: MISSING!,
  },
  {
    name: 'a unit of 300 kB',
    make: (scene) => ({ units: [new Uint8Array(300_000)], sessions: [scene.session] }),
    end: 'cut',
    named: 'rules',
  },
  ...(
    [
      ['a predecessor that is nowhere', (scene) => forged(scene, [set({ pred: [`3@${scene.foreign}`] })])],
      ['an object that is nowhere', (scene) => forged(scene, [set({ obj: `9@${scene.foreign}` })])],
      ['operation numbers that leave a gap', (scene) => forged(scene, [set()], { startOp: scene.held.maxOp + 5_000 })],
      ['operation numbers that are taken', (scene) => forged(scene, [set()], { startOp: 1 })],
      [
        'a deletion of nothing',
        (scene) => forged(scene, [{ action: 'del', obj: '_root', key: 'severity', pred: [] }]),
      ],
      [
        'a map key in a text',
        (scene) =>
          forged(scene, [
            { action: 'makeText', obj: '_root', key: 'k', pred: [] },
            set({ obj: `${scene.held.maxOp + 1}@${scene.session.id}` }),
          ]),
      ],
    ] as const satisfies readonly (readonly [string, (scene: Scene) => Uint8Array])[]
  ).map(([name, make]) => simple(name, make, 'contained')),
]

const ana = new Laptop({ name: 'ana' })
const ben = new Laptop({ name: 'ben' })
let peer: Peer
let network: string
let target: string
let talk: Talk
let count = 0

/** How long until what Ben writes shows at Ana, in milliseconds. */
async function benReachesAna(): Promise<number> {
  const what = `Water at number ${++count}`
  const started = performance.now()
  await ben.call('record:add', { network, kind: 'incident', records: [{ what }] })
  await vi.waitUntil(
    async () =>
      (await ana.call('record:list', { network, kind: 'incident', limit: 1 })).records[0]?.['what'] === what,
    { timeout: OTHERS_MS, interval: 10 },
  )
  return performance.now() - started
}
const shown = async (id = target): Promise<unknown> =>
  (await ana.call('record:show', { network, kind: 'incident', id })).record
const total = async (): Promise<number> => (await ana.call('record:list', { network, kind: 'incident' })).total
async function troubles(): Promise<{ name: string; what: string; count: number }[]> {
  return (await ana.call('trouble:list', { network })).troubles
}
const noted = async (what: string): Promise<number> =>
  (await troubles()).find((one_) => one_.name === 'Mallory' && one_.what === what)?.count ?? 0

async function begin(): Promise<{ scene: Scene; held: TakenDocument }> {
  talk = await hostile.talk()
  const held = await talk.take(target)
  const foreign = held.headers[0]!.actor
  return { scene: { session: hostile.session(), target, held, foreign }, held }
}

beforeAll(async () => {
  peer = await ana.start(LOOPBACK)
  await ben.start(LOOPBACK)
  const listen = (await peer.waitFor('ready')).addresses[0]
  network = (await ana.ask('network', 'create', 'River Street', '--as', 'Ana')).id
  const { code } = await ana.ask('invite', 'create', network, '--address', listen, '--uses', '2')
  await ben.ask('join', code, '--as', 'Ben')
  hostile = await HostileMember.join(code, 'Mallory')
  target = (await ana.ask('incident', 'add', '--what', 'Flooded cellar')).id
  await benReachesAna()
  for (let n = 0; n < 20; n++) await benReachesAna() // both laptops are warm
}, 90_000)
afterAll(async () => {
  await hostile?.stop()
  for (const laptop of [ana, ben]) await laptop.dispose()
}, 60_000)

/** Sends one row's units and says, on one line, what came of it. */
async function play(row: Row): Promise<void> {
  const { scene } = await begin()
  const poison = row.make(scene)
  const before = { record: await shown(), total: await total(), noted: await noted(row.named ?? 'broken') }
  const base = MemoryWatch.now(peer.pid)
  const watch = new MemoryWatch(peer.pid)
  const started = performance.now()
  const errors: (number | 'cut')[] = []
  for (let from = 0; from < poison.units.length && !errors.includes('cut'); from += AT_ONCE) {
    const some = await talk.give(poison.units.slice(from, from + AT_ONCE), poison.sessions ?? [scene.session])
    errors.push(...(some === 'cut' ? [some] : some))
  }
  const ms = (performance.now() - started) / Math.max(1, poison.units.length)
  const others = await benReachesAna()
  if (row.end === 'cut') expect(errors).toEqual(['cut'])
  else if (row.end === 'contained') expect(errors).toEqual([STORED])
  else expect(errors).toEqual(poison.units.map(() => row.end))
  if (row.named !== undefined) {
    await expect.poll(() => noted(row.named!), { timeout: 15_000, interval: 20 }).toBeGreaterThan(before.noted)
  }
  await expect.poll(() => shown(), { timeout: 15_000 }).toEqual(before.record)
  expect(await total()).toBe(before.total + 1)
  const mib = Math.max(0, watch.stop() - base)
  const name = row.named === undefined ? 'waits, nobody blamed' : `${row.named}: Mallory named`
  console.info(
    `${row.name}: accepted 0, ${ms.toFixed(1)} ms (<= ${INGEST_MS}), +${mib.toFixed(0)} MiB (<= ${GROWTH_MIB}), Ben's edit ${others.toFixed(0)} ms, ${name}`,
  )
  expect.soft(ms).toBeLessThanOrEqual(INGEST_MS)
  expect.soft(mib).toBeLessThanOrEqual(GROWTH_MIB)
  await talk.close()
}

describe('a member whose program makes poison', () => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s: is taken by nobody, and named', (_, row) => play(row))
})
