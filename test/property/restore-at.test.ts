import { randomBytes } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { PastDocument } from '../../core/documents/ledger/past/past.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import type { CreatableKind } from '../../core/domain/edits/edits.ts'
import type { Field, Fields } from '../../core/domain/shape/fields.ts'
import type { Json } from '../../core/domain/write.ts'
import { setBack } from '../../core/engine/restoring/restore.ts'
import { AuthoredLab, type Member } from '../helpers/authored-lab.ts'

type Bag = { readonly [name: string]: any }
const KINDS = ['incident', 'contact', 'plan'] as const

/** What people with an honest copy do; `word` makes it different each time. */
const HONEST: {
  readonly [K in (typeof KINDS)[number]]: readonly ((record: Bag, word: string) => [name: string, input: object])[]
} = {
  incident: [
    (_, word) => ['edit', { what: `Water ${word} in the cellar` }],
    (_, word) => ['edit', { kind: word.length % 2 ? 'fire' : 'flood', place: { label: word, precision: 'area' } }],
    (record) => ['archive', { archived: record['archivedAt'] === null }],
    (_, word) => ['note', { text: word }],
    (_, word) => ['addNeed', { kind: 'supplies', text: word }],
    (_, word) => ['addAffected', { wants: word }],
    (record, word) => ['editAffected', { affected: record['peopleAffected'][0]?.id ?? 'none', wants: word }],
    (_, word) => ['followUp', { owner: word }],
    () => ['move', { to: 'triaged' }],
  ],
  contact: [
    (_, word) => ['edit', { role: [word, 'driver'], accessNeeds: word }],
    (_, word) => ['edit', { tel: word.length % 2 ? ['+34600000001'] : ['+34600000002', '+34600000003'] }],
    (record) => ['archive', { archived: record['archivedAt'] === null }],
  ],
  plan: [
    (_, word) => ['edit', { summary: word, description: `Bring ${word} and water` }],
    (_, word) => ['addSupply', { name: word, stock: 3 }],
    (record, word) => ['changeSupply', { supply: record['supplies'][0]?.id ?? 'none', by: word.length }],
    (_, word) => ['addTask', { summary: word }],
    (record) => ['signUp', { partstat: 'accepted', shift: record['shifts'][0]?.id }],
    () => ['signUp', { partstat: 'declined' }],
    (record) => ['archive', { archived: record['archivedAt'] === null }],
  ],
}

/** What a changed copy can write: anything anywhere. */
const place = fc.constantFrom(
  ['what'],
  ['kind'],
  ['archivedAt'],
  ['needs'],
  ['needs', 'n1'],
  ['peopleAffected'],
  ['responders'],
  ['responders', 'eve/role'],
  ['place'],
  ['tel'],
  ['tel', '+34699999999'],
  ['role', 'liar'],
  ['role'],
  ['fn'],
  ['description'],
  ['supplies'],
  ['supplies', 's1'],
  ['supplies', '*', 'stock'],
  ['needs', '*', 'text'],
  ['signUps'],
  ['signUps', 'ana/partstat'],
  ['tasks'],
  ['summary'],
  ['createdBy'],
  ['junk'],
)
const value = fc.constantFrom<Json>(null, 7, true, 'lies', {}, { what: 1 }, ['x', null, 'exact'], {
  kind: 'supplies',
  text: 'x',
  log: {},
})

const word = fc.constantFrom('one', 'four', 'eleven', 'قرب', 'straße')
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('edit' as const), who: fc.nat(2), on: fc.nat(), how: fc.nat(), word }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forge' as const), on: fc.nat(), place, value }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('make' as const), who: fc.nat(2), kind: fc.constantFrom(...KINDS), word }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('meet' as const), who: fc.nat(2), other: fc.nat(2) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

class Scene {
  readonly members: readonly Member[]
  readonly made: { readonly kind: (typeof KINDS)[number]; readonly id: string }[] = []
  readonly #lab: AuthoredLab

  constructor(lab: AuthoredLab, members: readonly Member[]) {
    this.#lab = lab
    this.members = members
  }

  async make(who: number, kind: (typeof KINDS)[number], text: string): Promise<void> {
    const input = {
      incident: { what: text, needs: [{ kind: 'care' }] },
      contact: { fn: text, role: [text] },
      plan: { summary: text, supplies: [{ name: text, stock: 2 }] },
    }
    this.made.push({ kind, id: await this.members[who]!.creates(kind, input[kind]) })
  }

