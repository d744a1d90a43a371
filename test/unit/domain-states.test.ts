import { describe, expect, test } from 'vitest'

import { incidentEdits } from '../../core/domain/edits/incident/incident-edits.ts'
import { presentIncident } from '../../core/domain/records/incident-view.ts'
import { kindSpec } from '../../core/domain/kinds.ts'
import { ALERT_MACHINE } from '../../core/domain/states/alert-states.ts'
import { causalOrder, newestOf } from '../../core/domain/states/causal-log.ts'
import { INCIDENT_MACHINE } from '../../core/domain/states/incident-states.ts'
import { canMove, reduceMoves, statesOf, type Machine } from '../../core/domain/states/machine.ts'
import { RESPONDER_MACHINE } from '../../core/domain/states/responder-states.ts'
import { VERIFICATION_MACHINE } from '../../core/domain/states/verification-states.ts'
import {
  DEMAND_MACHINE,
  NEED_MACHINE,
  PLAN_MACHINE,
  PROPOSAL_MACHINE,
  SPONSOR_MACHINE,
  TASK_MACHINE,
} from '../../core/domain/states/work-states.ts'
import { contextOf, create, merged, NOON, RecordOnLaptop } from '../helpers/domain-records.ts'

const MACHINES: Record<string, Machine<string>> = {
  INCIDENT_MACHINE,
  VERIFICATION_MACHINE,
  ALERT_MACHINE,
  RESPONDER_MACHINE,
  NEED_MACHINE,
  TASK_MACHINE,
  DEMAND_MACHINE,
  SPONSOR_MACHINE,
  PLAN_MACHINE,
  PROPOSAL_MACHINE,
} as never

describe.each(Object.entries(MACHINES))('%s', (_name, machine) => {
  test('ranks every state by care once, and leads only to states that it has', () => {
    expect(new Set(machine.care).size).toBe(machine.care.length)
    expect(Object.keys(machine.moves).toSorted()).toEqual([...machine.care].toSorted())
    for (const targets of Object.values(machine.moves))
      expect(machine.care).toEqual(expect.arrayContaining([...targets]))
  })
  test('reaches every state from its first one', () => {
    const reached = new Set([machine.initial, ...(machine === MACHINES['INCIDENT_MACHINE'] ? ['draft'] : [])])
    for (const state of reached) for (const next of machine.moves[state]!) reached.add(next)
    expect([...reached].toSorted()).toEqual([...statesOf(machine)].toSorted())
  })
})

test('an incident goes from reported to erased by the steps of the design, and by no shorter way', () => {
  const way = ['draft', 'reported', 'triaged', 'responding', 'resolved', 'follow-up', 'closed', 'erased'] as const
  for (const [at, from] of way.entries()) {
    for (const [then, to] of way.entries()) expect(canMove(INCIDENT_MACHINE, from, to)).toBe(then === at + 1)
  }
})

test('a check comes to one of four outcomes, and only a contradiction is disputed', () => {
  expect(VERIFICATION_MACHINE.moves.unverified).toEqual(['checking'])
  expect(VERIFICATION_MACHINE.moves.checking).toEqual([
    'verified',
    'partly',
    'could-not-verify',
    'unfounded',
    'disputed',
  ])
})

test('there is no responder state for pursuit or confrontation', () => {
  expect(statesOf(RESPONDER_MACHINE).toSorted()).toEqual(
    ['asked', 'coming', 'on-scene', 'leaving', 'safe', 'cannot', 'standby', 'overdue', 'needs-help'].toSorted(),
  )
})

test('whoever is out there can say that they need help, from any state', () => {
  const others = statesOf(RESPONDER_MACHINE).filter((state) => state !== 'needs-help')
  for (const from of others) expect(RESPONDER_MACHINE.moves[from]).toContain('needs-help')
})

