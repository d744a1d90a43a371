import { describe, expect, test } from 'vitest'

import { addressees, backUps } from '../../core/domain/edits/alert/audience.ts'
import { gateHere } from '../../core/domain/edits/alert/send.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { presentAlert } from '../../core/domain/records/alert/view.ts'
import type { Json } from '../../core/domain/write.ts'
import { aboutFacts, AlertLab, AREA, factsOf, MINUTE, reasons, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { NOON, refusal } from '../helpers/domain-records.ts'

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

describe('the gate', () => {
  test('lets what nobody has verified go to the own circle and to verifiers, and no further', () => {
    for (const audience of [{ scope: 'circle' }, { scope: 'circle', of: 'mill' }, { scope: 'verifiers' }]) {
      const lab = new AlertLab({ audience })
      lab.by('ana', 'send')
      expect(lab.view).toMatchObject({ state: 'sent', verified: 'unverified', gate: 'own-circle' })
    }
    for (const audience of [
      { scope: 'circle', of: 'bridge' },
      { scope: 'network' },
      { scope: 'specialists', of: 'first aid' },
    ])
      expect(reasons(() => new AlertLab({ audience }).by('ana', 'send'))).toEqual(['not-allowed-now', 'not-verified'])
  })
  test('lets what is verified, wholly or in part, go to all, and nothing else', () => {
    const gates = (['verified', 'partly', 'checking', 'unfounded', 'disputed', 'could-not-verify'] as const).map(
      (verification) => {
        const lab = new AlertLab(WIDE, { about: aboutFacts({ verification }) })
        try {
          lab.by('ana', 'send')
          return [lab.view.verified, lab.view.gate]
        } catch {
          return verification
        }
      },
    )
    expect(gates).toEqual([
      ['verified', 'verified'],
      ['partly', 'verified'],
      'checking',
      'unfounded',
      'disputed',
      'could-not-verify',
    ])
  })
  test('holds for what is not here, and where nothing is known of the network', () => {
    expect(reasons(() => new AlertLab(WIDE, { about: undefined }).by('ana', 'send'))).toEqual([
      'not-allowed-now',
      'not-verified',
    ])
  })
  test('opens when two members say to act now, and the label stays', () => {
    const lab = new AlertLab(WIDE)
    lab.by('ana', 'confirm', { what: 'unverified' })
    expect(lab.by('ana', 'confirm', { what: 'unverified' })).toEqual([])
    expect(reasons(() => lab.by('ana', 'send'))).toEqual(['not-allowed-now', 'not-verified'])
    lab.by('lee', 'confirm', { what: 'unverified' })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({
      verified: 'unverified',
      gate: 'confirmed',
      confirmedBy: { unverified: ['ana', 'lee'] },
    })
    lab.facts.about = aboutFacts({ verification: 'verified' })
    expect(lab.view.verified).toBe('unverified')
  })
  test('counts only who is a member', () => {
    const lab = new AlertLab(WIDE)
    lab.by('ana', 'confirm', { what: 'unverified' })
    lab.by('stranger', 'confirm', { what: 'unverified' })
    expect(reasons(() => lab.by('ana', 'send'))).toEqual(['not-allowed-now', 'not-verified'])
  })
  test('a confirmation is for the words that were seen: change them and it is gone', () => {
    const lab = new AlertLab(WIDE)
    const seen = lab.view.version
    lab.by('lee', 'confirm', { what: 'unverified', version: seen })
    lab.by('ana', 'edit', { headline: 'Something else' })
    lab.by('noor', 'confirm', { what: 'unverified' })
    expect(reasons(() => lab.by('ana', 'send'))).toEqual(['not-allowed-now', 'not-verified'])
    expect(reasons(() => lab.by('kim', 'confirm', { what: 'unverified', version: seen }))).toEqual([
      'not-allowed-now',
      'changed',
    ])
    expect(reasons(() => lab.by('ana', 'send', { version: seen }))).toEqual(['not-allowed-now', 'changed'])
  })
  test('is not asked of a drill, which looks like one', () => {
    const lab = new AlertLab({ ...WIDE, status: 'Exercise' })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({ gate: 'drill', drill: true, status: 'Exercise', state: 'sent' })
  })
  test('names an alert that a modified copy sent past it', () => {
    const lab = new AlertLab(WIDE)
    lab.by('ana', 'confirm', { what: 'unverified' })
    const stored = structuredClone(lab.stored) as any
    stored.sendings.forged = {
      version: lab.view.version,
      verified: 'unverified',
      reach: 'own',
      to: ['lee'],
      by: 'ana',
      at: NOON,
      after: [],
    }
    expect(presentAlert(kindSpec('alert').parse(stored).record, { now: NOON })).toMatchObject({
      state: 'sent',
      gate: 'failed',
    })
  })
})

describe('the gate as a receiver can tell it', () => {
  const gate = (input: object, facts: object, now: object = {}) => {
    const lab = new AlertLab(input, facts)
    lab.by('ana', 'send')
    Object.assign(lab.facts, now)
    return gateHere(
      lab.view,
      factsOf(() => lab.facts),
    )
  }
  const seen = aboutFacts({ verification: 'verified', outcomes: ['checking', 'verified'] })
  test('is what the sender said where nothing here speaks against it', () => {
    expect(gate(WIDE, { about: seen })).toBe('verified')
    expect(gate(WIDE, { about: seen }, { about: undefined })).toBe('verified')
    expect(gate(WIDE, { about: seen }, { about: { ...seen, verification: 'disputed' } })).toBe('verified')
    expect(gate({}, {})).toBe('own-circle')
    expect(
      gateHere(
        new AlertLab().view,
        factsOf(() => ({ people: AREA, about: undefined })),
      ),
    ).toBeUndefined()
  })
  test("fails where the incident was never said to be verified, or the circle is not the sender's", () => {
    expect(gate(WIDE, { about: seen }, { about: aboutFacts({ outcomes: ['checking', 'unfounded'] }) })).toBe('failed')
    const moved = { ...AREA, circles: [{ id: 'mill', members: ['lee', 'noor'], backUp: null }] }
    expect(gate({ audience: { scope: 'circle', of: 'mill' } }, {}, { people: moved })).toBe('failed')
  })
  test('does not count the confirmation of who is no member', () => {
    const lab = new AlertLab(WIDE)
    for (const name of ['ana', 'lee']) lab.by(name, 'confirm', { what: 'unverified' })
    lab.by('ana', 'send')
    expect(
      gateHere(
        lab.view,
        factsOf(() => lab.facts),
      ),
    ).toBe('confirmed')
    lab.facts.people = { ...AREA, members: AREA.members.filter(({ id }) => id !== 'lee') }
    expect(
      gateHere(
        lab.view,
        factsOf(() => lab.facts),
      ),
    ).toBe('failed')
  })
})

describe('identifying text', () => {
  const text = { instruction: 'Ask for the man at 030 1234567' }
  test('stands against sending, wherever it is, until it is removed', () => {
    for (const input of [
      text,
      { headline: 'Call 030 1234567' },
      { area: 'Lindenstraße 12' },
      { need: [{ role: '@handle', count: 1 }] },
    ])
      expect(reasons(() => new AlertLab(input).by('ana', 'send'))).toEqual(['not-allowed-now', 'identifying-text'])
    const lab = new AlertLab(text)
    expect(lab.view.identifyingText).toEqual(['telephone'])
    lab.by('ana', 'edit', { instruction: null })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({ state: 'sent', instruction: null })
  })
  test('is let through by a second member, never by its writer', () => {
    const lab = new AlertLab(text)
    expect(reasons(() => lab.by('ana', 'confirm', { what: 'text' }))).toEqual(['not-allowed-now', 'second-member'])
    lab.by('lee', 'confirm', { what: 'text' })
    lab.by('ana', 'send')
    expect(lab.view).toMatchObject({ state: 'sent', confirmedBy: { text: ['lee'] } })
  })
  test('is in no note of an answer or an ending', () => {
    const lab = sentTo()
    const note = 'She is at 030 1234567'
    for (const [name, input] of [
      ['record', { person: 'lee', via: 'phone' }],
      ['cancel', {}],
      ['allClear', {}],
    ] as const)
      expect(refusal(() => lab.by('ana', name, { ...input, note })).details).toMatchObject({
        field: 'note',
        reason: 'identifying-text',
      })
  })
  test('all that stands in the way is told at once', () => {
    const lab = new AlertLab({ ...text, audience: { scope: 'specialists', of: 'driver' } })
    expect(reasons(() => lab.by('ana', 'send'))).toEqual([
      'not-allowed-now',
      'not-verified, identifying-text, nobody-addressed',
    ])
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
