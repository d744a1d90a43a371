import { describe, expect, test } from 'vitest'

import { buildTree } from '../../core/domain/tree/build.ts'
import { progressOf } from '../../core/domain/tree/progress.ts'
import { treePeople, type CardFacts, type TreeFacts } from '../../core/domain/tree/people.ts'

const NOW = 1_800_000_000_000

function card(id: string, more: Partial<CardFacts> = {}): CardFacts {
  return {
    id,
    fn: id,
    member: null,
    createdBy: null,
    consentBy: null,
    tel: ['+34600000001'],
    lang: [],
    circle: null,
    bestTimes: null,
    consent: { phoneTree: true, print: true, expiresAt: null, expired: false },
    ...more,
  }
}

function facts(more: Partial<TreeFacts> = {}): TreeFacts {
  const members = ['ana', 'ben', 'cleo'].map((id) => ({ id, name: id, coordinator: id === 'ana', languages: [] }))
  return { members, cards: [], circles: [], ...more }
}

describe('who stands in the phone tree', () => {
  test('a member without a card, without a number or without consent is flagged, and their number is not told', () => {
    const people = treePeople(
      facts({
        cards: [
          card('card-b', { member: 'ben', tel: [] }),
          card('card-c', {
            member: 'cleo',
            consent: { phoneTree: false, print: true, expiresAt: null, expired: false },
          }),
        ],
      }),
      NOW,
    )
    expect(people.map(({ id, tel, missing, printed }) => [id, tel, missing, printed])).toEqual([
      ['ana', null, 'no-card', false],
      ['ben', null, 'no-number', false],
      ['cleo', null, 'no-consent', false],
    ])
  })

  test('consent that has expired is none, to the millisecond', () => {
    const until = (expiresAt: number) =>
      treePeople(
        facts({
          cards: [
            card('card-b', { member: 'ben', consent: { phoneTree: true, print: true, expiresAt, expired: false } }),
          ],
        }),
        NOW,
      ).find(({ id }) => id === 'ben')!
    expect(until(NOW + 1)).toMatchObject({ tel: '+34600000001', missing: null, printed: true })
    expect(until(NOW)).toMatchObject({ tel: null, missing: 'consent-expired', printed: false })
  })

  test('a contact outside the network is called if they agreed, and left out without a trace if they did not', () => {
    const consent = { phoneTree: true, print: false, expiresAt: null, expired: false }
    const people = treePeople(
      facts({
        cards: [
          card('out-yes', { consent }),
          card('out-no', { consent: { ...consent, phoneTree: false } }),
          card('out-never', { consent: null }),
          card('out-no-number', { tel: [] }),
        ],
      }),
      NOW,
    )
    expect(people.filter(({ kind }) => kind === 'contact')).toEqual([
      expect.objectContaining({ id: 'out-yes', tel: '+34600000001', printed: false }),
    ])
  })

  test('the card of somebody who is a member no more is not called', () => {
    const people = treePeople(facts({ cards: [card('card-z', { member: 'zoe' })] }), NOW)
    expect(people.map(({ id }) => id)).toEqual(['ana', 'ben', 'cleo'])
  })

  test('what a member says on their own card goes before what others wrote of them', () => {
    const others = card('a-first', { member: 'ben', createdBy: 'cleo', tel: ['+34600000099'] })
    const own = card('b-second', { member: 'ben', createdBy: 'ben', consent: null })
    const no = { phoneTree: false, print: false, expiresAt: null, expired: false }
    const said = card('c-third', { member: 'ben', consentBy: 'ben', consent: no })
    const claimed = card('d-fourth', { member: 'ben', createdBy: 'ben', tel: ['+34600000098'] })
    const people = treePeople(facts({ cards: [others, own] }), NOW)
    expect(people.find(({ id }) => id === 'ben')).toMatchObject({ tel: null, missing: 'no-consent' })
    const again = treePeople(facts({ cards: [others, claimed, said] }), NOW)
    expect(again.find(({ id }) => id === 'ben')).toMatchObject({ tel: null, missing: 'no-consent' })
  })
})