/** Two laptops that start from the same incident, part, and meet again. */
function apart(
  prepare: (laptop: RecordOnLaptop<'incident'>) => void,
  onOne: (laptop: RecordOnLaptop<'incident'>) => void,
  onOther: (laptop: RecordOnLaptop<'incident'>) => void,
) {
  const one = create('incident', { what: 'Harassment on bus 12' }, contextOf('ana'))
  prepare(one)
  const other = new RecordOnLaptop('incident', contextOf('lee'), one.stored)
  onOne(one)
  onOther(other)
  const view = (stored: typeof one.stored) => new RecordOnLaptop('incident', contextOf('noor'), stored).view
  const [here, there] = [view(merged(one.stored, other.stored)), view(merged(other.stored, one.stored))]
  expect(here).toEqual(there)
  return here
}
const go =
  (...states: string[]) =>
  (laptop: RecordOnLaptop<'incident'>): void => {
    for (const to of states) laptop.run(incidentEdits.move, { to, followUpOwner: 'none-wanted' })
  }
const verify =
  (to: string) =>
  (laptop: RecordOnLaptop<'incident'>): void =>
    void laptop.run(incidentEdits.verify, { to, basis: 'asked there' })
const nothing = (): void => undefined

describe('what people do without knowing of each other', () => {
  const toFollowUp = go('triaged', 'responding', 'resolved', 'follow-up')

  test('verified here and unfounded there is disputed', () => {
    expect(apart(nothing, verify('verified'), verify('unfounded')).verification).toBe('disputed')
    expect(apart(nothing, verify('partly'), verify('unfounded')).verification).toBe('disputed')
  })
  test('verified here and partly there is partly', () => {
    expect(apart(nothing, verify('verified'), verify('partly')).verification).toBe('partly')
  })
  test('closed here and a new need there is reopened, and stays so when the need is met, until somebody closes it again', () => {
    const need = (laptop: RecordOnLaptop<'incident'>): void => void laptop.run(incidentEdits.addNeed, { kind: 'care' })
    expect(apart(toFollowUp, go('closed'), need)).toMatchObject({ state: 'reopened', reopenedBy: 'open-need' })
    const met = apart(toFollowUp, go('closed'), (laptop) => {
      need(laptop)
      laptop.run(incidentEdits.moveNeed, { need: laptop.view.needs[0]!.id, state: 'met' })
    })
    expect(met).toMatchObject({ state: 'reopened', reopenedBy: 'open-need' })
  })
  test('closed here while somebody sets out there is reopened', () => {
    const coming = (laptop: RecordOnLaptop<'incident'>): void =>
      void laptop.run(incidentEdits.respond, { state: 'coming' })
    expect(apart(toFollowUp, go('closed'), coming)).toMatchObject({ state: 'reopened', reopenedBy: 'responder-out' })
  })
  test('withdrawn here and triaged there is reopened', () => {
    expect(apart(nothing, go('withdrawn'), go('triaged'))).toMatchObject({ state: 'reopened', contested: true })
  })
  test('held wins over everything else', () => {
    expect(apart(toFollowUp, go('closed'), go('held')).state).toBe('held')
    const states = new Set(['withdrawn', 'triaged', 'held'] as const)
    expect(INCIDENT_MACHINE.contradiction?.(states)).toBe('held')
  })
  test('triaged by both, and carried on by one, is where the one carried it', () => {
    expect(apart(nothing, go('triaged', 'responding', 'resolved'), go('triaged'))).toMatchObject({
      state: 'resolved',
      contested: false,
    })
  })
  test('reopened here and closed there is not closed', () => {
    expect(apart(toFollowUp, go('closed'), go('reopened', 'responding')).state).not.toBe('closed')
  })
  test('safe said by a dispatcher does not cover a call for help', () => {
    const out = (laptop: RecordOnLaptop<'incident'>): void =>
      void laptop.run(incidentEdits.respond, { person: 'noor', state: 'coming' })
    const say =
      (state: string) =>
      (laptop: RecordOnLaptop<'incident'>): void =>
        void laptop.run(incidentEdits.respond, { person: 'noor', state })
    expect(apart(out, say('safe'), say('needs-help')).responders).toMatchObject([
      { member: 'noor', state: 'needs-help' },
    ])
  })
  test('a need claimed by two is claimed by both', () => {
    const added = (laptop: RecordOnLaptop<'incident'>): void =>
      void laptop.run(incidentEdits.addNeed, { kind: 'shelter' })
    const claim = (laptop: RecordOnLaptop<'incident'>): void =>
      void laptop.run(incidentEdits.moveNeed, { need: laptop.view.needs[0]!.id, state: 'claimed' })
    expect(apart(added, claim, claim).needs).toMatchObject([{ state: 'claimed', by: ['ana', 'lee'] }])
  })
  test('two people affected who were entered at once keep different aliases', () => {
    const add = (laptop: RecordOnLaptop<'incident'>): void => void laptop.run(incidentEdits.addAffected, {})
    expect(apart(nothing, add, add).peopleAffected.map((one) => one.alias)).toEqual(['Person A', 'Person A (2)'])
  })
})

