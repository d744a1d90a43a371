import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import type { AlertPerson } from '../../core/domain/records/alert/view.ts'
import {
  alertBody,
  audienceOf,
  draftOf,
  EMPTY_DRAFT,
  wordsOf,
  wrongFields,
  type AlertDraft,
} from '../../renderer/alerts/compose/alert-draft.ts'
import { asksForTwo } from '../../renderer/alerts/compose/draft-gate.ts'
import {
  answerOfKey,
  groupedCalls,
  isStanding,
  isUnseen,
  unanswered,
  type Alert,
} from '../../renderer/alerts/alert-record.ts'
import { boardColumns, boardStateOf, toPhone } from '../../renderer/alerts/board/board-columns.ts'
import { mayChange } from '../../renderer/engine/refresh-rules.ts'
import { ar } from '../../renderer/i18n/ar/catalogue.ts'
import { en } from '../../renderer/i18n/en/catalogue.ts'
import { es } from '../../renderer/i18n/es/catalogue.ts'

const NOW = 1_000_000
const person = (member: string, more: Partial<AlertPerson> = {}): AlertPerson => ({
  member,
  state: 'reached',
  answer: null,
  late: false,
  role: null,
  eta: null,
  by: null,
  at: null,
  ...more,
})
const alert = (more: object = {}): Alert =>
  ({
    id: 'a',
    state: 'sent',
    updatedBy: null,
    expires: NOW + 1,
    sent: NOW - 10,
    drill: false,
    urgency: 'Immediate',
    addressed: ['me'],
    people: [person('me')],
    responders: [],
    acks: [],
    enough: false,
    need: [],
    kind: 'care',
    headline: 'Heat',
    instruction: null,
    audience: { scope: 'circle', of: null },
    ...more,
  }) as unknown as Alert
const filled = { ...EMPTY_DRAFT, kind: 'supplies', headline: ' Pumps needed ' } as const

describe('an alert waits for an answer', () => {
  const waiting = (...alerts: Alert[]): string[] => unanswered(alerts, { person: 'me', now: NOW }).map(({ id }) => id)

  test('of those it is for, until they have answered; not once it is over, replaced or out of time', () => {
    expect(waiting(alert())).toEqual(['a'])
    expect(waiting(alert({ addressed: ['other'] }))).toEqual([])
    expect(waiting(alert({ people: [person('me', { answer: 'cannot' })] }))).toEqual([])
    for (const over of [{ state: 'cancelled' }, { state: 'all-clear' }, { updatedBy: 'b' }, { expires: NOW }])
      expect(waiting(alert(over)), JSON.stringify(over)).toEqual([])
    expect(waiting(alert({ state: 'filled', enough: true }))).toEqual(['a'])
  })

  test('a real one before a drill, the more urgent first, then the newer', () => {
    const drill = alert({ id: 'drill', drill: true })
    const later = alert({ id: 'later', urgency: 'Future', sent: NOW })
    const older = alert({ id: 'older', sent: NOW - 20 })
    expect(waiting(drill, later, older, alert())).toEqual(['a', 'older', 'later', 'drill'])
  })

  test('is unseen until this person has had it before their eyes, and only where it is for them', () => {
    expect(isUnseen(alert(), 'me')).toBe(true)
    expect(isUnseen(alert({ acks: [{ member: 'me', reachedAt: 1, seenAt: null }] }), 'me')).toBe(true)
    expect(isUnseen(alert({ acks: [{ member: 'me', reachedAt: 1, seenAt: 2 }] }), 'me')).toBe(false)
    expect(isUnseen(alert({ addressed: [] }), 'me')).toBe(false)
    expect(isStanding(alert({ state: 'draft' }), NOW)).toBe(false)
  })

  test('the keys 1, 2, 3 are coming, cannot, standby; no others are an answer', () => {
    expect(['1', '2', '3'].map(answerOfKey)).toEqual(['coming', 'cannot', 'standby'])
    expect(['١', '٢', '٣'].map(answerOfKey)).toEqual(['coming', 'cannot', 'standby'])
    expect(['0', '4', '', '12', 'Enter', 'a'].map(answerOfKey)).toEqual(Array(6).fill(undefined))
  })
})

