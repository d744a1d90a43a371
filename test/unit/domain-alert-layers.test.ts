import { describe, expect, test } from 'vitest'

import { backUps, neighbourOf } from '../../core/domain/edits/alert/audience.ts'
import type { NetworkPeople } from '../../core/domain/edits/alert/facts.ts'
import { AlertLab, aboutFacts, MINUTE } from '../helpers/alert-lab.ts'
import { NOON } from '../helpers/domain-records.ts'

const NAMES = ['ana', 'lee', 'noor', 'sam', 'kim', 'zoe', 'ida', 'tom'] as const
const circle = (id: string, members: readonly string[], more: object = {}) => ({
  ...{ id, members, pointContact: null, backUp: null, buddies: [], places: [] },
  ...more,
})

/** Four circles: the mill's borders on the bridge's by a place, on the hill's by a member; nothing borders on the lake's. */
const PEOPLE: NetworkPeople = {
  kind: 'area',
  members: NAMES.map((id) => ({
    id,
    coordinator: id === 'ana',
    skills: id === 'zoe' ? ['Verify'] : id === 'sam' ? ['First aid'] : [],
  })),
  circles: [
    circle('bridge', ['sam', 'kim'], { places: ['Market'] }),
    circle('hill', ['lee', 'tom']),
    circle('lake', ['zoe']),
    circle('mill', ['ana', 'lee', 'noor'], { pointContact: 'noor', backUp: 'ida', places: ['The MARKET', 'market'] }),
  ],
  teams: [{ skill: 'FIRST AID', pointContact: 'tom', backUp: 'ida' }],
}
const without = (...gone: string[]): NetworkPeople => ({
  ...PEOPLE,
  circles: PEOPLE.circles.filter(({ id }) => !gone.includes(id)),
})
const OWN = { scope: 'circle', of: null } as const

describe('who is asked next', () => {
  test('is the back-up of the circle that was asked, then the circle next to it by the places of its routes', () => {
    expect(backUps(OWN, PEOPLE, 'ana')).toEqual(['ida', 'kim', 'sam'])
    expect(backUps({ scope: 'circle', of: 'mill' }, PEOPLE, 'kim')).toEqual(['ida', 'sam'])
  })
  test('else the circle that shares members, else the next in turn, so that it is not always the same', () => {
    expect(backUps(OWN, without('bridge'), 'noor')).toEqual(['ida', 'tom'])
    expect(backUps(OWN, without('bridge', 'hill'), 'ana')).toEqual(['ida', 'zoe'])
    const [a, b, c] = ['a', 'b', 'c'].map((id) => circle(id, [id]))
    const all = { circles: [c!, a!, b!] }
    expect([a!, b!, c!].map((one) => neighbourOf([one], all)?.id)).toEqual(['b', 'c', 'a'])
    expect(neighbourOf([a!, b!, c!], all)).toBeUndefined()
    expect(neighbourOf([], all)).toBeUndefined()
  })
  test('of specialists is the point contact and back-up of their team', () => {
    const asked = backUps({ scope: 'specialists', of: 'First Aid' }, without('hill', 'lake', 'mill'), 'ana')
    expect(asked).toEqual(['ida', 'tom'])
  })
  test('is never who has left, who was asked already, or the sender', () => {
    const people = { ...PEOPLE, members: PEOPLE.members.filter(({ id }) => id !== 'ida' && id !== 'kim') }
    expect(backUps(OWN, people, 'ana')).toEqual(['sam'])
  })
  test('where nobody has verified it, is such contacts and the verifiers only', () => {
    expect(backUps(OWN, PEOPLE, 'lee', { verified: false })).toEqual(['ida', 'zoe'])
    expect(backUps({ scope: 'verifiers', of: null }, PEOPLE, 'lee', { verified: false })).toEqual(['ida', 'noor'])
  })
})

describe('the second step of an escalation', () => {
  const stepped = (verification: 'unverified' | 'verified', input: object = {}): AlertLab => {
    const lab = new AlertLab(input, { people: PEOPLE, about: aboutFacts({ verification }) })
    lab.by('ana', 'send')
    lab.now = NOON + 3 * MINUTE
    lab.by('kim', 'escalate', { step: 'repeat' })
    lab.now = NOON + 7 * MINUTE
    lab.by('kim', 'escalate', { step: 'back-up-circle' })
    return lab
  }
  const asked = (lab: AlertLab) => lab.view.escalationLog.at(-1)!.to

  test('goes to the neighbours of a circle when it is about something verified', () => {
    expect(asked(stepped('verified'))).toEqual(['ida', 'kim', 'sam'])
  })
  test('holds to the gate when it is not: no machine calls wide what no person could', () => {
    expect(asked(stepped('unverified'))).toEqual(['ida', 'zoe'])
    expect(stepped('unverified').view.addressed).toEqual(['ida', 'lee', 'noor', 'zoe'])
  })
  test('goes to the neighbours when two members had said to act now', () => {
    const lab = new AlertLab({}, { people: PEOPLE })
    lab.by('ana', 'confirm', { what: 'unverified' })
    lab.by('lee', 'confirm', { what: 'unverified' })
    lab.by('ana', 'send')
    lab.by('ana', 'escalate', { step: 'repeat', early: true })
    lab.by('ana', 'escalate', { step: 'back-up-circle', early: true })
    expect(asked(lab)).toEqual(['ida', 'kim', 'sam'])
  })
  test('goes to the neighbours in a drill, which calls nobody out', () => {
    expect(asked(stepped('unverified', { status: 'Exercise' }))).toEqual(['ida', 'kim', 'sam'])
  })
})
