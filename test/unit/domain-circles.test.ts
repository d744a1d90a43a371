import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { suggestBuddies, withoutBuddy, type Companion } from '../../core/domain/circles/buddy-suggestions.ts'
import { numbersToCall, postOf } from '../../core/domain/circles/posts.ts'
import { entryOf } from '../../core/domain/edits/edit.ts'
import { networkEdits } from '../../core/domain/edits/network/network-edits.ts'
import { create, merged, NOON, refusal } from '../helpers/domain-records.ts'

const DAY_MS = 86_400_000
const one = (person: string, lang: string[] = [], routes: string[] = []): Companion => ({ person, lang, routes })

describe('suggested buddies', () => {
  test('take the same way before they speak the same language, whatever the region', () => {
    const people = [one('a', ['es-MX'], ['bus']), one('b', ['es', 'en']), one('c', [], ['bus']), one('d', ['es-ES'])]
    expect(suggestBuddies(people, [], { cap: 2 })).toEqual([
      { first: 'a', second: 'c', routes: ['bus'], lang: [] },
      { first: 'b', second: 'd', routes: [], lang: ['es'] },
    ])
  })
  test('who is left over stands with somebody who has room, and never with somebody who has not', () => {
    const people = ['a', 'b', 'c'].map((person) => one(person))
    const pair = [{ first: 'a', second: 'b' }]
    expect(suggestBuddies(people, pair, { cap: 2 })).toMatchObject([{ first: 'a', second: 'c' }])
    expect(suggestBuddies(people, pair, { cap: 1 })).toEqual([])
  })
  test('nobody who has a buddy is suggested a second one without need', () => {
    const people = ['a', 'b', 'c', 'd'].map((person) => one(person, ['es'], ['bus']))
    expect(suggestBuddies(people, [{ first: 'a', second: 'b' }], { cap: 3 })).toMatchObject([
      { first: 'c', second: 'd' },
    ])
  })
  test('taken as they are, they leave nobody alone where two may stand with one, in whatever order people are named', () => {
    const people = fc.uniqueArray(
      fc.record({
        person: fc.string({ minLength: 1, maxLength: 4 }),
        lang: fc.subarray(['es', 'ar', 'en-GB']),
        routes: fc.subarray(['bus', 'bridge']),
      }),
      { selector: ({ person }) => person, minLength: 2, maxLength: 12 },
    )
    fc.assert(
      fc.property(people, (circle) => {
        const pairs = suggestBuddies(circle, [], { cap: 2 })
        expect(
          withoutBuddy(
            circle.map(({ person }) => person),
            pairs,
          ),
        ).toEqual([])
        for (const { person } of circle)
          expect(pairs.filter(({ first, second }) => first === person || second === person).length).toBeLessThan(3)
        expect(suggestBuddies(circle.toReversed(), [], { cap: 2 })).toEqual(pairs)
      }),
    )
  }, 60_000)
})

describe('a point contact', () => {
  const card = (member: string, tel: string[], more: object = {}) =>
    create('contact', { fn: 'Somebody', member, tel, consent: { phoneTree: true }, ...more }).view
  const [ana, ben, cleo] = ['a1', 'b2', 'c3'].map((two) => two.repeat(16)) as [string, string, string]

  test('has a number only where the person agreed to be called, and as long as that holds', () => {
    const numbers = numbersToCall([
      card(ana, ['+34600000002']),
      card(ana, ['+34600000001']),
      card(ben, ['+34600000003'], { consent: { phoneTree: false } }),
      card(cleo, ['+34600000004'], {
        consent: { phoneTree: true, givenAt: NOON - 2, expiresAt: NOON - 1 },
      }),
    ])
    expect([...numbers]).toEqual([[ana, '+34600000001']])
  })
  test('says what stands against calling them', () => {
    const people = { isMember: (person: string) => person !== cleo, numbers: new Map([[ana, '+34600000001']]) }
    expect(postOf(ana, people)).toEqual({ person: ana, tel: '+34600000001', lacks: null })
    expect([ben, cleo, null].map((person) => postOf(person, people).lacks)).toEqual(['no-number', 'left', 'nobody'])
  })
})

describe('a route', () => {
  const MORNING = { days: ['MO' as const], from: '07:30', to: '08:15' }
  const NOONS = { days: ['SU' as const], from: '12:00', to: '13:00' }
  const start = () => {
    const laptop = create('network', { name: 'Mill Lane' })
    const circle = entryOf(laptop.run(networkEdits.addCircle, { name: 'North', members: ['ben'] }))!
    laptop.run(networkEdits.addRoute, { circle, name: 'Bus', windows: [MORNING] })
    return { laptop, circle, route: laptop.view.circles[0]!.routes[0]!.id }
  }

  test('changes its windows one by one: two laptops that each add one keep both', () => {
    const { laptop, ...place } = start()
    const before = laptop.stored
    laptop.run(networkEdits.editRoute, { ...place, windows: [MORNING, NOONS] })
    const here = laptop.stored
    laptop.stored = before
    laptop.run(networkEdits.editRoute, { ...place, windows: [{ ...MORNING, from: '08:00' }] })
    laptop.stored = merged(here, laptop.stored)
    const shown = laptop.view.circles[0]!.routes[0]!.windows.map(({ from }) => from)
    expect(shown.toSorted()).toEqual(['08:00', '12:00'])
  })
  test('is kept no longer than the network keeps routes, and not begun in the past', () => {
    const { laptop, ...place } = start()
    const late = { ...place, expiresAt: NOON + 60 * DAY_MS + 1 }
    const refused = { field: 'expiresAt', reason: 'out-of-range' }
    expect(refusal(() => laptop.run(networkEdits.editRoute, late)).details).toMatchObject(refused)
    for (const expiresAt of [NOON, Date.UTC(2099, 0)])
      expect(
        refusal(() => laptop.run(networkEdits.addRoute, { circle: place.circle, expiresAt })).details,
      ).toMatchObject(refused)
    laptop.run(networkEdits.editRoute, { ...place, expiresAt: NOON + 60 * DAY_MS })
  })
  test('is taken by members of the circle, and by nobody who has left it', () => {
    const { laptop, ...place } = start()
    const takers = () => laptop.view.circles[0]!.routes[0]!.travellers
    expect(refusal(() => laptop.run(networkEdits.takeRoute, place)).details).toEqual({ reason: 'not-in-circle' })
    laptop.run(networkEdits.takeRoute, { ...place, person: 'ben' })
    expect(laptop.run(networkEdits.takeRoute, { ...place, person: 'ben' })).toEqual([])
    expect(takers()).toEqual(['ben'])
    laptop.run(networkEdits.leaveCircle, { circle: place.circle, person: 'ben' })
    expect(takers()).toEqual([])
  })
})
