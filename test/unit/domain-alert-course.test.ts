import { describe, expect, test } from 'vitest'

import type { AboutFacts } from '../../core/domain/edits/alert/facts.ts'
import { reduceCourse } from '../../core/domain/records/alert/course.ts'
import { aboutFacts, type AlertLab, MINUTE, reasons, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { merged, NOON, refusal } from '../helpers/domain-records.ts'

/** Done on laptops that do not know of each other, which then meet. */
function apart(lab: AlertLab, acts: readonly (() => unknown)[]): void {
  const before = lab.stored
  const after = acts.map((act) => {
    lab.stored = before
    act()
    return lab.stored
  })
  lab.stored = after.reduce((one, other) => merged(one, other))
}

describe('people', () => {
  test('go from not reached to reached, seen and answered, each by their own laptop', () => {
    const lab = sentTo()
    const states = () => lab.view.people.map(({ member, state }) => `${member} ${state}`)
    expect(states()).toEqual(['lee not-reached', 'noor not-reached'])
    lab.now += 1_000
    lab.by('lee', 'reached')
    expect(lab.person('lee')).toMatchObject({ state: 'reached', at: NOON + 1_000 })
    expect(lab.by('lee', 'reached')).toEqual([])
    expect(lab.by('kim', 'reached')).toEqual([]) // it was not for kim
    expect(refusal(() => lab.by('lee', 'reached', { person: 'noor' })).code).toBe('domain/invalid-input')
    lab.by('lee', 'seen')
    lab.by('noor', 'answer', { answer: 'cannot' })
    expect(states()).toEqual(['lee seen', 'noor answered'])
    expect(lab.view.counts).toMatchObject({ addressed: 2, reached: 2, coming: 0 })
  })
  test('are phoned or told in person by somebody who is named, with an answer or without', () => {
    const lab = sentTo()
    lab.by('ana', 'record', { person: 'lee', via: 'phone' })
    lab.by('kim', 'record', { person: 'noor', via: 'person', answer: 'coming', eta: '2026-06-01T12:20:00Z' })
    lab.by('ana', 'record', { person: 'contact-7', via: 'phone', answer: 'standby' })
    expect(lab.view.people).toMatchObject([
      { member: 'contact-7', state: 'phoned', by: 'ana', answer: 'standby' },
      { member: 'lee', state: 'phoned', by: 'ana', answer: null },
      { member: 'noor', state: 'told', by: 'kim', answer: 'coming', eta: NOON + 20 * MINUTE },
    ])
    expect(reasons(() => lab.by('lee', 'record', { person: 'lee', via: 'phone' }))).toEqual(['invalid-input', 'person'])
    lab.facts.contacts = ['contact-7']
    for (const name of ['record', 'needsHelp'] as const)
      expect(refusal(() => lab.by('ana', name, { person: 'nobody', via: 'phone' }))).toMatchObject({
        code: 'domain/not-found',
        details: { what: 'person' },
      })
    lab.by('ana', 'record', { person: 'contact-7', via: 'phone' })
  })
  test('who answers for themselves is not answered for by somebody who did not know', () => {
    for (const [own, recorded] of [
      ['cannot', 'coming'],
      ['coming', 'cannot'],
    ] as const) {
      const lab = sentTo()
      apart(lab, [
        () => lab.by('lee', 'answer', { answer: own }),
        () => lab.by('ana', 'record', { person: 'lee', via: 'phone', answer: recorded }),
      ])
      expect(lab.person('lee')).toMatchObject({ answer: own, state: 'answered' })
      lab.by('ana', 'record', { person: 'lee', via: 'phone', answer: recorded })
      expect(lab.person('lee')).toMatchObject({ answer: recorded, state: 'phoned', by: 'ana' })
    }
  })
  test('of two who answered for somebody without knowing of each other, the one who counts on less is believed', () => {
    const lab = sentTo()
    const record = (by: string, answer: string) => () => lab.by(by, 'record', { person: 'lee', via: 'phone', answer })
    apart(lab, [record('ana', 'coming'), record('kim', 'cannot'), record('noor', 'standby')])
    expect(lab.person('lee')).toMatchObject({ answer: 'cannot', by: 'kim' })
  })
  test('a call without an answer takes no answer away', () => {
    const lab = sentTo()
    lab.by('lee', 'answer', { answer: 'coming' })
    lab.by('ana', 'record', { person: 'lee', via: 'phone' })
    expect(lab.person('lee')).toMatchObject({ answer: 'coming', state: 'answered' })
  })
  test('a repeated answer is no new one, a changed one counts', () => {
    const lab = sentTo()
    lab.by('lee', 'answer', { answer: 'coming' })
    expect(lab.by('lee', 'answer', { answer: 'coming' })).toEqual([])
    lab.by('lee', 'answer', { answer: 'cannot' })
    expect(lab.view.counts.coming).toBe(0)
    expect(lab.person('lee')).toMatchObject({ answer: 'cannot', state: 'answered' })
  })
})

describe('enough', () => {
  const two = { ...WIDE, need: [{ count: 2 }] }
  test('is when as many are coming as were asked for; who says so later stands by', () => {
    const lab = sentTo(two)
    lab.by('lee', 'answer', { answer: 'coming' })
    expect(lab.view).toMatchObject({ state: 'sent', enough: false, need: [{ role: null, count: 2, coming: 1 }] })
    lab.by('kim', 'answer', { answer: 'coming' })
    expect(lab.view).toMatchObject({ state: 'filled', enough: true, nextStep: null })
    lab.by('sam', 'answer', { answer: 'coming' })
    lab.by('ana', 'record', { person: 'zoe', via: 'phone', answer: 'coming' })
    expect(lab.person('sam')).toMatchObject({ answer: 'standby', late: true, state: 'answered' })
    expect(lab.person('zoe')).toMatchObject({ answer: 'standby', late: true, state: 'phoned' })
    expect(lab.view.counts.coming).toBe(2)
  })
  test('does not turn back who was coming when they say so again, and lets nobody back in', () => {
    const lab = sentTo(two)
    for (const name of ['lee', 'kim']) lab.by(name, 'answer', { answer: 'coming' })
    lab.by('lee', 'answer', { answer: 'coming', eta: '2026-06-01T12:20:00Z' })
    expect(lab.person('lee')).toMatchObject({ answer: 'coming', late: false, eta: NOON + 20 * MINUTE })
    lab.by('ana', 'record', { person: 'lee', via: 'phone' })
    lab.by('lee', 'answer', { answer: 'coming' })
    expect(lab.person('lee')).toMatchObject({ answer: 'coming', late: false, eta: null })
    lab.by('kim', 'answer', { answer: 'cannot' })
    expect(lab.view).toMatchObject({ state: 'filled', counts: { coming: 1 } })
    lab.by('kim', 'answer', { answer: 'coming' })
    expect(lab.person('kim')).toMatchObject({ answer: 'standby', late: true })
  })
  test('is counted for each role; a member who has the skill counts for it', () => {
    const lab = sentTo({
      ...WIDE,
      need: [
        { role: 'first aid', count: 1 },
        { role: 'driver', count: 1 },
      ],
    })
    lab.by('lee', 'answer', { answer: 'coming' })
    lab.by('zoe', 'answer', { answer: 'coming' })
    lab.by('kim', 'answer', { answer: 'coming' })
    expect(lab.view).toMatchObject({
      enough: false,
      need: [
        { role: 'first aid', coming: 2 },
        { role: 'driver', coming: 0 },
      ],
    })
    lab.by('kim', 'answer', { answer: 'coming', role: 'driver' })
    expect(lab.view).toMatchObject({ state: 'filled', need: [{ coming: 2 }, { coming: 1 }] })
  })
  test('is said by hand where no number was asked for', () => {
    const lab = sentTo(WIDE)
    for (const name of ['lee', 'kim', 'zoe']) lab.by(name, 'answer', { answer: 'coming' })
    expect(lab.view.enough).toBe(false)
    lab.by('ana', 'enough')
    expect(lab.by('ana', 'enough')).toEqual([])
    lab.by('sam', 'answer', { answer: 'coming' })
    expect(lab.view).toMatchObject({ state: 'filled', counts: { coming: 3 } })
  })
  test('counts everybody where one role is asked for', () => {
    const lab = sentTo({ ...WIDE, need: [{ role: 'driver', count: 1 }] })
    lab.by('kim', 'answer', { answer: 'coming' })
    expect(lab.view.state).toBe('filled')
  })
  test('holds where two sides of a cut filled it together without either knowing', () => {
    const lab = sentTo(two)
    apart(lab, [
      () => lab.by('lee', 'answer', { answer: 'coming' }),
      () => lab.by('kim', 'answer', { answer: 'coming' }),
    ])
    expect(lab.view.state).toBe('filled')
    lab.by('sam', 'answer', { answer: 'coming' })
    expect(lab.person('sam')).toMatchObject({ answer: 'standby', late: true })
    lab.by('kim', 'answer', { answer: 'cannot' })
    lab.by('zoe', 'answer', { answer: 'coming' })
    expect(lab.person('zoe')).toMatchObject({ answer: 'standby', late: true })
  })
  test('lets nobody back in on the strength of a call that did not count', () => {
    const lab = sentTo(WIDE)
    apart(lab, [
      () => lab.by('lee', 'answer', { answer: 'standby' }),
      () => lab.by('ana', 'record', { person: 'lee', via: 'phone', answer: 'coming' }),
    ])
    lab.by('ana', 'enough')
    lab.by('lee', 'answer', { answer: 'coming' })
    expect(lab.person('lee')).toMatchObject({ answer: 'standby', late: true })
  })
  test('once told is not taken back where somebody dropped out elsewhere at the same time', () => {
    const lab = sentTo(two)
    lab.by('lee', 'answer', { answer: 'coming' })
    apart(lab, [
      () => lab.by('kim', 'answer', { answer: 'coming' }),
      () => lab.by('lee', 'answer', { answer: 'cannot' }),
    ])
    expect(lab.view).toMatchObject({ enough: true, state: 'filled', counts: { coming: 1 } })
  })
  test('is named by all that comes after it, and known through others where it is not', () => {
    const lab = sentTo(WIDE)
    const [enough] = lab.by('ana', 'enough')
    const id = enough!.path[1]!
    lab.by('lee', 'answer', { answer: 'cannot' })
    const [later] = lab.by('sam', 'answer', { answer: 'cannot' })
    expect(JSON.stringify(later)).toContain(id)
    const answer = {
      what: 'answer' as const,
      role: null,
      eta: null,
      into: null,
      note: null,
      via: 'app' as const,
      buddies: [],
      at: NOON,
    }
    const log = {
      a: { ...answer, what: 'enough' as const, member: null, answer: null, by: 'ana', after: [] },
      b: { ...answer, member: 'lee', answer: 'cannot' as const, by: 'lee', after: ['a'] },
      c: { ...answer, member: 'sam', answer: 'coming' as const, by: 'sam', after: ['b'] },
    }
    expect(reduceCourse(log).answers.get('sam')).toMatchObject({ answer: 'standby', late: true })
  })
})

describe('escalation', () => {
  const at = (lab: AlertLab, minutes: number): void => {
    lab.now = NOON + minutes * MINUTE
  }
  test('is due 3, 7 and 15 minutes after the sending, step after step', () => {
    const lab = sentTo()
    expect(lab.view.nextStep).toEqual({ step: 'repeat', dueAt: NOON + 3 * MINUTE, due: false })
    at(lab, 3)
    expect(lab.view.nextStep).toMatchObject({ due: true })
    expect(reasons(() => lab.by('kim', 'escalate', { step: 'back-up-circle' }))).toEqual(['not-allowed-now', 'not-due'])
    lab.by('kim', 'escalate', { step: 'repeat' })
    expect(lab.view).toMatchObject({
      state: 'escalated',
      nextStep: { step: 'back-up-circle', dueAt: NOON + 7 * MINUTE, due: false },
    })
    expect(reasons(() => lab.by('kim', 'escalate', { step: 'back-up-circle' }))).toEqual(['not-allowed-now', 'not-due'])
    expect(lab.view.people).toHaveLength(2)
    lab.by('ana', 'escalate', { step: 'back-up-circle', early: true })
    expect(lab.view.people.map(({ member }) => member)).toEqual(['kim', 'lee', 'noor', 'sam', 'zoe'])
    at(lab, 15)
    lab.by('kim', 'escalate', { step: 'call-the-tree' })
    expect(lab.view).toMatchObject({ state: 'call-the-tree', nextStep: null })
  })
  test('a step taken on two laptops has been taken once', () => {
    const lab = sentTo()
    at(lab, 3)
    const [write] = lab.by('kim', 'escalate', { step: 'repeat' })
    expect(write!.path).toEqual(['escalationLog', 'step-1'])
    expect(lab.by('lee', 'escalate', { step: 'repeat' })).toEqual([])
  })
  test('goes no wider for a label that nothing here bears out: it is carried by machines that keep the gate', () => {
    const steps = (about: AboutFacts | undefined): string[] => {
      const lab = sentTo()
      lab.facts.about = about
      at(lab, 7)
      for (const step of ['repeat', 'back-up-circle']) lab.by('lee', 'escalate', { step })
      return lab.view.people.map(({ member }) => member)
    }
    expect(steps(aboutFacts({ verification: 'verified' }))).toContain('kim')
    expect(steps(aboutFacts())).not.toContain('kim')
    expect(steps(undefined)).not.toContain('kim')
  })
  test('those it was widened to may say that they have it', () => {
    const lab = sentTo()
    at(lab, 7)
    for (const step of ['repeat', 'back-up-circle']) lab.by('lee', 'escalate', { step })
    lab.by('zoe', 'reached')
    expect(lab.person('zoe')).toMatchObject({ state: 'reached' })
  })
  test('is stopped for all, and by what is over or enough', () => {
    for (const [name, input] of [
      ['stopEscalation', {}],
      ['enough', {}],
      ['cancel', {}],
      ['allClear', {}],
      ['supersede', { into: 'a1' }],
    ] as const) {
      const lab = sentTo()
      at(lab, 20)
      lab.by('ana', name, input)
      expect(lab.view.nextStep).toBeNull()
      expect(reasons(() => lab.by('kim', 'escalate', { step: 'repeat' }))).toEqual(['not-allowed-now', 'not-raised'])
    }
  })
  test('a step taken by who did not know that it was stopped has no effect', () => {
    const lab = sentTo()
    at(lab, 7)
    lab.by('kim', 'escalate', { step: 'repeat' })
    const before = lab.stored
    lab.by('kim', 'escalate', { step: 'back-up-circle' })
    const raised = lab.stored as any
    lab.stored = before
    lab.by('ana', 'stopEscalation')
    lab.stored = {
      ...(lab.stored as any),
      escalationLog: { ...(lab.stored as any).escalationLog, ...raised.escalationLog },
    }
    expect(lab.view).toMatchObject({ state: 'escalated', stopped: true, nextStep: null })
    expect(lab.view.people).toHaveLength(2)
  })
  test('a test escalates nothing, an exercise does', () => {
    expect(sentTo({ status: 'Test' }).view.nextStep).toBeNull()
    expect(sentTo({ status: 'Exercise' }).view.nextStep).not.toBeNull()
  })
})
