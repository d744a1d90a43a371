import { describe, expect, test } from 'vitest'

import { codeGroups, groupedCode } from '../../renderer/meeting/code-groups.ts'
import { receiptLines } from '../../renderer/meeting/receipt.ts'
import { roomLight, type NetworkSync, type PersonSync } from '../../renderer/meeting/room-light.ts'

function person(name: string, more: Partial<PersonSync> = {}): PersonSync {
  return {
    person: name.toLowerCase(),
    name,
    connected: true,
    hasEverything: true,
    pending: 0,
    hasNewer: false,
    lastExchangeAt: 5_000,
    ...more,
  }
}

function network(people: PersonSync[], code: NetworkSync['sentence']['code']) {
  return { people, sentence: { code, names: [], onlyHere: 0, newer: [] } }
}

describe('the light of a meeting', () => {
  test('is never lit with nobody connected, whatever the engine says', () => {
    const away = person('Lee', { connected: false })
    expect(roomLight(network([away], 'room-has-it')).state).toBe('nobody')
    expect(roomLight(undefined).state).toBe('nobody')
  })

  test('is lit only when everybody connected has everything and the engine says so too', () => {
    const room = [person('Lee'), person('Sam'), person('Away', { connected: false, hasEverything: false })]
    expect(roomLight(network(room, 'room-has-it')).state).toBe('all')
    expect(roomLight(network(room, 'some-have-it')).state).toBe('waiting')
    const behind = [...room, person('Kim', { hasEverything: false })]
    expect(roomLight(network(behind, 'room-has-it')).state).toBe('waiting')
  })

  test('is not lit while somebody on this wifi is kept from this laptop without it', () => {
    const kept = person('Kim', { connected: false, obstacle: 'blocked', hasEverything: false })
    const light = roomLight(network([person('Lee'), kept], 'some-have-it'))
    expect(light).toMatchObject({ state: 'waiting', have: [{ name: 'Lee' }], missing: [{ name: 'Kim' }] })
  })

  test('names those who do not have everything yet, and those who have newer information', () => {
    const light = roomLight(
      network([person('Lee', { hasEverything: false, pending: 2 }), person('Sam', { hasNewer: true })], 'some-have-it'),
    )
    expect(light.state).toBe('waiting')
    expect(light.missing.map(({ name }) => name)).toEqual(['Lee'])
    expect(light.newer.map(({ name }) => name)).toEqual(['Sam'])
  })
})

describe('the receipt of a meeting', () => {
  const lines = (people: PersonSync[], before: string[]) =>
    receiptLines(people, { startedAt: 1_000, before: new Set(before), compare: (a, b) => (a < b ? -1 : 1) })

  test('lists who was there or joined, the new ones first, and nobody else', () => {
    const people = [
      person('Zoe'),
      person('Ana'),
      person('Gone', { connected: false, lastExchangeAt: 2_000 }),
      person('Absent', { connected: false, lastExchangeAt: 999 }),
      person('Never', { connected: false, lastExchangeAt: undefined }),
      person('New', { connected: false, lastExchangeAt: 500 }),
    ]
    const names = lines(people, ['zoe', 'ana', 'gone', 'absent', 'never']).map(({ name }) => name)
    expect(names).toEqual(['New', 'Ana', 'Gone', 'Zoe'])
  })

  test('says only what was confirmed', () => {
    const [all, some, notAll, nothing] = lines(
      [
        person('A'),
        person('B', { hasEverything: false, pending: 3 }),
        person('C', { hasEverything: false }),
        person('D', { hasEverything: false, lastExchangeAt: undefined }),
      ],
      ['a', 'b', 'c', 'd'],
    )
    expect([all?.has, some?.has, notAll?.has, nothing?.has]).toEqual(['everything', 'pending', 'not-all', 'nothing'])
    expect(some?.pending).toBe(3)
    expect(all).toMatchObject({ joined: false, connected: true, at: 5_000 })
    expect(nothing).not.toHaveProperty('at')
  })
})

describe('a code for reading aloud', () => {
  test('is its prefix and groups of five, and loses no letter', () => {
    const code = `MUSTER:${'ABCDE23'.repeat(20)}`
    const groups = codeGroups(code)
    expect(groups[0]).toBe('MUSTER:')
    expect(groups.slice(1, -1).every((group) => group.length === 5)).toBe(true)
    expect(groups.join('')).toBe(code)
    expect(groupedCode(code).replaceAll(' ', '')).toBe(code)
  })

  test('of something else is grouped all the same', () => {
    expect(codeGroups('ABCDEFG')).toEqual(['ABCDE', 'FG'])
    expect(codeGroups('')).toEqual([])
  })
})
