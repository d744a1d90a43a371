import { describe, expect, test } from 'vitest'

import { alertEdits } from '../../core/domain/edits/alert/alert-edits.ts'
import { MAX_MOVES, type AlertRecord } from '../../core/domain/records/alert/alert.ts'
import { respondersOf } from '../../core/domain/records/alert/responders.ts'
import { isOut } from '../../core/domain/states/responder-states.ts'
import { runEdit } from '../../core/domain/edits/edit.ts'
import { AlertLab, AREA, MINUTE, reasons, sentTo, WIDE } from '../helpers/alert-lab.ts'
import { contextOf, merged, NOON, RecordOnLaptop } from '../helpers/domain-records.ts'

const of = (lab: AlertLab, member: string) => lab.view.responders.find((one) => one.member === member)!
const state = (lab: AlertLab, member: string): string => of(lab, member).state
const at = (lab: AlertLab, minutes: number): void => {
  lab.now = NOON + minutes * MINUTE
}
const coming = (lab: AlertLab, ...people: string[]): void => {
  for (const one of people) lab.by(one, 'answer', { answer: 'coming' })
}

/** Each of them on a laptop of their own, without knowing of the others; then they meet. */
function apart(lab: AlertLab, acts: readonly (() => void)[]): void {
  const before = lab.stored
  const after = acts.map((act) => {
    lab.stored = before
    act()
    return lab.stored
  })
  lab.stored = after.reduce((one, other) => merged(one, other))
}

function out(answers: readonly string[] = ['lee']): AlertLab {
  const lab = sentTo(WIDE)
  coming(lab, ...answers)
  return lab
}

