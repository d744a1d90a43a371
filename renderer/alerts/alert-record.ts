import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { AlertPerson, AlertView } from '../../core/domain/records/alert/view.ts'
import { ALERT_OPEN_STATES } from '../../core/domain/states/alert-states.ts'

/** An alert as the engine shows it. */
export interface Alert extends AlertView {
  readonly id: string
}

export type Responder = Alert['responders'][number]

/** The engine has parsed the record by the schema of its kind before it told it. */
export function asAlert(record: ShownRecord): Alert {
  return record as unknown as Alert
}

/** States of an alert that may still ask for an answer. */
export const CALLING_STATES = ALERT_OPEN_STATES.filter((state) => state !== 'expired')

/** Whether it still stands: sent, not over, not replaced by a newer one, and its time not up by this laptop's clock. */
export function isStanding(alert: Alert, now: number): boolean {
  const standing = (CALLING_STATES as readonly string[]).includes(alert.state)
  return standing && alert.updatedBy === null && (alert.expires ?? 0) > now
}

/** How far it has come with one person; undefined where it is not for them. */
export function standingOf(alert: Alert, person: string): AlertPerson | undefined {
  return alert.addressed.includes(person) ? alert.people.find(({ member }) => member === person) : undefined
}

/** Where one person stands who was asked, answered or was heard of. */
export function responderOf(alert: Alert, person: string): Responder | undefined {
  return alert.responders.find(({ member }) => member === person)
}

/** Whether this person's own laptop has yet to say that they have it before their eyes. */
export function isUnseen(alert: Alert, person: string): boolean {
  return (
    standingOf(alert, person) !== undefined && !alert.acks.some((one) => one.member === person && one.seenAt !== null)
  )
}

const URGENCY = ['Immediate', 'Expected', 'Future']

/** Alerts that wait for this person's answer: real ones before drills, the most urgent first, then the newest. */
export function unanswered(alerts: readonly Alert[], { person, now }: { person: string; now: number }): Alert[] {
  return alerts
    .filter((alert) => isStanding(alert, now) && standingOf(alert, person)?.answer === null)
    .toSorted((a, b) => Number(a.drill) - Number(b.drill) || rank(a) - rank(b) || (b.sent ?? 0) - (a.sent ?? 0))
}

function rank({ urgency }: Alert): number {
  const at = URGENCY.indexOf(urgency ?? '')
  return at < 0 ? URGENCY.length : at
}

/** The answer that a key gives: 1 coming, 2 cannot, 3 on standby; on any keyboard, Arabic digits too. */
export function answerOfKey(key: string): 'coming' | 'cannot' | 'standby' | undefined {
  const at = Math.max('123'.indexOf(key), '١٢٣'.indexOf(key))
  return key.length === 1 && at >= 0 ? ANSWERS[at] : undefined
}

/** In the order of their keys. */
export const ANSWERS = ['coming', 'cannot', 'standby'] as const

/** Groups of the list of calls, in order. */
export const CALL_GROUPS = ['drafts', 'running', 'over'] as const

/** Drafts that wait for somebody, calls that run, calls that are over; each in the order given. */
export function groupedCalls(
  alerts: readonly Alert[],
  now: number,
): Readonly<Record<(typeof CALL_GROUPS)[number], readonly Alert[]>> {
  const isDraft = (alert: Alert): boolean => alert.state === 'draft'
  return {
    drafts: alerts.filter(isDraft),
    running: alerts.filter((alert) => isStanding(alert, now)),
    over: alerts.filter((alert) => !isDraft(alert) && !isStanding(alert, now)),
  }
}
