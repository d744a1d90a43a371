import { describe, expect, test } from 'vitest'

import { memberEdits } from '../../core/domain/edits/member/member-edits.ts'
import { networkEdits } from '../../core/domain/edits/network/network-edits.ts'
import { dutyOf } from '../../core/domain/records/duty/duty.ts'
import { presentMember } from '../../core/domain/records/member.ts'
import { AREA, aboutFacts, factsOf, MINUTE, reasons } from '../helpers/alert-lab.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop } from '../helpers/domain-records.ts'

const HOUR = 60 * MINUTE

class DutyLab {
  now = NOON
  stored
  readonly #contexts = new Map<string, ReturnType<typeof contextOf>>()

  constructor() {
    this.stored = create('network', { name: 'Mill valley' }, this.#context('ana')).stored
  }

  by(by: string, name: 'startDuty' | 'handOverDuty' | 'endDuty', input: object = {}) {
    const laptop = new RecordOnLaptop('network', this.#context(by), this.stored)
    const writes = laptop.run(networkEdits[name], input)
    this.stored = laptop.stored
    return writes
  }

  duty(options: { isMember?: (person: string) => boolean } = {}) {
    const { record } = new RecordOnLaptop('network', this.#context('ana'), this.stored)
    return dutyOf(record.duty, { now: this.now, ...options })
  }

  /** State, and who is on call. */
  get told(): string {
    const { state, onCall, overdue } = this.duty()
    return [state, ...[...onCall, ...overdue].map(({ person }) => person)].join(' ')
  }

  apart(acts: readonly (() => void)[]): void {
    const before = this.stored
    const after = acts.map((act) => {
      this.stored = before
      act()
      return this.stored
    })
    this.stored = after.reduce((one, other) => merged(one, other))
  }

  #context(by: string) {
    const known =
      this.#contexts.get(by) ??
      contextOf(by, {
        clock: () => this.now,
        timeZone: 'UTC',
        alerts: factsOf(() => ({ people: AREA, about: aboutFacts() })),
      })
    this.#contexts.set(by, known)
    return known
  }
}

describe('who is on call', () => {
  test('is not asked for where nobody ever was', () => {
    expect(new DutyLab().duty()).toEqual({ state: 'never', onCall: [], overdue: [], since: null, note: null })
  })
  test('begins, hands over with a note, and ends: then nobody is', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty', { until: NOON + 8 * HOUR })
    expect(lab.duty()).toMatchObject({
      state: 'on-call',
      onCall: [{ person: 'ana', since: NOON, until: NOON + 8 * HOUR }],
      since: NOON,
    })
    lab.now += HOUR
    lab.by('ana', 'handOverDuty', { to: 'lee', note: 'The bridge is closed' })
    expect(lab.duty()).toMatchObject({
      state: 'on-call',
      onCall: [{ person: 'lee', since: lab.now, until: null }],
      note: { by: 'ana', text: 'The bridge is closed' },
    })
    expect(reasons(() => lab.by('ana', 'handOverDuty', { to: 'kim' }))).toEqual(['not-allowed-now', 'not-on-call'])
    lab.by('lee', 'endDuty')
    expect(lab.duty()).toMatchObject({ state: 'nobody', onCall: [], since: lab.now })
    expect(reasons(() => lab.by('lee', 'endDuty'))).toEqual(['not-allowed-now', 'not-on-call'])
  })
  test('may be several, and one who ends leaves the others', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty')
    lab.by('lee', 'startDuty')
    expect(lab.told).toBe('on-call ana lee')
    lab.by('ana', 'endDuty')
    expect(lab.told).toBe('on-call lee')
  })
  test('a shift that runs out without a hand-over leaves nobody on call, and who did not hand over is named', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty', { until: NOON + HOUR })
    lab.now = NOON + HOUR - 1
    expect(lab.told).toBe('on-call ana')
    lab.now++
    expect(lab.duty()).toMatchObject({ state: 'overdue', onCall: [], overdue: [{ person: 'ana' }], since: NOON + HOUR })
    lab.now += HOUR
    lab.by('lee', 'startDuty', { until: lab.now + HOUR })
    expect(lab.told).toBe('on-call lee')
    lab.now += 2 * HOUR
    expect(lab.told).toBe('overdue lee')
    lab.by('lee', 'handOverDuty', { to: 'kim' })
    expect(lab.told).toBe('on-call kim')
  })
  test('a shift is made longer or shorter by beginning it again', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty', { until: NOON + HOUR })
    lab.by('ana', 'startDuty', { until: NOON + 3 * HOUR })
    lab.now += 2 * HOUR
    expect(lab.duty().onCall).toEqual([{ person: 'ana', since: NOON, until: NOON + 3 * HOUR }])
    lab.by('ana', 'startDuty', { until: lab.now + MINUTE })
    expect(lab.duty().onCall).toEqual([{ person: 'ana', since: lab.now, until: lab.now + MINUTE }])
  })
  test('on two sides of a cut, a beginning outlives an end, and both of two hand-overs hold', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty')
    lab.apart([() => lab.by('ana', 'endDuty'), () => lab.by('lee', 'startDuty')])
    expect(lab.told).toBe('on-call lee')
    lab.apart([
      () => lab.by('lee', 'handOverDuty', { to: 'kim' }),
      () => lab.by('lee', 'handOverDuty', { to: 'sam' }),
      () => lab.by('ana', 'endDuty', { person: 'lee' }),
    ])
    expect(lab.told).toBe('on-call kim sam')
  })
  test('is nobody who has left the network', () => {
    const lab = new DutyLab()
    lab.by('ana', 'startDuty')
    expect(lab.duty({ isMember: (person) => person !== 'ana' })).toMatchObject({ state: 'nobody', onCall: [] })
  })
  test('takes members, times to come of at most a week, and notes that identify nobody', () => {
    const lab = new DutyLab()
    const refused = (input: object) => reasons(() => lab.by('ana', 'startDuty', input))
    expect(refused({ person: 'stranger' })).toEqual(['invalid-input', 'person'])
    expect(refused({ until: NOON })).toEqual(['invalid-input', 'until'])
    expect(refused({ until: NOON + 8 * 24 * HOUR })).toEqual(['invalid-input', 'until'])
    lab.by('ana', 'startDuty')
    expect(reasons(() => lab.by('ana', 'handOverDuty', { to: 'ana' }))).toEqual(['invalid-input', 'to'])
    expect(reasons(() => lab.by('ana', 'endDuty', { note: 'Ring +34 600 000 001' }))).toEqual(['invalid-input', 'note'])
  })
})