describe('a responder', () => {
  test('begins with their answer, and goes on scene, leaves and is safe', () => {
    const lab = sentTo(WIDE)
    expect(of(lab, 'lee')).toMatchObject({ state: 'asked', out: false, checkIn: null, since: null, by: null })
    coming(lab, 'lee')
    lab.by('kim', 'answer', { answer: 'cannot' })
    expect(of(lab, 'lee')).toMatchObject({ state: 'coming', out: true, since: NOON, by: null })
    expect(of(lab, 'kim')).toMatchObject({ state: 'cannot', out: false, checkIn: null })
    for (const [minutes, where] of [
      [5, 'on-scene'],
      [20, 'leaving'],
      [30, 'safe'],
    ] as const) {
      at(lab, minutes)
      lab.by('lee', 'checkIn', { state: where })
      expect(of(lab, 'lee')).toMatchObject({ state: where, since: NOON + minutes * MINUTE })
    }
    expect(of(lab, 'lee')).toMatchObject({ out: false, checkIn: null })
    expect(lab.view.counts.out).toBe(0)
  })
  test('can be spoken for by who phoned or met them, who is named', () => {
    const lab = out()
    lab.by('sam', 'checkIn', { state: 'on-scene', person: 'lee' })
    expect(of(lab, 'lee')).toMatchObject({ state: 'on-scene', by: 'sam' })
    expect(lab.view.moves.at(-1)).toMatchObject({ member: 'lee', by: 'sam', via: 'phone' })
    lab.by('sam', 'checkIn', { state: 'safe', person: 'lee', via: 'person' })
    expect(lab.view.moves.at(-1)).toMatchObject({ via: 'person' })
    expect(reasons(() => lab.by('sam', 'needsHelp', { via: 'phone' }))).toEqual(['invalid-input', 'via'])
    lab.by('sam', 'needsHelp')
    expect(lab.view.moves.at(-1)).toMatchObject({ member: 'sam', via: 'app' })
  })
  test('who did not say "coming" has nothing to check in', () => {
    const lab = sentTo(WIDE)
    expect(reasons(() => lab.by('lee', 'checkIn'))).toEqual(['not-allowed-now', 'not-out'])
    lab.by('lee', 'answer', { answer: 'standby' })
    for (const where of ['coming', 'on-scene', 'safe'])
      expect(reasons(() => lab.by('lee', 'checkIn', { state: where }))).toEqual(['not-allowed-now', 'not-out'])
    expect(reasons(() => new AlertLab().by('lee', 'needsHelp'))).toEqual(['not-allowed-now', 'not-sent'])
  })
  test('goes no way that the states do not know: there is none for pursuit, and none that a timer writes', () => {
    const lab = out()
    for (const where of ['asked', 'overdue', 'pursuing', 'cannot', 'needs-help'])
      expect(reasons(() => lab.by('lee', 'checkIn', { state: where }))[0]).toBe('invalid-input')
    lab.by('lee', 'checkIn', { state: 'leaving' })
    expect(reasons(() => lab.by('lee', 'checkIn', { state: 'coming' }))[0]).toBe('not-allowed-now')
  })
  test('says safe twice without harm, and comes again by an answer', () => {
    const lab = out()
    lab.by('lee', 'checkIn', { state: 'safe' })
    expect(lab.by('lee', 'checkIn', { state: 'safe' })).toEqual([])
    coming(lab, 'lee')
    expect(of(lab, 'lee')).toMatchObject({ state: 'coming', out: true })
    lab.by('lee', 'checkIn', { state: 'on-scene' })
    expect(lab.by('lee', 'answer', { answer: 'coming' })).toEqual([])
    expect(reasons(() => lab.by('lee', 'answer', { answer: 'cannot' }))[0]).toBe('not-allowed-now')
    expect(state(lab, 'lee')).toBe('on-scene')
  })
  test('who went home and comes again when there are enough stands by', () => {
    const lab = sentTo({ ...WIDE, need: [{ count: 1 }] })
    coming(lab, 'lee')
    lab.by('lee', 'checkIn', { state: 'safe' })
    coming(lab, 'lee')
    expect(state(lab, 'lee')).toBe('standby')
    lab.by('sam', 'record', { person: 'lee', via: 'phone', answer: 'cannot' })
    expect(state(lab, 'lee')).toBe('cannot')
  })
  test('checks out also when the call is over, and only then says how it went', () => {
    const lab = out(['lee', 'sam'])
    expect(reasons(() => lab.by('lee', 'debrief', { well: 'Quick' }))).toEqual(['not-allowed-now', 'not-over'])
    lab.by('sam', 'checkIn', { state: 'safe' })
    lab.by('sam', 'debrief', { well: 'We were quick', change: 'More lamps' })
    lab.by('ana', 'allClear')
    expect(lab.view.counts.out).toBe(1)
    lab.by('lee', 'checkIn', { state: 'leaving' })
    lab.by('lee', 'checkIn', { state: 'safe' })
    lab.by('lee', 'debrief', { support: true })
    expect(lab.view.debriefs).toMatchObject([
      { by: 'sam', well: 'We were quick', change: 'More lamps', support: false },
      { by: 'lee', well: null, change: null, support: true },
    ])
    for (const words of [{ well: 'Call +34 600 000 001' }, { change: 'ask him at dana@example.org' }])
      expect(reasons(() => lab.by('lee', 'debrief', words))[0]).toBe('invalid-input')
    expect(reasons(() => lab.by('lee', 'debrief', {}))[0]).toBe('invalid-input')
    expect(reasons(() => lab.by('lee', 'needsHelp', { note: 'Ring +34 600 000 001' }))).toEqual([
      'invalid-input',
      'note',
    ])
  })
})