describe('the places in the tree', () => {
  const members = (count: number, more: (at: number) => Partial<CardFacts> = () => ({})): TreeFacts => ({
    members: Array.from({ length: count }, (_, at) => ({
      id: `m${at}`,
      name: `m${at}`,
      coordinator: at === 0,
      languages: [],
    })),
    cards: Array.from({ length: count }, (_, at) => card(`c${at}`, { member: `m${at}`, ...more(at) })),
    circles: [],
  })

  test('contacts and members without a number call nobody', () => {
    const given = members(12, (at) => (at % 3 === 0 ? { tel: [] } : {}))
    const people = treePeople({ ...given, cards: [...given.cards, card('out')] }, NOW)
    const { nodes } = buildTree({ people, buddies: [], root: 'm0' })
    expect(nodes.length).toBe(13)
    for (const { person, calls, caller } of nodes)
      if (caller !== null && (person.kind === 'contact' || person.tel === null)) expect(calls).toEqual([])
  })

  test('somebody without a number is told by their buddy, if the buddy can be phoned', () => {
    const people = treePeople(
      members(9, (at) => (at === 5 ? { tel: [] } : {})),
      NOW,
    )
    const { nodes } = buildTree({ people, buddies: [{ first: 'm5', second: 'm7' }], root: 'm0' })
    expect(nodes.find(({ person }) => person.id === 'm5')).toMatchObject({ caller: 'm7', calls: [] })
  })

  test('the root has no caller even where nobody has a number, and begins with its own buddy', () => {
    const people = treePeople(members(6), NOW)
    const { nodes } = buildTree({ people, buddies: [{ first: 'm0', second: 'm4' }], root: 'm0' })
    expect(nodes[0]).toMatchObject({ caller: null, depth: 0, branch: null })
    expect(nodes.find(({ person }) => person.id === 'm4')?.caller).toBe('m0')
    const mute = treePeople(
      members(4, () => ({ tel: [] })),
      NOW,
    )
    expect(buildTree({ people: mute, buddies: [], root: 'm0' }).nodes.map(({ depth }) => depth)).toEqual([0, 1, 1, 1])
  })

  test('who speaks one language only is called by who speaks it', () => {
    const speaks = ['en', 'en', 'en', 'ar', 'ar', 'ar', 'en', 'en', 'en']
    const given = members(9, (at) => ({ lang: at === 8 ? ['en', 'ar'] : [speaks[at]!] }))
    const { nodes } = buildTree({ people: treePeople(given, NOW), buddies: [], root: 'm0' })
    expect(nodes.filter(({ talks }) => !talks)).toEqual([])
  })

  test('where nobody speaks their language, they are called all the same, and it is said', () => {
    const given = members(5, (at) => ({ lang: [at === 4 ? 'ar' : 'en'] }))
    const { nodes, left } = buildTree({ people: treePeople(given, NOW), buddies: [], root: 'm0' })
    expect(left).toEqual([])
    expect(nodes.filter(({ talks }) => !talks).map(({ person }) => person.id)).toEqual(['m4'])
  })

  test('whom nobody has a call for is named', () => {
    const given = {
      ...members(1),
      cards: [card('c0', { member: 'm0' }), ...Array.from({ length: 7 }, (_, at) => card(`out${at}`))],
    }
    const { nodes, left } = buildTree({ people: treePeople(given, NOW), buddies: [], root: 'm0' })
    expect(nodes[0]!.calls.length).toBe(4)
    expect(left.length).toBe(3)
  })
})

describe('the calls that are still to be made', () => {
  const given: TreeFacts = {
    members: Array.from({ length: 12 }, (_, at) => ({
      id: `m${at}`,
      name: `m${at}`,
      coordinator: false,
      languages: [],
    })),
    cards: Array.from({ length: 12 }, (_, at) => card(`c${at}`, { member: `m${at}` })),
    circles: [],
  }
  const tree = buildTree({ people: treePeople(given, NOW), buddies: [], root: 'm0' })
  const board = (reached: readonly string[]) => ({
    sentBy: 'm0',
    people: given.members.map(({ id: member }) => ({
      ...{ member, state: reached.includes(member) ? ('reached' as const) : ('not-reached' as const), late: false },
      ...{ answer: null, role: null, eta: null, by: null, at: null },
    })),
  })
  const deep = tree.nodes.find(({ depth }) => depth === 2)!
  const above = tree.nodes.find(({ person }) => person.id === deep.caller)!

  test('are all but the sender at first, and none when all were reached', () => {
    expect(progressOf(tree, board([]))).toMatchObject({ count: 11, reached: 0 })
    expect(
      progressOf(tree, board([]))
        .open.map(({ person }) => person)
        .toSorted(),
    ).toEqual(tree.nodes.flatMap(({ person }) => (person.id === 'm0' ? [] : [person.id])).toSorted())
    const all = given.members.map(({ id }) => id)
    expect(progressOf(tree, board(all))).toEqual({ count: 11, reached: 11, open: [] })
  })

  test('fall to the caller, and as long as that one was not reached, to the nearest above who was', () => {
    const callOf = (reached: readonly string[]) =>
      progressOf(tree, board(reached)).open.find(({ person }) => person === deep.person.id)
    expect(callOf([above.person.id])).toEqual({ person: deep.person.id, by: above.person.id, instead: null })
    expect(callOf([])).toEqual({ person: deep.person.id, by: 'm0', instead: above.person.id })
    expect(callOf([deep.person.id])).toBeUndefined()
  })

  test('whom nobody has a call for fall to the root', () => {
    const alone = { ...given, members: given.members.slice(0, 1) }
    const people = treePeople(
      { ...alone, cards: [given.cards[0]!, ...Array.from({ length: 6 }, (_, at) => card(`x${at}`))] },
      NOW,
    )
    const small = buildTree({ people, buddies: [], root: 'm0' })
    expect(small.left.length).toBe(2)
    expect(progressOf(small, board([])).open.map(({ by }) => by)).toEqual(Array.from({ length: 6 }, () => 'm0'))
  })
})