describe('the board', () => {
  const responder = (member: string, more: object = {}) => ({
    member,
    state: 'coming',
    needsHelp: false,
    out: true,
    alone: false,
    pair: [],
    checkIn: null,
    ...more,
  })
  const stateOf = (one: Partial<AlertPerson>, moved?: object) =>
    boardStateOf({
      person: person('x', one),
      responder: moved === undefined ? undefined : (responder('x', moved) as never),
    })

  test('has a column for every state that somebody is in: help first, then whom nothing has reached', () => {
    const states = ['told', 'not-reached', 'phoned', 'seen', 'not-reached'] as const
    const people = [...states.map((state, at) => person(String(at), { state })), person('a', { answer: 'coming' })]
    const responders = [responder('a', { needsHelp: true, state: 'needs-help' })]
    const columns = boardColumns(alert({ people, responders }))
    expect(columns.map((column) => [column.state, column.people.length])).toEqual([
      ['needs-help', 1],
      ['not-reached', 2],
      ['seen', 1],
      ['phoned', 1],
      ['told', 1],
    ])
  })

  test('goes by where somebody says they are, before how the call reached them', () => {
    expect(stateOf({ state: 'phoned' })).toBe('phoned')
    expect(stateOf({ state: 'phoned', answer: 'coming' })).toBe('coming')
    expect(stateOf({ state: 'answered', answer: 'coming' }, { state: 'on-scene' })).toBe('on-scene')
    expect(stateOf({ state: 'reached' }, { state: 'asked' })).toBe('reached')
    expect(stateOf({ answer: 'coming' }, { state: 'standby' })).toBe('standby')
  })

  test('calls overdue only whom neither their own timer nor their buddy has brought word of', () => {
    const late = (stage: string) => stateOf({ answer: 'coming' }, { checkIn: { dueAt: 1, nextAt: null, stage } })
    expect([late('running'), late('grace'), late('buddy'), late('dispatcher')]).toEqual([
      'coming',
      'coming',
      'coming',
      'overdue',
    ])
  })

  test('has to phone whom nothing has reached and who has not answered', () => {
    const people = [
      person('a', { state: 'not-reached' }),
      person('b', { state: 'not-reached', answer: 'cannot' }),
      person('c', { state: 'reached' }),
    ]
    expect(toPhone(alert({ people }))).toEqual(['a'])
  })
})

describe('a call for help', () => {
  test('needs a kind and one line; a skill where it is for those who have it', () => {
    expect([...wrongFields(EMPTY_DRAFT)]).toEqual(['kind', 'headline'])
    expect([...wrongFields(filled)]).toEqual([])
    expect([...wrongFields({ ...filled, headline: 'x'.repeat(91), instruction: 'x'.repeat(301) })]).toEqual([
      'headline',
      'instruction',
    ])
    expect([...wrongFields({ ...filled, scope: 'specialists', skill: ' ' })]).toEqual(['skill'])
  })

  test('asks for whole numbers of people, and for each role once', () => {
    const wrong = (...needs: { role: string; count: string }[]): string[] => [...wrongFields({ ...filled, needs })]
    expect(wrong({ role: '', count: '٤' }, { role: '', count: '' })).toEqual([])
    for (const count of ['0', '1001', 'some', '']) expect(wrong({ role: 'driver', count }), count).toEqual(['needs'])
    expect(wrong({ role: 'driver', count: '1' }, { role: 'driver ', count: '2' })).toEqual(['needs'])
  })

  test('is written with what was filled in only', () => {
    expect(alertBody({ ...filled, needs: [{ role: '', count: '4' }], drill: true })).toEqual({
      kind: 'supplies',
      headline: 'Pumps needed',
      instruction: null,
      area: null,
      urgency: 'Immediate',
      status: 'Exercise',
      audience: { scope: 'circle' },
      minutes: 120,
      need: [{ count: 4 }],
    })
    expect(alertBody({ ...filled, scope: 'specialists', skill: ' first aid ' })).toMatchObject({
      audience: { scope: 'specialists', of: 'first aid' },
    })
  })

  test('that takes the place of another starts from what that one says', () => {
    const need = [{ role: 'driver', count: 2, coming: 1 }]
    const draft = draftOf(alert({ need, drill: true, audience: { scope: 'network', of: null }, urgency: 'Past' }))
    expect(draft).toMatchObject({ kind: 'care', headline: 'Heat', scope: 'network', drill: true, urgency: undefined })
    expect(draft.needs).toEqual([{ role: 'driver', count: '2' }])
  })

  test('asks for two people and holds for two hours, unless it is said otherwise', () => {
    expect(alertBody(filled)).toMatchObject({ minutes: 120, need: [{ count: 2 }] })
    expect(alertBody({ ...filled, minutes: 5, area: ' Mill Lane ' })).toMatchObject({ minutes: 5, area: 'Mill Lane' })
    expect([...wrongFields({ ...filled, area: 'x'.repeat(201) })]).toEqual(['area'])
  })

  test('goes to a circle that is chosen by name, and to none before one is chosen', () => {
    const other = { ...filled, scope: 'other-circle' } as const
    expect([...wrongFields(other)]).toEqual(['circle'])
    expect(audienceOf(other)).toBeUndefined()
    expect(audienceOf({ ...other, circle: 'c1' })).toEqual({ scope: 'circle', of: 'c1' })
    expect(audienceOf({ ...filled, scope: 'specialists', skill: ' ' })).toBeUndefined()
    const again = draftOf(alert({ audience: { scope: 'circle', of: 'c1' }, minutes: 15, area: 'Mill Lane' }))
    expect(again).toMatchObject({ scope: 'other-circle', circle: 'c1', minutes: 15, area: 'Mill Lane' })
  })

  test('every word that others would read is looked through, the roles too', () => {
    const words = wordsOf({ ...filled, instruction: 'a', area: 'b', needs: [{ role: 'c', count: '1' }] })
    expect(words).toEqual([' Pumps needed ', 'a', 'b', 'c'])
  })

  test('goes beyond the own circle only when verified, or when two say so; a drill always may', () => {
    const facts = { verification: 'unverified', ownCircles: new Set(['mine']), circleNetwork: false } as const
    const two = (more: Partial<AlertDraft>, other: object = {}): boolean =>
      asksForTwo({ ...filled, ...more }, { ...facts, ...other })
    expect([two({ scope: 'network' }), two({ scope: 'specialists' }, { verification: 'disputed' })]).toEqual([
      true,
      true,
    ])
    expect(two({ scope: 'network' }, { verification: 'verified' })).toBe(false)
    expect(two({ scope: 'network', drill: true })).toBe(false)
    expect([two({}), two({ scope: 'verifiers' })]).toEqual([false, false])
    expect([two({ scope: 'other-circle', circle: 'c1' }), two({ scope: 'other-circle', circle: 'mine' })]).toEqual([
      true,
      false,
    ])
    expect(two({ scope: 'network' }, { circleNetwork: true })).toBe(false)
  })

  test('stands among drafts, then among those that run, then among those that are over', () => {
    const calls = [
      alert({ id: 'draft', state: 'draft', expires: null }),
      alert({ id: 'runs' }),
      alert({ id: 'late', expires: NOW }),
      alert({ id: 'off', state: 'cancelled' }),
      alert({ id: 'old', updatedBy: 'runs' }),
    ]
    const { drafts, running, over } = groupedCalls(calls, NOW)
    const ids = (group: readonly Alert[]): string[] => group.map(({ id }) => id)
    expect([ids(drafts), ids(running), ids(over)]).toEqual([['draft'], ['runs'], ['late', 'off', 'old']])
  })
})