describe('a timer', () => {
  test('runs 30 minutes from the last word, then 5 for oneself, 5 for the buddy, and then the dispatcher is told', () => {
    const lab = out()
    const stages = [0, 29.9, 30, 34.9, 35, 39.9, 40, 600].map((minutes) => {
      at(lab, minutes)
      return of(lab, 'lee').checkIn!.stage
    })
    expect(stages).toEqual(['running', 'running', 'grace', 'grace', 'buddy', 'buddy', 'dispatcher', 'dispatcher'])
    expect(of(lab, 'lee')).toMatchObject({ state: 'coming', checkIn: { dueAt: NOON + 30 * MINUTE, nextAt: null } })
    lab.by('lee', 'checkIn')
    expect(of(lab, 'lee').checkIn).toEqual({
      dueAt: lab.now + 30 * MINUTE,
      stage: 'running',
      nextAt: lab.now + 30 * MINUTE,
    })
    expect(of(lab, 'lee')).toMatchObject({ state: 'coming', since: NOON, heardAt: lab.now })
  })
  test('is the circle or the network that sets it, as it was when the call was sent', () => {
    const people = {
      ...AREA,
      circles: [{ ...AREA.circles[0]!, checkInMinutes: 10, checkInGraceMinutes: 2 }, AREA.circles[1]!],
    }
    const lab = new AlertLab({}, { people })
    lab.by('ana', 'send')
    coming(lab, 'lee')
    expect(of(lab, 'lee').checkIn).toMatchObject({ dueAt: NOON + 10 * MINUTE })
    at(lab, 12)
    expect(of(lab, 'lee').checkIn).toMatchObject({ stage: 'buddy', nextAt: NOON + 14 * MINUTE })
  })
  test('of nobody runs who is not out there, and none for who needs help: others are asked already', () => {
    const lab = out(['lee', 'kim'])
    lab.by('kim', 'needsHelp')
    at(lab, 100)
    expect(lab.view.responders.filter((one) => one.checkIn !== null).map(({ member }) => member)).toEqual(['lee'])
  })
  test('is not kept back by a clock that is ahead, nor run out by one that is behind', () => {
    const lab = out()
    at(lab, 60 * 24)
    lab.by('lee', 'checkIn')
    at(lab, 20)
    expect(of(lab, 'lee').checkIn!.stage).toBe('running')
    at(lab, 41)
    expect(of(lab, 'lee').checkIn!.stage).toBe('dispatcher')
    at(lab, -600)
    lab.by('sam', 'answer', { answer: 'coming' })
    at(lab, 20)
    expect(of(lab, 'sam').checkIn).toMatchObject({ dueAt: NOON + 30 * MINUTE, stage: 'running' })
  })
  test('is the same in a drill, which is marked', () => {
    const lab = sentTo({ ...WIDE, status: 'Exercise' })
    coming(lab, 'lee')
    at(lab, 31)
    expect(lab.view).toMatchObject({ drill: true })
    expect(of(lab, 'lee').checkIn!.stage).toBe('grace')
  })
})

describe('who needs help', () => {
  test('does so from any state, and until somebody says where they are', () => {
    const lab = sentTo(WIDE)
    for (const [who, answer] of [
      ['lee', 'coming'],
      ['sam', 'cannot'],
      ['kim', 'standby'],
    ] as const)
      lab.by(who, 'answer', { answer })
    for (const who of ['lee', 'sam', 'kim', 'noor', 'ana']) lab.by(who, 'needsHelp')
    expect(lab.view.counts).toMatchObject({ needsHelp: 5, out: 5 })
    expect(reasons(() => lab.by('lee', 'checkIn'))).toEqual(['not-allowed-now', 'where-now'])
    expect(reasons(() => lab.by('lee', 'checkIn', { state: 'coming' }))[0]).toBe('not-allowed-now')
    lab.by('lee', 'answer', { answer: 'coming', role: 'driver' })
    expect(state(lab, 'lee')).toBe('needs-help')
    lab.by('lee', 'needsHelp', { note: 'At the north gate' })
    expect(of(lab, 'lee').note).toBe('At the north gate')
    lab.by('sam', 'checkIn', { person: 'lee', state: 'on-scene' })
    expect(of(lab, 'lee')).toMatchObject({ state: 'on-scene', note: null })
  })
  test('is not hidden by what others said without knowing of it, not even by an end of an earlier cry', () => {
    const lab = out()
    apart(lab, [() => lab.by('lee', 'needsHelp'), () => lab.by('sam', 'checkIn', { person: 'lee', state: 'safe' })])
    expect(of(lab, 'lee')).toMatchObject({ state: 'needs-help', needsHelp: true })
    // Once more, on a laptop that does not know that the first was seen to
    apart(lab, [() => lab.by('lee', 'needsHelp'), () => lab.by('sam', 'checkIn', { person: 'lee', state: 'safe' })])
    expect(state(lab, 'lee')).toBe('needs-help')
    apart(lab, [
      () => {
        lab.by('lee', 'needsHelp')
        lab.by('sam', 'checkIn', { person: 'lee', state: 'safe' })
      },
      () => lab.by('lee', 'needsHelp'),
    ])
    expect(state(lab, 'lee')).toBe('needs-help')
  })
})