describe('a journey', () => {
  const lab = () => create('member', { person: 'ana', displayName: 'Ana' }, contextOf('ana'))
  const stage = (laptop: RecordOnLaptop<'member'>, minutes: number) =>
    presentMember(laptop.record, { now: NOON + minutes * MINUTE }).journey?.stage
  test('is asked about when its time has passed: oneself, then the buddies, then the point contact', () => {
    const laptop = lab()
    laptop.run(memberEdits.startJourney, { circle: 'mill', route: 'r1', minutes: 20, grace: 5 })
    const stages = [0, 19.9, 20, 25, 30, 600].map((minutes) => stage(laptop, minutes))
    expect(stages).toEqual(['running', 'running', 'grace', 'buddy', 'point-contact', 'point-contact'])
    expect(laptop.view.journey).toMatchObject({ circle: 'mill', route: 'r1', dueAt: NOON + 20 * MINUTE })
    laptop.run(memberEdits.needHelp, {})
    expect(laptop.view.journey).toMatchObject({ state: 'needs-help', stage: null })
    laptop.run(memberEdits.arrive, {})
    expect(laptop.view.journey).toMatchObject({ state: 'arrived', stage: null })
    expect(laptop.run(memberEdits.arrive, {})).toEqual([])
    expect(reasons(() => laptop.run(memberEdits.needHelp, {}))).toEqual(['not-allowed-now', 'no-journey'])
  })
  test('leaves nothing behind of the one before', () => {
    const laptop = lab()
    laptop.run(memberEdits.startJourney, { circle: 'mill', route: 'r1' })
    laptop.run(memberEdits.startJourney, { circle: 'mill', route: 'r2' })
    expect(JSON.stringify(laptop.stored)).not.toContain('r1')
  })
  test('is read only where it is whole, and is of nobody but whose record it is', () => {
    const stored = lab().stored as Record<string, unknown>
    const read = (journeys: object) => {
      const { record } = new RecordOnLaptop('member', contextOf('ana'), { ...stored, journeys } as never)
      return presentMember(record, { now: NOON }).journey
    }
    const whole = ['mill', 'r1', NOON, NOON + MINUTE, 5, 'arrived', NOON].map(String)
    expect(read({ 'ana/now': whole.join(' ') })).toMatchObject({ route: 'r1', dueAt: NOON + MINUTE, state: 'arrived' })
    expect(read({ 'lee/now': whole.join(' ') })).toBeNull()
    for (const at of whole.keys()) {
      for (const wrong of ['', '__proto__', '1e9'])
        expect(read({ 'ana/now': whole.with(at, wrong).join(' ') })?.at).toBe(
          at < 2 && wrong === '1e9' ? NOON : undefined,
        )
      expect(read({ 'ana/now': whole.toSpliced(at, 1).join(' ') })).toBeNull()
    }
    for (const other of [whole, 7, null, true, 'x'.repeat(10_000)]) expect(read({ 'ana/now': other })).toBeNull()
  })
  test('and the safety agreement are said by the person themselves alone', () => {
    const others = new RecordOnLaptop('member', contextOf('lee'), lab().stored)
    for (const [edit, input] of [
      [memberEdits.startJourney, { circle: 'mill', route: 'r1' }],
      [memberEdits.arrive, {}],
      [memberEdits.needHelp, {}],
      [memberEdits.acceptSafetyAgreement, {}],
    ] as const)
      expect(reasons(() => others.run(edit, input))[0]).toBe('forbidden')
    expect(reasons(() => lab().run(memberEdits.arrive, {}))).toEqual(['not-allowed-now', 'no-journey'])
  })
})

