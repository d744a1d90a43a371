import { describe, expect, test } from 'vitest'

import type { RecordKind } from '../../core/bridge/contract/parts.ts'
import { cleared, given, localInput, localTime, parts, wholeNumber } from '../../renderer/forms/read-fields.ts'
import { cardDraftOf, cardPatch, EMPTY_CARD, newCard } from '../../renderer/people/card-draft.ts'
import { consentState, type Contact } from '../../renderer/people/contact-view.ts'
import {
  alertsOf,
  cardsOf,
  circlesNaming,
  filledFields,
  incidentsOf,
  plansOf,
  shiftsNaming,
  teamsNaming,
} from '../../renderer/people/mine/held.ts'
import { readAll } from '../../renderer/people/mine/read-all.ts'
import { alikeNames } from '../../renderer/people/names.ts'

describe('what was typed', () => {
  test('is trimmed; nothing is nothing', () => {
    expect([given('  a '), given('  '), cleared(' '), cleared('a')]).toEqual(['a', undefined, null, 'a'])
  })

  test('several values are parted by commas, semicolons and lines, Arabic ones too', () => {
    expect(parts(' first aid, driver;\ninterpreter،ساعة؛ ,')).toEqual(['first aid', 'driver', 'interpreter', 'ساعة'])
  })

  test('numbers are whole ones, in Arabic digits too', () => {
    expect([wholeNumber('20'), wholeNumber('٢٠'), wholeNumber('2.5'), wholeNumber('-1'), wholeNumber('')]).toEqual([
      20,
      20,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('times are of this laptop’s clock, and come back as they were', () => {
    expect(localInput(localTime('2026-11-21T18:05'))).toBe('2026-11-21T18:05')
    expect(localTime('2026-11-21')).toBe(new Date(2026, 10, 21).getTime())
    expect([localTime(''), localTime('soon'), localInput(null)]).toEqual([undefined, undefined, ''])
  })
})

describe('names that could be mixed up', () => {
  test('are those that look the same but for case, accents, spaces and what cannot be seen', () => {
    const people = ['Ana', 'ANA ', 'Aná', 'A\u200Bna', 'Anna'].map((name, at) => ({ id: String(at), name }))
    expect([...alikeNames(people)]).toEqual(['0', '1', '2', '3'])
    expect(alikeNames([{ id: '1', name: 'Lee' }]).size).toBe(0)
  })
})

describe('a contact card', () => {
  const consent = { givenBy: null, givenAt: 1, phoneTree: true, print: false, linkedNetworks: false, expiresAt: null }

  test('says of its consent what an alert needs: never yes when it has expired', () => {
    expect(consentState({ consent: null })).toBe('none')
    expect(consentState({ consent: { ...consent, expired: false } })).toBe('phone')
    expect(consentState({ consent: { ...consent, expired: true } })).toBe('expired')
    expect(consentState({ consent: { ...consent, phoneTree: false, expired: false } })).toBe('no-phone')
  })

  test('a new one holds what was filled in, lists as lists', () => {
    const draft = { ...EMPTY_CARD, fn: ' Ana ', tel: '600 000 001, 600 000 002', bestTimes: ' ' }
    expect(newCard(draft)).toEqual({ fn: 'Ana', tel: ['600 000 001', '600 000 002'] })
  })

  test('an edit writes only what was changed, and clears what was emptied', () => {
    const stored = { fn: 'Ana', tel: ['+34600000001'], email: [], lang: ['es'], role: [], bestTimes: 'Evenings' }
    const before = cardDraftOf({
      ...stored,
      emergencyContact: null,
      accessNeeds: null,
      circle: null,
    } as unknown as Contact)
    expect(cardPatch(before, before)).toEqual({})
    expect(cardPatch(before, { ...before, bestTimes: '', lang: 'es, ar' })).toEqual({
      bestTimes: null,
      lang: ['es', 'ar'],
    })
  })
})

describe('what is held on a person', () => {
  const me = 'me'
  const entry = (more: object) => ({ id: 'x', ...more }) as never

  test('their own cards, by id and not by name', () => {
    const cards = [
      entry({ fn: 'Ana', member: me }),
      entry({ fn: 'Ana', member: 'other' }),
      entry({ fn: 'Ana', member: null }),
    ]
    expect(cardsOf(me, cards)).toHaveLength(1)
    expect(
      filledFields(entry({ fn: 'Ana', tel: [], email: ['a@b.example'], lang: [], role: [], bestTimes: null })),
    ).toEqual(['fn', 'email'])
  })

  test('every way in which a plan names them', () => {
    const empty = { createdBy: 'other', summary: 'Heat', signUps: [], shifts: [], tasks: [] }
    expect(plansOf(me, [entry(empty)])).toEqual([])
    const plans = [
      { ...empty, createdBy: me },
      { ...empty, signUps: [{ member: me }] },
      { ...empty, shifts: [{ signUps: [{ member: me }] }] },
      { ...empty, tasks: [{ assignees: [{ member: me }] }] },
    ]
    expect(plansOf(me, plans.map(entry)).flatMap(({ as }) => as)).toEqual(['made', 'signed-up', 'shift', 'task'])
  })

  test('every way in which an incident names them', () => {
    const empty = { createdBy: 'other', what: 'Flood', responders: [], timeline: [], needs: [] }
    expect(incidentsOf(me, [entry(empty)])).toEqual([])
    const incidents = [
      { ...empty, createdBy: me },
      { ...empty, responders: [{ member: me }] },
      { ...empty, timeline: [{ by: me }] },
      { ...empty, needs: [{ by: ['other', me] }] },
    ]
    expect(incidentsOf(me, incidents.map(entry)).flatMap(({ as }) => as)).toEqual([
      'made',
      'responder',
      'timeline',
      'need',
    ])
  })

  test('every way in which a call for help names them', () => {
    const empty = { createdBy: 'other', sentBy: 'other', addressed: [], people: [], moves: [], headline: 'Pumps' }
    expect(alertsOf(me, [entry({ ...empty, people: [{ member: 'other', answer: 'coming' }] })])).toEqual([])
    const alerts = [
      { ...empty, sentBy: me },
      { ...empty, addressed: [me], people: [{ member: me, answer: null }] },
      { ...empty, people: [{ member: me, answer: 'cannot' }] },
      { ...empty, moves: [{ member: me }] },
    ]
    expect(alertsOf(me, alerts.map(entry)).flatMap(({ as }) => as)).toEqual(['made', 'asked', 'answered', 'responder'])
  })

  test('shifts and teams that name them', () => {
    const shift = { person: 'a', to: null, by: 'a' }
    const duty = [shift, { ...shift, person: me }, { ...shift, to: me }, { ...shift, by: me }]
    expect(shiftsNaming(me, duty as never)).toBe(3)
    const teams = [{ skill: 'first aid', pointContact: me }, { skill: 'law', backUp: me }, { skill: 'care' }]
    expect(teamsNaming(me, teams as never)).toEqual(['first aid', 'law'])
  })

  test('their circles, buddies and the routes they wrote down', () => {
    const circle = {
      name: 'North',
      members: [me],
      buddies: [
        { first: 'lee', second: me },
        { first: 'a', second: 'b' },
      ],
      routes: [
        { createdBy: me, name: 'Bus', travellers: [] },
        { createdBy: 'lee', name: 'Walk', travellers: ['lee', me] },
      ],
    }
    const held = { circle: 'North', isIn: true, posts: [], buddies: ['lee'], routes: ['Bus'], takes: ['Walk'] }
    expect(circlesNaming(me, [entry(circle)])).toEqual([held])
    const other = { ...circle, members: [], routes: [] }
    expect(circlesNaming(me, [entry(other)])).toEqual([])
    expect(circlesNaming(me, [entry({ ...other, pointContact: me, backUp: me })])).toMatchObject([
      { isIn: false, posts: ['point', 'backup'] },
    ])
  })

  test('is looked for in every record of the network, put away or not, and the total is known meanwhile', async () => {
    const stored: Record<string, number> = { 'contact false': 450, 'contact true': 1, 'plan false': 3, 'plan true': 0 }
    const engine = {
      run: (_name: string, input: { kind: RecordKind; archived: boolean; offset: number; limit: number }) => {
        const total = stored[`${input.kind} ${input.archived}`]!
        const size = Math.max(0, Math.min(input.limit, total - input.offset))
        const records = Array.from({ length: size }, (_, at) => ({
          id: `${input.kind}${input.archived}${input.offset + at}`,
        }))
        return Promise.resolve({ total, records })
      },
    }
    const seen: number[][] = []
    const found = await readAll(engine as never, {
      network: 'n',
      kinds: ['contact', 'plan'],
      signal: new AbortController().signal,
      onProgress: (done, total) => seen.push([done, total]),
    })
    expect(new Set(found.contact.map(({ id }) => id)).size).toBe(451)
    expect(found.plan).toHaveLength(3)
    expect(seen.at(0)).toEqual([200, 450])
    expect(seen.at(-1)).toEqual([454, 454])
  })
})
