import fc from 'fast-check'
import { expect, test } from 'vitest'

import { buildTree, type PhoneTree } from '../../core/domain/tree/build.ts'
import { canTalk, MAX_CALLS } from '../../core/domain/tree/people.ts'
import { pairUp } from '../../core/domain/tree/units.ts'
import { sampleGroup, samplePerson, seeded, type Group } from '../helpers/tree-sample.ts'

const groups = fc
  .record({ size: fc.integer({ min: 1, max: 200 }), seed: fc.integer() })
  .map(({ size, seed }) => sampleGroup(size, seed))

function callersOf({ nodes }: PhoneTree): Map<string, string | null> {
  return new Map(nodes.map(({ person, caller }) => [person.id, caller]))
}

test('everybody stands in the tree once, under somebody who calls them, and nobody makes more than four calls', () => {
  fc.assert(
    fc.property(groups, (group) => {
      const { nodes, left, root } = buildTree(group)
      const byId = new Map(nodes.map((node) => [node.person.id, node]))
      expect([...byId.keys(), ...left.map(({ id }) => id)].toSorted()).toEqual(
        group.people.map(({ id }) => id).toSorted(),
      )
      expect(nodes.length).toBe(byId.size)
      for (const { person, caller, calls, depth } of nodes) {
        expect(calls.length).toBeLessThanOrEqual(MAX_CALLS)
        if (person.id === root) expect([caller, depth]).toEqual([null, 0])
        else expect(byId.get(caller!)!.calls).toContain(person.id)
        for (const id of calls) expect(byId.get(id)!.depth).toBe(depth + 1)
        // Only who can be phoned, and is a member, calls anybody
        if (calls.length > 0 && person.id !== root) expect([person.kind, person.missing]).toEqual(['member', null])
      }
      // With four calls each there is a call for everybody, unless few can call at all
      const can = nodes.filter(({ person }) => person.kind === 'member' && person.tel !== null).length
      if (can * 2 >= group.people.length) expect(left).toEqual([])
    }),
  )
}, 180_000)

test('every laptop makes the same tree, in whatever order it learned of people, circles and buddies', () => {
  fc.assert(
    fc.property(groups, fc.integer(), ({ people, buddies, root }, seed) => {
      const random = seeded(seed)
      const shuffled = <T>(items: readonly T[]): T[] =>
        items
          .map((item) => ({ item, at: random() }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item)
      const elsewhere: Group = {
        root,
        people: shuffled(people),
        buddies: shuffled(buddies).map(({ first, second }) =>
          random() < 0.5 ? { first, second } : { first: second, second: first },
        ),
      }
      expect(buildTree(elsewhere)).toEqual(buildTree({ people, buddies, root }))
    }),
  )
}, 180_000)

test('buddies are called by the same person one after the other, or one calls the other', () => {
  fc.assert(
    fc.property(groups, (group) => {
      const { nodes } = buildTree(group)
      const byId = new Map(nodes.map((node) => [node.person.id, node]))
      for (const [one, other] of pairUp(group.buddies, new Set(group.people.map(({ id }) => id)))) {
        if (!byId.has(one) || !byId.has(other)) continue
        const [a, b] = [byId.get(one)!, byId.get(other)!]
        if (a.caller === other || b.caller === one) continue
        expect(a.caller).toBe(b.caller)
        const calls = byId.get(a.caller!)!.calls
        expect(Math.abs(calls.indexOf(one) - calls.indexOf(other))).toBe(1)
      }
    }),
  )
}, 180_000)

test('in each branch that has calls to make, one person confirms to the root, and nobody in it ends later', () => {
  fc.assert(
    fc.property(groups, (group) => {
      const { nodes, root } = buildTree(group)
      const byId = new Map(nodes.map((node) => [node.person.id, node]))
      const begins = (id: string): number => {
        const { caller } = byId.get(id)!
        return caller === null ? 0 : begins(caller) + byId.get(caller)!.calls.indexOf(id) + 1
      }
      for (const branch of byId.get(root)!.calls) {
        const calling = nodes.filter((node) => node.branch === branch && node.calls.length > 0)
        const confirming = calling.filter(({ confirms }) => confirms)
        expect(confirming.length).toBe(calling.length === 0 ? 0 : 1)
        const ends = calling.map(({ person, calls }) => begins(person.id) + calls.length)
        if (confirming[0] !== undefined)
          expect(begins(confirming[0].person.id) + confirming[0].calls.length).toBe(Math.max(...ends))
      }
      expect(nodes.filter(({ confirms }) => confirms).every(({ branch }) => branch !== null)).toBe(true)
    }),
  )
}, 180_000)

test('whoever can be called by somebody who speaks a language of theirs is, but for a few', () => {
  let strangers = 0
  let people = 0
  for (let seed = 1; seed <= 20; seed++) {
    const group = sampleGroup(60, seed)
    const { nodes } = buildTree(group)
    strangers += nodes.filter(({ talks }) => !talks).length
    people += nodes.length
    for (const { person, caller, talks } of nodes)
      if (caller !== null) expect(talks).toBe(canTalk(person, nodes.find((node) => node.person.id === caller)!.person))
  }
  expect(strangers / people).toBeLessThan(0.02)
})

test('a tree of 200 people is hardly deeper than it must be', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { nodes } = buildTree(sampleGroup(200, seed))
    const depths = nodes.map(({ depth }) => depth)
    // 4 calls each reach 200 people in 4 steps at best
    expect(Math.max(...depths)).toBeLessThanOrEqual(8)
    expect(depths.reduce((sum, depth) => sum + depth, 0) / depths.length).toBeLessThan(5)
  }
})

test('one person more, less or changed leaves nearly everybody else with the caller they had', () => {
  for (const size of [9, 40, 100, 200]) {
    const moved: number[] = []
    for (let seed = 1; seed <= (size > 40 ? 1 : 4); seed++) {
      const group = sampleGroup(size, seed)
      const before = callersOf(buildTree(group))
      const measure = (people: Group['people'], who: string): void => {
        const after = callersOf(buildTree({ ...group, people }))
        moved.push(
          [...after].filter(([id, caller]) => id !== who && before.has(id) && before.get(id) !== caller).length,
        )
      }
      const random = seeded(seed)
      // Of many, every fifth is enough to know
      const tried = group.people.filter(({ id }, at) => id !== group.root && (size < 40 || at % 5 === 1))
      for (const person of tried) {
        const { id } = person
        measure(
          group.people.filter((one) => one !== person),
          id,
        )
        const changed = (change: Partial<typeof person>) =>
          group.people.map((one) => (one === person ? { ...one, ...change } : one))
        measure(changed({ tel: null, missing: 'no-number', kind: 'member' }), id)
        measure(changed({ languages: ['ar'] }), id)
        const added = samplePerson(size + moved.length, { random, circles: Math.ceil(size / 10) })
        measure([...group.people, added], added.id)
      }
    }
    moved.sort((a, b) => a - b)
    const mean = moved.reduce((sum, one) => sum + one, 0) / moved.length
    const share = (part: number): number => moved[Math.floor((moved.length - 1) * part)]!
    console.info(
      `${size} people: ${mean.toFixed(2)} get another caller; median ${share(0.5)}, of 100 changes 90 move at most ${share(0.9)}, 99 ${share(0.99)}, all ${share(1)}`,
    )
    expect(mean).toBeLessThan(4)
    expect(share(0.9)).toBeLessThanOrEqual(10)
    expect(share(0.99)).toBeLessThanOrEqual(25)
    expect(share(1)).toBeLessThanOrEqual(32)
  }
}, 180_000)