describe('specialist teams', () => {
  const team = (laptop: RecordOnLaptop<'network'>) => laptop.view.teams
  test('have one team for a skill, with whom to call and who stands in', () => {
    const laptop = create('network', { name: 'Mill valley' }, contextOf('ana'))
    laptop.run(networkEdits.addTeam, { skill: 'First aid', pointContact: 'lee', backUp: 'zoe' })
    expect(team(laptop)).toMatchObject([{ skill: 'First aid', pointContact: 'lee', backUp: 'zoe', archivedAt: null }])
    expect(reasons(() => laptop.run(networkEdits.addTeam, { skill: 'FIRST AID' }))).toEqual(['invalid-input', 'skill'])
    const { id } = team(laptop)[0]!
    laptop.run(networkEdits.editTeam, { team: id, backUp: null, skill: 'first aid' })
    expect(team(laptop)).toMatchObject([{ skill: 'first aid', pointContact: 'lee', backUp: null }])
    laptop.run(networkEdits.editTeam, { team: id, archived: true })
    laptop.run(networkEdits.addTeam, { skill: 'First aid' })
    expect(team(laptop).map(({ archivedAt }) => archivedAt)).toEqual([NOON, null])
    expect(reasons(() => laptop.run(networkEdits.editTeam, { team: id, archived: false }))).toEqual([
      'invalid-input',
      'skill',
    ])
  })
})