test('what an alert rests on refreshes it: the alert, its incident, circles and skills', () => {
  const show = { name: 'alert:show', input: { network: 'n', id: 'a' } } as const
  const changed = (kind: string, id: string) => mayChange(show, 'record:changed', { network: 'n', kind, id } as never)
  expect([changed('alert', 'a'), changed('alert', 'b'), changed('incident', 'i')]).toEqual([true, false, true])
  const audience = { name: 'alert:audience', input: { network: 'n', scope: 'circle' } } as const
  expect(mayChange(audience, 'record:changed', { network: 'n', kind: 'member', id: 'm' } as never)).toBe(true)
  expect(mayChange(audience, 'record:changed', { network: 'n', kind: 'alert', id: 'a' } as never)).toBe(false)
})

describe('nowhere is it said that a call went to everyone', () => {
  const claims = [
    /sent to (everyone|everybody|all)\b|(everyone|everybody) (has been|was|is) (alerted|told|informed)/i,
    /enviad[ao] a (todos|todas|todo el mundo)|se ha (avisado|alertado|informado) a tod|tod[oa]s (han sido|fueron) (avisad|alertad)/i,
    /أُ?رسل (النداء )?إلى الجميع|تم (تنبيه|إخبار|إبلاغ) الجميع|أُبلغ الجميع|وصل إلى الجميع/,
  ]
  const isClaimed = (text: string): boolean => claims.some((claim) => claim.test(text))

  test.each(Object.entries({ en, es, ar }))('in the messages in %s', (_language, messages) => {
    expect(Object.values(messages).filter(isClaimed)).toEqual([])
  })

  test('in whatever else is worded: errors, the command line, the shell, paper', () => {
    const root = path.join(import.meta.dirname, '../..')
    const files = ['cli', 'core', 'electron', 'renderer', 'web'].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|tsx|html)$/.test(entry.name))
        .map((entry) => path.join(entry.parentPath, entry.name)),
    )
    expect(files.length).toBeGreaterThan(400)
    expect(files.filter((file) => isClaimed(readFileSync(file, 'utf8')))).toEqual([])
  })
})