describe('a log that a forger wrote', () => {
  const spec = kindSpec('incident')
  const move = (from: string, to: string, after: string[] = []) => ({ from, to, after, by: 'mallory', at: NOON })
  const stateOf = (lifecycle: object): string => {
    const { record } = spec.parse({ ...spec.initial(), lifecycle })
    return presentIncident(record, { now: NOON }).state
  }

  test('is not followed where the table does not lead', () => {
    expect(stateOf({ a: move('reported', 'closed') })).toBe('reported')
    expect(stateOf({ a: move('reported', 'deported') })).toBe('reported')
  })
  test('may claim entries to have seen one another, to the same effect in every order', () => {
    const circle = { a: move('reported', 'triaged', ['b']), b: move('reported', 'held', ['a']) }
    expect(stateOf(circle)).toBe('held')
    expect(stateOf(Object.fromEntries(Object.entries(circle).toReversed()))).toBe('held')
    expect(causalOrder({ a: { after: ['b'] }, b: { after: ['a'] }, c: { after: ['b'] } })).toEqual(['a', 'b', 'c'])
  })
  test('of thousands of unrelated moves is reduced within a second', () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [`m${at}`, move('reported', at % 2 === 0 ? 'triaged' : 'withdrawn')]),
    )
    expect(stateOf(many)).toBe('reopened')
  })
})

test('order comes from what the writer had seen, not from clocks', () => {
  const log = { z1: { after: [] }, m2: { after: ['z1'] }, a3: { after: ['m2'] } }
  expect(causalOrder(log)).toEqual(['z1', 'm2', 'a3'])
  expect(newestOf(log)).toEqual(['a3'])
  const moves = { z1: { from: 'open', to: 'met', after: [] }, a2: { from: 'met', to: 'open', after: ['z1'] } } as const
  expect(reduceMoves(NEED_MACHINE, moves).state).toBe('open')
})

test('a timeline is shown in the order in which people saw its lines, whatever their clocks said', () => {
  const ahead = create('incident', { what: 'Heat' }, contextOf('zoe', { clock: () => NOON + 3_600_000 }))
  ahead.run(incidentEdits.note, { text: 'first' })
  const behind = new RecordOnLaptop('incident', contextOf('ana', { clock: () => NOON - 3_600_000 }), ahead.stored)
  behind.run(incidentEdits.note, { text: 'second' })
  const shown = new RecordOnLaptop('incident', contextOf('lee'), merged(behind.stored, {})).view.timeline
  expect(shown.map((line) => line.text)).toEqual(['first', 'second'])
  expect(shown.map((line) => line.id).toSorted()).not.toEqual(shown.map((line) => line.id))
})

test('an entry from more than five minutes ahead is marked, and counts all the same', () => {
  const ahead = (ms: number) => create('incident', { what: 'Heat' }, contextOf('ana', { clock: () => NOON + ms }))
  const [near, far] = [ahead(5 * 60_000), ahead(5 * 60_000 + 1)]
  for (const laptop of [near, far]) go('triaged')(laptop)
  expect(near.view.lifecycle).toMatchObject([{ fromFuture: false }])
  expect(far.view).toMatchObject({ state: 'triaged', lifecycle: [{ fromFuture: true }] })
})
