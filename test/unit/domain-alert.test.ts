import { describe, expect, test } from 'vitest'

import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import { addressees, backUps } from '../../core/domain/edits/alert/audience.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { presentAlert } from '../../core/domain/records/alert/view.ts'
import type { Json } from '../../core/domain/write.ts'
import { AlertLab, aboutFacts, AREA, MINUTE, reasons, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { merged, NOON, RecordOnLaptop, refusal } from '../helpers/domain-records.ts'

describe('a draft', () => {
  test('takes over from what it is about, and is for the own circle until somebody says otherwise', () => {
    expect(new AlertLab().view).toMatchObject({
      state: 'draft',
      messageType: 'Alert',
      kind: 'check-on-neighbours',
      urgency: 'Immediate',
      severity: 'Moderate',
      certainty: 'Likely',
      area: 'Mill street',
      audience: { scope: 'circle', of: null },
      minutes: 120,
      status: 'Actual',
      drill: false,
      sent: null,
      people: [],
      createdBy: 'ana',
    })
  })
  test('asks for help of the closed list only, in at most 90 characters, for at most 24 hours', () => {
    for (const input of [
      { kind: 'pursue' },
      { headline: 'x'.repeat(91) },
      { minutes: 1441 },
      { minutes: 1 },
      { photo: 'x' },
    ])
      expect(refusal(() => new AlertLab(input)).code).toBe('domain/invalid-input')
    expect(new AlertLab({ headline: 'x'.repeat(90), minutes: 1440 }).view.minutes).toBe(1440)
  })
  test('names an audience that there is', () => {
    expect(reasons(() => new AlertLab({ audience: { scope: 'specialists' } }))).toEqual([
      'invalid-input',
      'audience.of',
    ])
    expect(reasons(() => new AlertLab({ audience: { scope: 'circle', of: 'lake' } }))).toEqual([
      'invalid-input',
      'audience.of',
    ])
    expect(reasons(() => new AlertLab({ audience: { scope: 'network', of: 'mill' } }))).toEqual([
      'invalid-input',
      'audience.of',
    ])
  })
  test('asks for each role once', () => {
    expect(
      reasons(
        () =>
          new AlertLab({
            need: [
              { role: 'driver', count: 1 },
              { role: 'driver', count: 2 },
            ],
          }),
      ),
    ).toEqual(['invalid-input', 'need'])
  })
  test('shows what is asked for in the order it was given', () => {
    const roles = [...'zyxwvutsrqpo']
    const lab = new AlertLab({ need: roles.map((role) => ({ role, count: 1 })) })
    expect(lab.view.need.map(({ role }) => role)).toEqual(roles)
  })
  test('changed by two who did not know of each other is not sent before somebody says which it is', () => {
    const lab = new AlertLab()
    const before = lab.stored
    lab.by('lee', 'edit', { headline: 'Water is falling' })
    const other = lab.stored
    lab.stored = before
    lab.by('noor', 'edit', { headline: 'Water is gone' })
    lab.stored = merged(lab.stored, other)
    expect(lab.view.contested).toBe(true)
    expect(reasons(() => lab.by('ana', 'send'))).toEqual(['not-allowed-now', 'two-versions'])
    lab.by('ana', 'edit', { headline: lab.view.headline })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({ state: 'sent', contested: false })
  })
  test('is changed until it is sent, and shows only its newest words', () => {
    const lab = new AlertLab()
    lab.by('lee', 'edit', { headline: 'Water is falling', need: [{ role: 'driver', count: 2 }] })
    expect(lab.view).toMatchObject({
      headline: 'Water is falling',
      area: 'Mill street',
      need: [{ role: 'driver', count: 2 }],
    })
    expect(kindSpec('alert').searchText(lab.view)).not.toContain('rising')
    expect(lab.by('lee', 'edit', { headline: 'Water is falling' })).toEqual([])
    expect(kindSpec('alert').summary(lab.view)).toMatchObject({
      title: 'Water is falling',
      state: 'draft',
      kind: 'check-on-neighbours',
    })
  })
  test('cannot be answered, recorded, escalated or ended', () => {
    const lab = new AlertLab()
    for (const [name, input] of [
      ['answer', { answer: 'coming' }],
      ['record', { person: 'lee', via: 'phone' }],
      ['seen', {}],
      ['enough', {}],
      ['escalate', { step: 'repeat' }],
      ['stopEscalation', {}],
    ] as const)
      expect(reasons(() => lab.by('kim', name, input))).toEqual(['not-allowed-now', 'not-sent'])
    expect(refusal(() => lab.by('ana', 'cancel')).details).toMatchObject({ from: 'draft' })
    expect(lab.by('lee', 'reached')).toEqual([])
  })
})

describe('the audience', () => {
  const to = (scope: string, of: string | null = null, sender = 'ana') =>
    addressees({ scope, of } as never, AREA, sender).join(' ')
  test('is the own circle, another circle, all, who has the skill, or verifiers and coordinators, without the sender', () => {
    expect(to('circle')).toBe('lee noor')
    expect(to('circle', 'bridge')).toBe('kim sam')
    expect(to('network')).toBe('kim lee noor sam zoe')
    expect(to('specialists', 'first AID')).toBe('lee zoe')
    expect(to('verifiers', null, 'lee')).toBe('ana noor')
    expect(to('circle', null, 'zoe')).toBe('')
  })
  test('is everybody in a network that is a circle', () => {
    expect(addressees({ scope: 'circle', of: null }, { ...AREA, kind: 'circle', circles: [] }, 'ana')).toHaveLength(5)
  })
  test('of a network that is a circle is the own circle, and nothing need be verified for it', () => {
    const lab = new AlertLab(WIDE, { people: { ...AREA, kind: 'circle', circles: [] } })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({
      gate: 'own-circle',
      audience: { scope: 'circle', of: null },
      counts: { addressed: 5 },
    })
  })
  test('leaves out who is in a circle and not in the network any more', () => {
    const people = { ...AREA, members: AREA.members.filter(({ id }) => id !== 'lee') }
    expect(addressees({ scope: 'circle', of: null }, people, 'ana')).toEqual(['noor'])
  })
  test('is backed up by the named back-up and a neighbouring circle, none of them asked before', () => {
    expect(backUps({ scope: 'circle', of: null }, AREA, 'ana')).toEqual(['kim', 'sam', 'zoe'])
    expect(backUps({ scope: 'network', of: null }, AREA, 'ana')).toEqual([])
  })
})

describe('once it is sent', () => {
  test('what it says, to whom, and when it ends stay as they are', () => {
    const lab = sentTo()
    const before = lab.view
    for (const [name, input] of [
      ['edit', { headline: 'Other' }],
      ['send', {}],
      ['confirm', { what: 'text' }],
    ] as const)
      expect(reasons(() => lab.by('lee', name, input))).toEqual(['not-allowed-now', 'sent'])
    lab.facts.people = { ...AREA, circles: [] }
    expect(lab.view).toEqual(before)
    expect(lab.view).toMatchObject({ state: 'sent', sent: NOON, expires: NOON + 120 * MINUTE, sentBy: 'ana' })
    expect(lab.view.people.map(({ member }) => member)).toEqual(['lee', 'noor'])
  })
  test('an edit made elsewhere at the same time does not change it', () => {
    const lab = sentTo()
    const stored = structuredClone(lab.stored) as any
    const [version] = Object.keys(stored.versions)
    stored.versions.zzz = { ...stored.versions[version!], headline: 'Changed underneath', after: [version] }
    expect(presentAlert(kindSpec('alert').parse(stored).record, { now: NOON })).toMatchObject({
      headline: 'Water is rising at the mill',
      contested: false,
    })
  })
  test('it expires by its own time; it can still be called over', () => {
    const lab = sentTo({ minutes: 5 })
    lab.now += 5 * MINUTE - 1
    expect(lab.view.state).toBe('sent')
    lab.now += 1
    expect(lab.view).toMatchObject({ state: 'expired', nextStep: null })
    lab.by('ana', 'allClear', { note: 'Everybody is home' })
    expect(lab.view.state).toBe('all-clear')
  })
  test('a sending that claims more than it may is read as far as it may: no expiry beyond a day, no headline beyond its length', () => {
    const lab = sentTo()
    const forged = (change: object): Json => {
      const stored = structuredClone(lab.stored) as any
      Object.assign(Object.values(stored.versions)[0] as object, change)
      return stored
    }
    for (const change of [
      { minutes: 40_000_000 },
      { headline: 'x'.repeat(10_000) },
      { kind: 'hunt' },
      { status: 'Real' },
    ])
      expect(presentAlert(kindSpec('alert').parse(forged(change)).record, { now: NOON })).toMatchObject({
        state: 'draft',
        headline: null,
      })
  })
  test('it is cancelled or called over by its sender, a coordinator or who is coming, once', () => {
    const lab = sentTo()
    lab.by('lee', 'answer', { answer: 'coming' })
    for (const name of ['cancel', 'allClear', 'enough', 'stopEscalation'] as const)
      expect(refusal(() => lab.by('kim', name)).code).toBe('domain/forbidden')
    lab.by('lee', 'cancel', { note: 'It was a false alarm' })
    expect(lab.view.state).toBe('cancelled')
    expect(refusal(() => lab.by('ana', 'allClear')).details).toMatchObject({ from: 'cancelled', to: 'all-clear' })
    expect(reasons(() => lab.by('noor', 'answer', { answer: 'coming' }))).toEqual(['not-allowed-now', 'over'])
  })
  test('an update takes its place: it asks no further', () => {
    const lab = sentTo()
    lab.by('ana', 'supersede', { into: 'a1' })
    expect(lab.by('ana', 'supersede', { into: 'a1' })).toEqual([])
    expect(lab.view).toMatchObject({ updatedBy: 'a1', nextStep: null })
    expect(new AlertLab({ references: 'a1' }).view).toMatchObject({ messageType: 'Update', references: 'a1' })
  })
})

test('one person calls beyond their circle five times within ten minutes, and not a sixth time', () => {
  const sending = (sent: number, input: object = WIDE) => {
    const lab = new AlertLab(input, { about: aboutFacts({ verification: 'verified' }) })
    const asked: number[] = []
    const { alerts } = lab.context('ana')
    const sentWide = (since: number): number => {
      asked.push(since)
      return sent
    }
    const ctx = { ...lab.context('ana'), alerts: { ...alerts!, sentWide } }
    new RecordOnLaptop('alert', ctx, lab.stored).run(alertEdits.send, {})
    return asked
  }
  expect(sending(4)).toEqual([NOON - 10 * MINUTE])
  expect(reasons(() => sending(5))).toEqual(['not-allowed-now', 'too-many-calls'])
  expect(sending(99, {})).toEqual([])
})
