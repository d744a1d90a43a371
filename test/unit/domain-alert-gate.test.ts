import { describe, expect, test } from 'vitest'

import { gateHere, labelHere } from '../../core/domain/edits/alert/send.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { presentAlert } from '../../core/domain/records/alert/view.ts'
import { aboutFacts, AlertLab, AREA, factsOf, reasons, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { NOON, refusal } from '../helpers/domain-records.ts'

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
  test('fails where the verification cannot be looked up, and the label with it: anybody could name what is nowhere', () => {
    expect(gate(WIDE, { about: seen }, { about: undefined })).toBe('failed')
    const lab = new AlertLab(WIDE, { about: seen })
    lab.by('ana', 'send')
    const label = (): unknown =>
      labelHere(
        lab.view,
        factsOf(() => lab.facts),
      )
    expect(label()).toBe('verified')
    lab.facts.about = undefined
    expect(label()).toBe('unverified')
  })
  test.each([{ scope: 'circle' }, { scope: 'verifiers' }])('fails for %o that is addressed to all', (audience) => {
    const lab = new AlertLab({ audience })
    lab.by('ana', 'send')
    const hereOf = (addressed: readonly string[]): unknown =>
      gateHere(
        { ...lab.view, addressed },
        factsOf(() => lab.facts),
      )
    expect(hereOf(lab.view.addressed)).toBe('own-circle')
    // a back-up contact and a verifier may be asked next; who is no member hears nothing
    expect(hereOf([...lab.view.addressed, 'zoe', 'noor', 'stranger'])).toBe('own-circle')
    expect(hereOf([...lab.view.addressed, 'kim'])).toBe('failed')
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
