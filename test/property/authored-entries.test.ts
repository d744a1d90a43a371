import fc from 'fast-check'
import { expect, test } from 'vitest'

import { InitialDocuments } from '../../core/documents/automerge/initial.ts'
import { OpenDocuments } from '../../core/documents/automerge/open-documents.ts'
import { shapeOfFields } from '../../core/documents/automerge/shape-of-fields.ts'
import type { KindShape } from '../../core/documents/automerge/shapes.ts'
import { bindEntries, withoutOwn } from '../../core/documents/authorship/entry-id.ts'
import { type FirstContent, LinearDocument } from '../../core/documents/linear/linear-document.ts'
import type { MadeChange } from '../../core/documents/ports.ts'
import { readChange } from '../../core/documents/unit/change-header.ts'
import { flat, given, log, map, needed, own, scalar, shared, struct, tuple } from '../../core/domain/shape/fields.ts'
import { readId, readTime, readWord } from '../../core/domain/shape/scalars.ts'
import { storedEntry } from '../../core/domain/edits/edit.ts'
import type { Json, Write } from '../../core/domain/write.ts'
import { hexId, orderOf, sourceOf } from '../helpers/document-shapes.ts'

const word = readWord(['a', 'b', 'c'])
const LOG = log({ what: needed(word), more: map({ what: needed(word) }), marks: own(flat({ at: scalar(readTime) })) })
const FIELDS = {
  title: given(scalar(word)),
  about: given(tuple({ one: needed(word), two: scalar(word) })),
  maker: given(scalar(readId), 'creator'),
  log: LOG,
  steps: shared(log({ what: needed(word) }), { one: { what: 'a' }, two: { what: 'b' } }),
  acks: own(flat({ at: scalar(readTime), seen: scalar(readTime) })),
  needs: map({ what: scalar(word), log: LOG, acks: own(flat({ at: scalar(readTime) })) }),
  inner: struct({ log: log({ what: needed(word) }), facts: flat({ at: scalar(readTime) }) }),
}
const SHAPE = shapeOfFields('incident', 1, FIELDS)
const BLIND: KindShape = { ...SHAPE, places: undefined }
const D = hexId(9)

/** Ana has two laptops, and Zoe two whose Muster was changed. */
const PEOPLE = ['ana', 'ana', 'lee', 'zoe', 'zoe'] as const
const isModified = (at: number): boolean => PEOPLE[at] === 'zoe'
const session = (at: number): string => hexId(at + 1, 'a')
const persons: Readonly<Record<string, string>> = Object.fromEntries(PEOPLE.map((person, at) => [session(at), person]))
const authors = { creator: session(0), persons }
const writers = { creator: session(0), personOf: (one: string) => persons[one] }
const first = new InitialDocuments([SHAPE]).first('incident', 1)!
const FIRST: FirstContent = {
  heads: first.heads,
  maxOp: first.maxOp,
  record: SHAPE.initial[1]!,
  places: SHAPE.places,
}

const at = fc.nat(PEOPLE.length - 1)
const what = fc.constantFrom('a', 'b', 'c')
const path = fc.constantFrom(['log'], ['needs', 'n1', 'log'], ['inner', 'log'], ['steps'])
const person = fc.constantFrom('ana', 'lee', 'zoe')
/** Few, so that people meet in them. */
const id = fc.constantFrom('one', 'two', 'x1', 'x2')
const time = fc.integer({ min: 1, max: 5 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), at, path, what, id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tell' as const), at, id: fc.nat(9), time }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('meet' as const), at, other: at }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('forge' as const),
      at: fc.constantFrom(3, 4),
      how: fc.constantFrom<How[]>('put', 'over', 'inside', 'replace', 'clear', 'ack', 'mark', 'need', 'list'),
      path,
      by: person,
      what,
      id,
      pick: fc.nat(9),
      time,
    }),
  },
)
type How = 'put' | 'over' | 'inside' | 'replace' | 'clear' | 'ack' | 'mark' | 'need' | 'list' | 'given'
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Bag = { readonly [key: string]: Json }