  async run(one: Step): Promise<void> {
    this.#lab.clock.advance(2_000)
    if (one.do === 'make') return this.make(one.who, one.kind, one.word)
    if (one.do === 'meet') return this.members[one.who]!.gives(this.members[one.other]!)
    const { kind, id } = this.made[one.on % this.made.length]!
    const member = this.members[one.do === 'edit' ? one.who : 2]!
    const record = member.reads(id) as Bag | undefined
    if (record === undefined) return
    const ways = HONEST[kind]
    // What does not fit the record as it is, or what even a changed copy cannot write, is not done
    if (one.do === 'edit')
      await member.does(kind, id, ...ways[one.how % ways.length]!(record, one.word)).catch(() => undefined)
    else {
      const path = one.place.map((key, at) => (key === '*' ? (record[one.place[at - 1]!]?.[0]?.id ?? 'x') : key))
      await member.forges(kind, id, { op: 'put', path, value: one.value }).catch(() => undefined)
    }
  }

  /** What Ana has, as it is stored. */
  async stored(): Promise<Map<string, { kind: CreatableKind; stored: Json }>> {
    const all = new Map<string, { kind: CreatableKind; stored: Json }>()
    for (const { kind, id } of this.made) {
      if (this.members[0]!.reads(id) === undefined) continue
      await this.members[0]!.laptop.ledger.write([
        {
          kind,
          document: id,
          writes: (stored) => {
            all.set(id, { kind, stored })
            return []
          },
        },
      ])
    }
    return all
  }

  async restore(at: number): Promise<number> {
    const { ledger } = this.members[0]!.laptop
    const documents: PastDocument[] = []
    const signal = new AbortController().signal
    for await (const part of ledger.past.since({ at, keepLate: false, signal })) documents.push(...part)
    this.#lab.clock.advance(2_000)
    const runtime = { ledger, membership: { person: 'ana' }, clock: this.#lab.clock } as never
    const left = await setBack(runtime, documents, { random: randomBytes, signal })
    this.#lab.clock.advance(2_000)
    return left
  }
}

const KEPT = ['v', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']

/** The fields that are set back, of the entries that were there before. */
function plain(fields: Fields, now: Bag, was: Bag): Bag {
  const shown: { [name: string]: unknown } = {}
  for (const [name, field] of Object.entries(fields)) {
    if (field.is === 'log' || (field.is === 'flat' && field.own)) continue
    shown[name] = plainField(field, now[name], was[name])
  }
  return shown
}

function plainField(field: Field, now: any, was: any): unknown {
  if (field.is === 'struct') return plain(field.fields, now, was)
  if (field.is === 'flat') {
    const people = Object.entries(now as Bag).map(([who, facts]) => [who, JSON.stringify(facts)] as const)
    // Somebody of whom nothing is said is nobody
    return Object.fromEntries(people.filter(([, facts]) => /:[^n]/u.test(facts)))
  }
  if (field.is !== 'map') return now
  return Object.fromEntries(
    Object.keys(was as Bag).map((id) => [id, Object.hasOwn(now, id) ? plain(field.fields, now[id], was[id]) : 'gone']),
  )
}

function expectAsItWas(kind: CreatableKind, now: Json, was: Json): void {
  const { fields, parse } = kindSpec(kind)
  const open = Object.fromEntries(Object.entries(fields).filter(([name]) => !KEPT.includes(name)))
  const [after, before] = [parse(now).record, parse(was).record]
  expect(plain(open, after, before)).toEqual(plain(open, before, before))
}

test('everything is as it was on the laptop that was there, whatever anybody wrote since; and that is undone the same way', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.array(step, { minLength: 1, maxLength: 25 }),
      async (before, after) => {
        const lab = new AuthoredLab()
        try {
          const [ana, ben, eve] = [
            await lab.laptop('ana'),
            await lab.laptop('ben'),
            await lab.laptop('eve', { modified: true }),
          ]
          const scene = new Scene(lab, [ana, ben, eve])
          for (const kind of KINDS) await scene.make(0, kind, 'begin')
          await ana.gives(ben, eve)
          for (const one of before) await scene.run(one)
          const [moment, was] = [lab.clock.now(), await scene.stored()]
          for (const one of after) await scene.run(one)
          for (const member of [ben, eve]) await member.gives(ana)
          lab.clock.advance(2_000)
          const [later, sabotaged] = [lab.clock.now(), await scene.stored()]

          const left = await scene.restore(moment)
          expect(left).toBe(0)
          for (const [id, { kind, stored }] of await scene.stored()) {
            if (was.has(id)) expectAsItWas(kind, stored, was.get(id)!.stored)
            else expect(kindSpec(kind).parse(stored).record.archivedAt).not.toBeNull()
          }
          // The same at the others
          await ana.gives(ben)
          for (const { id } of scene.made) expect(ben.reads(id)).toEqual(ana.reads(id))
          // Undone
          expect(await scene.restore(later)).toBe(0)
          for (const [id, { kind, stored }] of await scene.stored())
            expectAsItWas(kind, stored, sabotaged.get(id)!.stored)
        } finally {
          await lab.close()
        }
      },
    ),
    { numRuns: 30 },
  )
}, 180_000)
