import { expect, test } from 'vitest'

import { actOf, type ActName } from '../../core/bridge/acts.ts'
import { errorText } from '../../core/bridge/error-text.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import { ALERT_REASONS } from '../../core/domain/edits/alert/refusals.ts'
import { EDITS } from '../../core/domain/edits/edits.ts'
import { SENDING_OBSTACLES } from '../../core/domain/records/alert/gate.ts'
import { NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

const entry = 'e5'.repeat(16)
const ACTS: [name: ActName, input: object, edit: string][] = [
  ['incident:move', { to: 'closed', note: 'over', followUpOwner: 'none-wanted' }, 'incident.move'],
  ['incident:verify', { to: 'verified', basis: 'seen' }, 'incident.verify'],
  ['incident:need', { kind: 'supplies', text: 'pumps' }, 'incident.addNeed'],
  ['incident:need', { need: entry, state: 'claimed' }, 'incident.moveNeed'],
  ['incident:respond', { state: 'coming', eta: '2026-12-01T18:20:00Z', person: PERSON }, 'incident.respond'],
  ['incident:note', { text: 'here' }, 'incident.note'],
  ['plan:move', { to: 'confirmed' }, 'plan.status'],
  ['plan:signup', { shift: entry, answer: 'declined' }, 'plan.signUp'],
  ['plan:task', { summary: 'fans', due: '2026-12-01T18:20:00Z' }, 'plan.addTask'],
  ['plan:task', { task: entry, state: 'completed' }, 'plan.moveTask'],
  ['plan:shift', { start: '2026-12-01T18:20:00Z', min: 2, max: 4 }, 'plan.addShift'],
  ['plan:shift', { shift: entry, max: 5 }, 'plan.editShift'],
  ['alert:confirm', { what: 'unverified', version: entry }, 'alert.confirm'],
  ['alert:seen', {}, 'alert.seen'],
  ['alert:answer', { answer: 'coming', role: 'driver', eta: '2026-12-01T18:20:00Z', agreed: true }, 'alert.answer'],
  ['alert:check-in', { state: 'on-scene', person: PERSON, via: 'phone', note: 'all well' }, 'alert.checkIn'],
  ['alert:needs-help', { note: 'at the gate' }, 'alert.needsHelp'],
  ['alert:pair', { first: PERSON, second: entry, apart: true }, 'alert.pair'],
  ['alert:debrief', { well: 'quick', change: 'more lamps', support: true }, 'alert.debrief'],
  ['alert:record', { person: PERSON, via: 'phone', answer: 'cannot', note: 'at work' }, 'alert.record'],
  ['alert:enough', {}, 'alert.enough'],
  ['alert:cancel', { note: 'a false alarm' }, 'alert.cancel'],
  ['alert:all-clear', { note: 'all are home' }, 'alert.allClear'],
  ['alert:escalate', { step: 'repeat' }, 'alert.escalate'],
  ['alert:stop', {}, 'alert.stopEscalation'],
]

test.each(ACTS)('%s %j is an edit of the domain, whose schema takes it', (name, input, edit) => {
  const act = actOf(name, parseCall(name, { network: NETWORK, id: RECORD, ...input }) as never)
  expect(`${act.kind}.${act.act}`).toBe(edit)
  expect(act).toMatchObject({ network: NETWORK, id: RECORD, input })
  const edits = EDITS[act.kind] as unknown as Record<string, { input: { parse(raw: unknown): unknown } }>
  expect(() => edits[act.act]!.input.parse(act.input)).not.toThrow()
})

test('what stands against a step is told in words', () => {
  const what = (details: Record<string, string>): string => errorText({ code: 'domain/not-allowed-now', details }).what
  expect(what({ to: 'closed', obstacles: 'responders-out, needs-open' })).toBe(
    'This cannot be done yet: someone is still out there; a need is still open.',
  )
  expect(what({ reason: 'full' })).toBe('This cannot be done yet: enough people are down for it.')
  expect(what({ to: 'sent', obstacles: 'not-verified, identifying-text' })).toMatch(/circle.*; its text/)
  for (const word of [...SENDING_OBSTACLES, ...ALERT_REASONS])
    expect(`${word} ${what({ reason: word })}`).toMatch(/This cannot be done yet: \w/)
  expect(what({})).toBe('This step does not follow from the present state.')
})