describe('what was said on laptops apart', () => {
  test('comes to the more careful: who may still be out there is out there', () => {
    const lab = out()
    lab.by('lee', 'checkIn', { state: 'on-scene' })
    apart(lab, [
      () => lab.by('lee', 'checkIn', { state: 'safe' }),
      () => lab.by('sam', 'checkIn', { person: 'lee', state: 'leaving' }),
    ])
    expect(of(lab, 'lee')).toMatchObject({ state: 'leaving', out: true, by: 'sam' })
    const other = out()
    apart(other, [
      () => other.by('lee', 'answer', { answer: 'cannot' }),
      () => other.by('sam', 'checkIn', { person: 'lee', state: 'on-scene' }),
    ])
    expect(state(other, 'lee')).toBe('on-scene')
  })
})

describe('pairs', () => {
  const withBuddies = {
    ...AREA,
    circles: [{ ...AREA.circles[0]!, buddies: [{ first: 'lee', second: 'noor' }] }, AREA.circles[1]!],
  }
  test('are buddies of a circle who both come, however their answers came', () => {
    const lab = new AlertLab({}, { people: withBuddies })
    lab.by('ana', 'send')
    coming(lab, 'lee')
    expect(of(lab, 'lee')).toMatchObject({ pair: [], alone: true })
    lab.by('ana', 'record', { person: 'noor', via: 'phone', answer: 'coming' })
    expect(of(lab, 'lee')).toMatchObject({ pair: ['noor'], alone: false })
    expect(of(lab, 'noor')).toMatchObject({ pair: ['lee'], alone: false })
    lab.by('noor', 'checkIn', { state: 'safe' })
    expect(of(lab, 'lee')).toMatchObject({ pair: ['noor'], alone: true })
    lab.by('ana', 'pair', { first: 'noor', second: 'lee', apart: true })
    expect(of(lab, 'lee').pair).toEqual([])
  })
  test('are whom somebody put together, both ways round, and three where three go', () => {
    const lab = out(['lee', 'sam', 'kim'])
    lab.by('ana', 'pair', { first: 'sam', second: 'lee' })
    expect(lab.by('kim', 'pair', { first: 'lee', second: 'sam' })).toEqual([])
    lab.by('ana', 'pair', { first: 'lee', second: 'kim' })
    expect(of(lab, 'lee').pair).toEqual(['kim', 'sam'])
    expect(of(lab, 'sam').pair).toEqual(['lee'])
    lab.by('ana', 'pair', { first: 'lee', second: 'sam', apart: true })
    expect(of(lab, 'sam')).toMatchObject({ pair: [], alone: true })
    expect(lab.by('ana', 'pair', { first: 'sam', second: 'lee', apart: true })).toEqual([])
    expect(reasons(() => lab.by('ana', 'pair', { first: 'lee', second: 'lee' }))).toEqual(['invalid-input', 'second'])
    expect(reasons(() => lab.by('ana', 'pair', { first: 'lee', second: 'nobody' }))).toEqual([
      'invalid-input',
      'second',
    ])
  })
  test('of together and apart said without knowing of each other, together stands', () => {
    const lab = out(['lee', 'sam'])
    const both = { first: 'lee', second: 'sam' }
    lab.by('ana', 'pair', both)
    apart(lab, [
      () => {
        lab.by('ana', 'pair', { ...both, apart: true })
        lab.by('ana', 'pair', both)
      },
      () => lab.by('kim', 'pair', { ...both, apart: true }),
    ])
    expect(lab.view.pairs).toHaveLength(4)
    expect(of(lab, 'lee').pair).toEqual(['sam'])
    lab.by('kim', 'pair', { ...both, apart: true })
    expect(of(lab, 'lee').pair).toEqual([])
  })
  test('take effect while both are expected', () => {
    const lab = out(['lee'])
    lab.by('ana', 'pair', { first: 'lee', second: 'sam' })
    expect(of(lab, 'lee')).toMatchObject({ pair: [], alone: true })
    coming(lab, 'sam')
    expect(of(lab, 'lee')).toMatchObject({ pair: ['sam'], alone: false })
  })
})