/** All changes there are, who holds which, and what everybody truly wrote. */
class World {
  readonly #laptops = PEOPLE.map(
    (_, index) => new OpenDocuments({ shapes: [isModified(index) ? BLIND : SHAPE], capacity: 2 }),
  )
  readonly #shown: { heads: readonly string[]; record: Json }[]
  readonly #held = PEOPLE.map(() => new Set<Uint8Array>())
  readonly changes: Uint8Array[] = []
  /** Of honest people: entries by path and id, own values by path and key, as they are to be read. */
  readonly entries = new Map<string, Json>()
  readonly values = new Map<string, { readonly value: Json; readonly op: number }>()
  #count = 0

  constructor() {
    const start = { heads: first.heads, record: SHAPE.initial[1]! }
    this.#shown = PEOPLE.map(() => start)
    const put = (path: readonly string[], value: Json): Write => ({ op: 'put', path, value })
    const need = put(['needs', 'n1'], storedEntry(FIELDS.needs.fields, { what: 'a' }))
    this.write(0, [put(['title'], 'a'), put(['about'], ['b', null]), put(['maker'], 'ana'), need])
    PEOPLE.forEach((_, index) => this.meet(0, index))
  }

  read(at: number, path: readonly string[]): Bag {
    let value: Json | undefined = this.#shown[at]!.record
    for (const key of path) value = isBag(value) ? value[key] : undefined
    return isBag(value) ? value : {}
  }

  write(at: number, writes: readonly Write[]): MadeChange | undefined {
    const { heads } = this.#shown[at]!
    try {
      const order = orderOf(D, writes, { heads, session: session(at), authors, at: ++this.#count })
      const source = sourceOf(D, [...this.#held[at]!])
      const made = this.#laptops[at]!.edit(order, { ...source, authors })
      this.#shown[at] = made
      for (const change of made.changes) {
        this.changes.push(change)
        this.#held[at]!.add(change)
      }
      return made
    } catch (error) {
      if (!isModified(at) && (error as { code?: string }).code !== 'domain/invalid-input') throw error
      return undefined // a forger's own copy does not find what it broke
    }
  }

  meet(a: number, b: number): void {
    if (a === b) return
    const both = new Set([...this.#held[a]!, ...this.#held[b]!])
    for (const one of [a, b]) {
      if (this.#held[one]!.size === both.size) continue
      const ordered = this.changes.filter((change) => both.has(change))
      this.#held[one] = new Set(ordered)
      this.#shown[one] = this.#laptops[one]!.materialise({ ...sourceOf(D, ordered), authors })
    }
  }

  /** What people do with Muster as it is. */
  append(at: number, { path, what, id }: { path: readonly string[]; what: string; id: string }): void {
    const isShared = path[0] === 'steps'
    if (isShared && (!(id in FIELDS.steps.shared) || this.read(at, path)[id] !== undefined)) return
    const says = isShared ? (FIELDS.steps.shared[id]!['what'] as string) : what
    const fresh = isShared ? id : `${String(this.#count).padStart(9, '0')}-${at}`
    const values = { what: says, by: PEOPLE[at]!, at: this.#count + 1, after: Object.keys(this.read(at, path)) }
    const fields = isShared ? FIELDS.steps.fields : path[0] === 'inner' ? FIELDS.inner.fields.log.fields : LOG.fields
    const put: Write = { op: 'put', path: [...path, fresh], value: storedEntry(fields, values) }
    const [write] = bindEntries(SHAPE.places, [put], (one) => !isShared && one === fresh)
    if (this.write(at, [write!]) === undefined || isModified(at) || isShared) return
    this.entries.set(write!.path.join('/'), withoutOwn((write as { value: Bag }).value, ['marks']))
  }

  /** An own value: to the record, to a need, to an entry. */
  tell(at: number, { id, time }: { id: number; time: number }): void {
    const entries = Object.keys(this.read(at, ['log'])).filter((key) => /:/.test(key))
    const places = [['acks'], ['needs', 'n1', 'acks'], ...entries.slice(0, 1).map((key) => ['log', key, 'marks'])]
    const path = [...places[id % places.length]!, `${PEOPLE[at]}/at`]
    if (this.read(at, path.slice(0, -1))[path.at(-1)!] === time) return
    const made = this.write(at, [{ op: 'put', path, value: time }])
    if (made === undefined || isModified(at)) return
    const key = path.join('/')
    const op = readChange(made.changes[0]!, { maxStartOp: 1e9 }).lastOp + at / 10
    if (op > (this.values.get(key)?.op ?? 0)) this.values.set(key, { value: time, op })
  }

  forge(given: Step & { do: 'forge' }): void {
    const { at, how, path, by, what, id, pick, time } = given
    const ids = Object.keys(this.read(at, path))
    const there = ids[pick % Math.max(ids.length, 1)] ?? id
    const value = { by, at: time, what, after: [], more: {}, marks: {} }
    const put = (where: readonly string[], to: Json): void =>
      void this.write(at, [{ op: 'put', path: where, value: to }])
    if (how === 'put') put([...path, id], value)
    else if (how === 'over') put([...path, there], pick % 3 === 0 ? null : value)
    else if (how === 'inside') put([...path, there, pick % 2 === 0 ? 'what' : 'by'], pick % 2 === 0 ? what : by)
    else if (how === 'replace') put(path, { [there]: value })
    else if (how === 'clear') put(pick % 2 === 0 ? path : path.slice(0, 1), null)
    else if (how === 'ack') put(['acks', `${by}/at`], pick % 3 === 0 ? null : time)
    else if (how === 'mark') put(['log', there, 'marks', `${by}/at`], time)
    else if (how === 'need')
      put(['needs', pick % 2 === 0 ? 'n1' : 'n2'], { what, log: { [id]: value }, acks: { 'lee/at': 1 } })
    else if (how === 'list') put([...path, there, 'after'], [id])
    else put([['title', 'about', 'maker'][pick % 3]!], [what, pick % 2 === 0 ? ['c', what] : null, by][pick % 3]!)
  }
}

function run(steps: readonly Step[]): World {
  const world = new World()
  for (const step of steps) {
    if (step.do === 'append') world.append(step.at, step)
    else if (step.do === 'tell') world.tell(step.at, step)
    else if (step.do === 'meet') world.meet(step.at, step.other)
    else world.forge(step)
  }
  return world
}

const fresh = (): OpenDocuments => new OpenDocuments({ shapes: [SHAPE], capacity: 2 })
const steps = fc.array(step, { minLength: 8, maxLength: 30 })

test('every laptop reads the same, whatever was forged, in whatever order and in how many steps it came', () => {
  const property = fc.property(steps, fc.infiniteStream(fc.nat(1_000)), (todo, picks) => {
    const { changes } = run(todo)
    const shown = fresh().materialise({ ...sourceOf(D, changes), authors })
    const again = fresh()
    let last = again.materialise({ ...sourceOf(D, []), authors })
    for (const change of inSomeOrder(changes, picks)) {
      const step = { document: D, kind: 'incident', initialVersion: 1, heads: last.heads, changes: [change], authors }
      last = again.advance(step)!
    }
    expect(last).toEqual(shown)
    const half = changes.slice(0, changes.length >> 1)
    const snapshot = half.length === 0 ? undefined : fresh().snapshot({ ...sourceOf(D, half), authors })
    const rest = changes.slice(half.length)
    if (snapshot !== undefined)
      expect(fresh().materialise({ ...sourceOf(D, rest, snapshot), authors }).record).toEqual(shown.record)
    const linear = LinearDocument.begin(FIRST, writers)!
    if (changes.every((change) => linear.apply(change))) expect(linear.record()).toEqual(shown.record)
  })
  fc.assert(property, { numRuns: 25 })
}, 180_000)

test('what honest people wrote is read as they wrote it, and nothing that they did not write is read as theirs', () => {
  const property = fc.property(steps, (todo) => {
    const world = run(todo)
    const record = fresh().materialise({ ...sourceOf(D, world.changes), authors }).record as Bag
    expect([record['title'], record['about'], record['maker']]).toEqual(['a', ['b', null], 'ana'])
    const found = new Map<string, Json>()
    const own = new Map<string, Json>()
    const collect = (path: string, entries: Json | undefined): void => {
      for (const [id, entry] of Object.entries((entries ?? {}) as Record<string, Bag>)) {
        const { marks, ...content } = entry
        found.set(`${path}/${id}`, content)
        tellings(`${path}/${id}/marks`, marks)
      }
    }
    const tellings = (path: string, values: Json | undefined): void => {
      for (const [key, value] of Object.entries((values ?? {}) as Bag)) own.set(`${path}/${key}`, value)
    }
    collect('log', record['log'])
    collect('inner/log', (record['inner'] as Bag)['log'])
    collect('steps', record['steps'])
    tellings('acks', record['acks'])
    const needs = record['needs'] as Record<string, Bag>
    for (const [id, need] of Object.entries(needs)) {
      if (!isBag(need)) continue
      collect(`needs/${id}/log`, need['log'])
      tellings(`needs/${id}/acks`, need['acks'])
    }
    // A need itself is anybody's to put anew: then it is another one
    const isLost = (key: string): boolean => key.startsWith('needs/') && todo.some((one) => one.do === 'forge')
    for (const [key, content] of world.entries) if (!isLost(key)) expect(found.get(key), key).toEqual(content)
    for (const [key, { value }] of world.values) if (!isLost(key)) expect(own.get(key), key).toEqual(value)
    for (const [key, entry] of found) {
      const { by, what } = entry as Bag
      if (key === 'steps/one' || key === 'steps/two') expect(what).toBe(key === 'steps/one' ? 'a' : 'b')
      else if (by !== 'zoe') expect(world.entries.get(key), key).toEqual(entry)
    }
    for (const [key, value] of own) if (!key.includes('/zoe/')) expect(world.values.get(key)?.value, key).toEqual(value)
  })
  fc.assert(property, { numRuns: 40 })
}, 180_000)

test('among honest people nothing is left to Automerge that one after the other wrote', () => {
  const honest = fc.oneof(
    fc.record({ do: fc.constant('append' as const), at: fc.nat(2), path, what, id }),
    fc.record({ do: fc.constant('tell' as const), at: fc.nat(2), id: fc.nat(9), time }),
  )
  const property = fc.property(fc.array(honest, { minLength: 1, maxLength: 12 }), (todo) => {
    const world = run(
      todo.flatMap((one) => [one, ...[0, 1, 2].map((other) => ({ do: 'meet' as const, at: one.at, other }))]),
    )
    const linear = LinearDocument.begin(FIRST, writers)!
    for (const change of world.changes) expect(linear.apply(change)).toBe(true)
    expect(linear.record()).toEqual(fresh().materialise({ ...sourceOf(D, world.changes), authors }).record)
  })
  fc.assert(property, { numRuns: 15 })
}, 180_000)

/** Any order in which dependencies come first. */
function inSomeOrder(changes: readonly Uint8Array[], picks: Iterator<number>): Uint8Array[] {
  const left = changes.map((change) => ({ change, header: readChange(change, { maxStartOp: 1e9 }) }))
  const done = new Set(first.heads)
  const ordered: Uint8Array[] = []
  while (left.length > 0) {
    const ready = left.filter(({ header }) => header.dependencies.every((hash) => done.has(hash)))
    const next = ready[picks.next().value! % ready.length]!
    left.splice(left.indexOf(next), 1)
    done.add(next.header.hash)
    ordered.push(next.change)
  }
  return ordered
}

function isBag(value: Json | undefined): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
