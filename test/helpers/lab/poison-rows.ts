import { deflateRawSync } from 'node:zlib'

import { encodeChange } from '@automerge/automerge'

import { ChildDocumentsHost } from '../../../core/documents/automerge/host-client.ts'
import { InitialDocuments } from '../../../core/documents/automerge/initial.ts'
import { OpenDocuments } from '../../../core/documents/automerge/open-documents.ts'
import { inflateChange, readChange } from '../../../core/documents/unit/change-header.ts'
import type { UnitKind } from '../../../core/documents/unit/kind-bytes.ts'
import type { SessionRecord } from '../../../core/documents/unit/session.ts'
import { kindSpec } from '../../../core/domain/kinds.ts'
import { HOST_SHAPES } from '../../../core/engine/records/domain-shapes.ts'
import { systemClock } from '../../../core/shared/clock.ts'
import { buildChunk, resealChunk, run, type ChunkParts, unsigned, wrapChunk } from '../chunk-builder.ts'
import type { HostileMember, TakenDocument } from './hostile-member.ts'

/** Error numbers of PROTOCOL 5.1. */
export const [STORED, MISSING, FORGED, MALFORMED, OUT_OF_SEQUENCE, FROZEN] = [0, 1, 2, 5, 6, 8]

export const first = new InitialDocuments(HOST_SHAPES)

/** What a row may use. */
export interface Scene {
  readonly hostile: HostileMember
  readonly session: SessionRecord
  /** Ana's record, as Mallory holds it. */
  readonly target: string
  readonly held: TakenDocument
  readonly foreign: string
}
export interface Poison {
  readonly units: readonly Uint8Array[]
  readonly sessions?: readonly SessionRecord[]
}
/**
 * How a row ends: `refused` before it is stored, with this error for each unit; `contained` stored, taken out again and its
 * signer named; `unseen` stored, and nothing of it shown; `cut` the conversation is over.
 */
export type End = number | 'contained' | 'unseen' | 'cut'
export interface Row {
  readonly name: string
  readonly make: (scene: Scene) => Poison
  readonly end: End
  /** As what people are told of it. */
  readonly named?: 'broken' | 'two-stories' | 'rules'
}

const KEY = [0x15, [0x7f, 1, 0x6b]] as const
const INSERT = [0x34, [1]] as const
const ACTION = [0x42, [0x7f, 1]] as const
const META = [0x56, [0x7f, 0]] as const
const PREDS = [0x70, [0x7f, 0]] as const
const COLUMNS: ChunkParts['columns'] = [KEY, INSERT, ACTION, META, PREDS]

/** One change in one unit. */
export const one = (scene: Scene, change: Uint8Array, more: object = {}): Poison => ({
  units: [scene.hostile.seal({ document: scene.target, changes: [change], session: scene.session, ...more })],
})
const chunk = ({ session, held }: Scene, parts: Partial<ChunkParts> = {}): Uint8Array =>
  buildChunk({ actor: session.id, startOp: held.maxOp + 1, deps: held.heads, columns: COLUMNS, ...parts })