test('the first "coming" takes the safety agreement; every other answer, and any later one, does not', () => {
  const lab = sentTo(WIDE)
  const context = (agreed: boolean) => {
    const known = lab.context('lee')
    return { ...known, now: lab.now, alerts: { ...known.alerts!, agreed: () => agreed } }
  }
  const run = (agreed: boolean, input: object) => runEdit(alertEdits.answer, recordOf(lab), input, context(agreed))
  expect(reasons(() => run(false, { answer: 'coming' }))).toEqual(['not-allowed-now', 'agreement'])
  for (const input of [{ answer: 'cannot' }, { answer: 'standby' }, { answer: 'coming', agreed: true }])
    expect(run(false, input).length).toBeGreaterThan(1)
  expect(run(true, { answer: 'coming' }).length).toBeGreaterThan(1)
})

test('so many words of responders fit into one call that nobody is cut off', () => {
  const lab = out()
  const { stored } = new RecordOnLaptop('alert', contextOf('ana'), lab.stored)
  const moves = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, n) => [
      `m${String(n).padStart(5, '0')}`,
      {
        member: 'lee',
        to: 'on-scene',
        via: 'app',
        by: ['lee', 'ana', 'noor'][n % 3]!,
        at: NOON + n,
        after: n === 0 ? [] : [`m${String(n - 1).padStart(5, '0')}`],
      },
    ]),
  )
  lab.stored = { ...(stored as object), moves }
  lab.now = NOON + 10_000
  lab.by('lee', 'needsHelp')
  expect(state(lab, 'lee')).toBe('needs-help')
  expect(MAX_MOVES).toBeGreaterThan(5_000)
})

test('what a stranger wrote into the logs is left out, and moves of one person say nothing of another', () => {
  const lab = out(['lee', 'sam'])
  const { stored } = new RecordOnLaptop('alert', contextOf('ana'), lab.stored)
  const entry = { member: 'lee', to: 'on-scene', via: 'app', by: 'lee', at: NOON, after: [] }
  lab.stored = {
    ...(stored as object),
    moves: {
      m1: { ...entry, to: 'pursuing' },
      m2: { ...entry, to: 'overdue' },
      m3: { ...entry, member: '__proto__' },
      m4: { ...entry, via: 'magic' },
      m5: { ...entry, member: 'sam', to: 'safe', after: ['m6'] },
      m6: { ...entry, after: ['m5', 'm6'] },
    },
    pairs: { p1: { first: 'lee', second: 'lee', by: 'ana', at: NOON, after: [] } },
  }
  expect([state(lab, 'lee'), state(lab, 'sam')]).toEqual(['on-scene', 'safe'])
  expect(of(lab, 'lee').pair).toEqual([])
})

test('who came in time and is heard of out there stays out when they say "coming" once more, whatever was said elsewhere', () => {
  const lab = sentTo({ ...WIDE, need: [{ count: 1 }] })
  apart(lab, [
    () => {
      lab.by('sam', 'answer', { answer: 'coming' })
      lab.by('lee', 'checkIn', { person: 'sam' })
    },
    () => lab.by('sam', 'answer', { answer: 'cannot' }),
  ])
  expect(of(lab, 'sam')).toMatchObject({ state: 'coming', out: true })
  lab.by('sam', 'answer', { answer: 'coming' })
  expect(of(lab, 'sam')).toMatchObject({ state: 'coming', out: true })
})

test('who answered too late is not made to come by a word that a modified copy adds', () => {
  const lab = sentTo({ ...WIDE, need: [{ count: 1 }] })
  coming(lab, 'lee', 'sam')
  expect(state(lab, 'sam')).toBe('standby')
  const move = { member: 'sam', to: 'coming', via: 'app', by: 'sam', at: NOON, after: [] }
  lab.stored = { ...(lab.stored as object), moves: { m1: move } }
  expect(of(lab, 'sam')).toMatchObject({ state: 'standby', out: false })
})

test('nobody is a responder of a draft', () => {
  expect(new AlertLab().view.responders).toEqual([])
  expect(respondersOf(recordOf(new AlertLab()), { now: NOON })).toEqual([])
  expect(isOut('needs-help')).toBe(true)
})

function recordOf(lab: AlertLab): AlertRecord {
  return new RecordOnLaptop('alert', contextOf('ana'), lab.stored).record
}