const withColumns = (scene: Scene, ...replaced: (readonly [number, readonly number[]])[]): Uint8Array => {
  const all = new Map<number, readonly number[]>(COLUMNS.map(([column, bytes]) => [column, bytes]))
  for (const [column, bytes] of replaced) all.set(column, bytes)
  return chunk(scene, { columns: [...all].toSorted(([a], [b]) => a - b) })
}
/** One key set to null so often. */
const nullColumns = (count: number): (readonly [number, readonly number[]])[] => [
  [0x15, [...run(count, 1), 0x6b]],
  [0x34, unsigned(count)],
  [0x42, run(count, 1)],
  [0x56, run(count, 0)],
  [0x70, run(count, 0)],
]
const nulls = (scene: Scene, count: number): Uint8Array => withColumns(scene, ...nullColumns(count))
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
export const forged = ({ session, held }: Scene, ops: readonly object[], more: object = {}): Uint8Array =>
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
export const set = (more: object = {}): object => ({
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

export const simple = (name: string, make: (scene: Scene) => Uint8Array, end: End = MALFORMED): Row => ({
  name,
  make: (scene) => one(scene, make(scene)),
  end,
  ...(end === MALFORMED || end === 'contained' ? { named: 'broken' as const } : {}),
})

export const ROWS: readonly Row[] = [
  ...[1e6, 1e7, 1e8, 2 ** 32, 2 ** 53 - 1].map((startOp) =>
    simple(`first operation number ${startOp}`, (scene) => chunk(scene, { startOp })),
  ),
  ...[1e5, 1e6, 1e7].map((count) => simple(`${count} nulls in a run`, (scene) => nulls(scene, count))),
  ...[1e5, 3e6, 1e7].map((count) => simple(`${count} letters in a run`, (scene) => textRun(scene, count))),
  {
    name: '32 units of 32 changes of 5,000 nulls, 5 million operations in 120 kB',
    make: (scene) => ({
      units: Array.from({ length: 32 }, (_, unit) =>
        scene.hostile.seal({
          document: scene.target,
          session: scene.session,
          sequence: unit + 1,
          firstChangeNumber: 32 * unit + 2, // the first is missing, so that none is stored
          changes: Array.from({ length: 32 }, (__, n) =>
            buildChunk({
              actor: scene.session.id,
              seq: 32 * unit + 2 + n,
              startOp: scene.held.maxOp + 1,
              deps: scene.held.heads,
              columns: nullColumns(5_000),
            }),
          ),
        }),
      ),
    }),
    end: OUT_OF_SEQUENCE,
  },
  simple('a deflated change of 100 MB', () => wrapChunk(2, deflateRawSync(new Uint8Array(100e6)))),
  simple('a deflated column', (scene) =>
    chunk(scene, { columns: COLUMNS.map(([column, bytes]) => [column === 0x56 ? 0x5e : column, bytes]) }),
  ),
  ...[17, 1_000, 5_000].map((depth) => simple(`nesting ${depth} deep`, (scene) => forged(scene, nested(scene, depth)))),
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
  simple("another person's actor", (scene) => forged(scene, [set()], { actor: scene.foreign })),
  {
    name: "another person's session, signed by oneself",
    make: (scene) => one(scene, forged(scene, [set()], { actor: scene.foreign }), { claims: scene.foreign }),
    end: FORGED,
    named: 'broken',
  },
  simple('one missing dependency', (scene) => forged(scene, [set()], { deps: [nowhere] }), MISSING),
  {
    name: '20,000 changes with missing dependencies',
    make: (scene) => ({
      units: Array.from({ length: 313 }, (_, unit) =>
        scene.hostile.seal({
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
    end: MISSING,
  },
  simple('4,097 dependencies', (scene) =>
    chunk(scene, { deps: Array.from({ length: 4_097 }, (_, n) => n.toString(16).padStart(64, '0')) }),
  ),
  {
    name: 'a change number that leaves a gap',
    make: (scene) => one(scene, forged(scene, [set()], { seq: 7 }), { firstChangeNumber: 7 }),
    end: OUT_OF_SEQUENCE,
  },
  simple('a change number that is not the one it claims', (scene) => forged(scene, [set()], { seq: 7 })),
  {
    name: 'a document that somebody else made',
    make: (scene) => {
      const { heads, maxOp } = first.first('contact', 1)!
      const scenery = { ...scene, held: { ...scene.held, heads, maxOp } }
      const document = scene.hostile.documentOf(scene.hostile.session(), 'contact')
      return one(scenery, forged(scenery, [set({ key: 'fn' })]), { document, kind: 'contact' })
    },
    end: MISSING,
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
      ['a deletion of nothing', (scene) => forged(scene, [{ action: 'del', obj: '_root', key: 'severity', pred: [] }])],
    ] as const satisfies readonly (readonly [string, (scene: Scene) => Uint8Array])[]
  ).map(([name, make]) => simple(name, make, 'contained')),
  // Automerge takes these, alike everywhere; nobody sees anything of them
  ...(
    [
      [
        'a map key in a text',
        (scene) =>
          forged(scene, [
            { action: 'makeText', obj: '_root', key: 'k', pred: [] },
            set({ obj: `${scene.held.maxOp + 1}@${scene.session.id}` }),
          ]),
      ],
      [
        'the keys constructor, toString and then',
        (scene) =>
          forged(
            scene,
            ['constructor', 'toString', 'then', 'hasOwnProperty'].map((key) => set({ key })),
          ),
      ],
    ] as const satisfies readonly (readonly [string, (scene: Scene) => Uint8Array])[]
  ).map(([name, make]) => simple(name, make, 'unseen')),
]

/** One change on top of a session's own last, over many. */
export function chain(scene: Scene, steps: number, ops: (next: number, parent: string) => object[]): Uint8Array[] {
  const changes: Uint8Array[] = []
  let heads = [...scene.held.heads]
  let next = scene.held.maxOp + 1
  let parent = '_root'
  for (let seq = 1; seq <= steps; seq++) {
    const made = ops(next, parent)
    const change = forged(scene, made, { seq, startOp: next, deps: heads })
    heads = [readChange(change, { maxStartOp: next }).hash]
    next += made.length
    parent = `${next - 1}@${scene.session.id}`
    changes.push(change)
  }
  return changes
}

/** Sound to the parser, and too much for Automerge or broken by it: found by turning bits. */
export async function breaking(scene: Scene, random: (below: number) => number): Promise<Uint8Array | undefined> {
  const host = new ChildDocumentsHost({ shapes: HOST_SHAPES, clock: systemClock })
  const source = {
    document: scene.target,
    kind: 'incident' as const,
    initialVersion: 1,
    snapshot: undefined,
    changes: scene.held.changes,
    authors: { creator: scene.foreign, persons: {} },
  }
  const { heads } = scene.held
  const [document, session, at] = [scene.target, scene.session.id, Date.now()]
  const order = { document, kind: 'incident' as const, initialVersion: 1, heads, session, authors: source.authors, at }
  const writes = [
    { op: 'splice' as const, path: ['what'], index: 5, remove: 3, insert: 'x😀' },
    { op: 'put' as const, path: ['updatedAt'], value: 5 },
  ]
  const good = new OpenDocuments({ shapes: HOST_SHAPES, capacity: 5 }).edit({ ...order, writes }, source).changes[0]!
  const through: Uint8Array[] = []
  for (let tries = 0; tries < 40_000 && through.length < 40; tries++) {
    const bent = new Uint8Array(good)
    for (let flips = 1 + random(3); flips > 0; flips--) bent[60 + random(bent.byteLength - 60)]! ^= 1 << random(8)
    const mended = resealChunk(bent)
    try {
      const { actor, number, dependencies } = readChange(mended, { maxStartOp: scene.held.maxOp + 10_000 })
      if (actor === session && number === 1 && dependencies.join() === heads.join()) through.push(mended)
    } catch {
      // the parser's work, not Automerge's
    }
  }
  const sources = through.map((change, n) => ({
    ...source,
    document: n.toString(16).padStart(32, '0'),
    changes: [...scene.held.changes, change],
  }))
  for (const [n, one_] of sources.entries()) {
    const [result] = await host.materialise([one_])
    if (result?.ok === false) {
      await host.stop()
      return through[n]
    }
  }
  await host.stop()
  return undefined
}

/** Every field of a kind as something else than it is, and names that every object has. */
export function violations(kind: UnitKind, startOp: number, actor: string): object[] {
  const keys = [...Object.keys(kindSpec(kind as never).fields), 'constructor', 'toString', 'isAdmin']
  let next = startOp
  return keys.flatMap((key, n): object[] => {
    const at = next
    const made = [
      {
        action: 'set',
        obj: '_root',
        key,
        value: n % 2 === 0 ? -7.5 : true,
        pred: [],
      },
    ]
    const lists = [
      { action: 'makeList', obj: '_root', key, pred: [] },
      { action: 'set', obj: `${at}@${actor}`, elemId: '_head', insert: true, value: 'x', pred: [] },
    ]
    const all = n % 3 === 0 ? lists : made
    next += all.length
    return all
  })
}
