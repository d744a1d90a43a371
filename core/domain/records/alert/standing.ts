import { isFromFuture } from '../../shape/show.ts'
import { ESCALATION_STEPS, type AlertState, type EscalationStep } from '../../states/alert-states.ts'
import { causalOrder, historyOf, newestOf } from '../../states/causal-log.ts'
import { checkText, type Identifying } from '../../text-check.ts'
import {
  stepId,
  stepsTaken,
  type AlertContent,
  type AlertRecord,
  type AlertSending,
  type AlertVersion,
  type Confirmable,
} from './alert.ts'
import { countNeed, isFilled, reduceCourse, type Course } from './course.ts'

export interface NextStep {
  readonly step: EscalationStep
  readonly dueAt: number
  readonly due: boolean
}

/** The newest version of a draft, or the one that was sent. Of several, the one with the greatest id. */
export function shownVersion(record: AlertRecord): { readonly id: string; readonly content: AlertVersion } | undefined {
  const id = firstSending(record)?.version ?? newestOf(record.versions).at(-1)
  return id === undefined || !Object.hasOwn(record.versions, id) ? undefined : { id, content: record.versions[id]! }
}

/** The sending that counts: the first of a version that is there; of two sent apart, the one with the lowest id. */
export function firstSending(record: AlertRecord): AlertSending | undefined {
  const id = causalOrder(record.sendings).find((one) => Object.hasOwn(record.versions, record.sendings[one]!.version))
  return id === undefined ? undefined : record.sendings[id]
}

/** Person ids of those who confirmed `what` of one version. */
export function confirmersOf(record: AlertRecord, what: Confirmable, version: string): string[] {
  const found = Object.values(record.confirmations).filter((one) => one.what === what && one.of === version)
  return [...new Set(found.map((one) => one.by))].toSorted()
}

/** What in the words of an alert could identify somebody. */
export function identifyingWords(
  content: Pick<AlertContent, 'headline' | 'instruction' | 'area' | 'need'>,
): Identifying[] {
  const roles = Object.values(content.need).map((one) => one.role)
  const texts = [content.headline, content.instruction, content.area, ...roles]
  return [...new Set(texts.flatMap((text) => checkText(text ?? '').map((span) => span.what)))].toSorted()
}

/** The state at a moment of this laptop's clock. */
export function alertState(record: AlertRecord, now: number, course: Course = reduceCourse(record.course)): AlertState {
  const sending = firstSending(record)
  const content = shownVersion(record)?.content
  if (sending === undefined || content === undefined) return 'draft'
  if (course.cancelled) return 'cancelled'
  if (course.allClear) return 'all-clear'
  if (sentAt(record, sending, now) + content.minutes * 60_000 <= now) return 'expired'
  if (isEnough(content, course)) return 'filled'
  const steps = stepsInEffect(record)
  return steps.has('call-the-tree') ? 'call-the-tree' : steps.size > 0 ? 'escalated' : 'sent'
}

/** Whether "enough" was said, or everything asked for is coming. */
export function isEnough(content: AlertContent, course: Course): boolean {
  return course.enough || isFilled(countNeed(content, course.answers))
}

/** Laptops that must have had an alert before its date for that to be shown wrong, whatever this laptop's own clock says. */
const EARLIER_THAN_SENT = 2

/**
 * When a sending was made: what its writer says, unless that is yet to come and everybody who acknowledged it had it before. Then
 * the last of them tells, so that nothing holds, or waits to be raised, until a date of somebody's making or of a wrong clock.
 */
export function sentAt({ acks }: Pick<AlertRecord, 'acks'>, { at }: Pick<AlertSending, 'at'>, now: number): number {
  const reached = Object.values(acks).flatMap(({ reachedAt }) => reachedAt ?? [])
  const last = reached.reduce((latest, one) => Math.max(latest, one), 0)
  const doubted = reached.length >= EARLIER_THAN_SENT || (reached.length > 0 && isFromFuture(at, now))
  return doubted && isFromFuture(at, last) ? last : at
}

/** Steps that count: one that was taken without knowing that somebody had stopped the escalation has no effect. */
export function stepsInEffect({ escalationLog }: Pick<AlertRecord, 'escalationLog'>): ReadonlySet<EscalationStep> {
  const stops = Object.keys(escalationLog).filter((id) => escalationLog[id]!.step === 'stop')
  const known = stops.map((id) => historyOf(escalationLog, id))
  return new Set(
    ESCALATION_STEPS.filter(
      (_, at) => stepsTaken(escalationLog)[at] !== undefined && known.every((history) => history.has(stepId(at))),
    ),
  )
}

/** The next step of the escalation; null when there is none to take. */
export function nextStep(
  record: AlertRecord,
  now: number,
  course: Course = reduceCourse(record.course),
): NextStep | null {
  const sending = firstSending(record)
  const state = alertState(record, now, course)
  if (sending === undefined || shownVersion(record)!.content.status === 'Test') return null
  if (state !== 'sent' && state !== 'escalated' && state !== 'call-the-tree') return null
  if (isStopped(record) || course.updatedBy !== null) return null
  const at = stepsTaken(record.escalationLog).findIndex((entry) => entry === undefined)
  const minutes = sending.escalation[at]
  if (at < 0 || minutes === undefined) return null
  const dueAt = sentAt(record, sending, now) + minutes * 60_000
  return { step: ESCALATION_STEPS[at]!, dueAt, due: dueAt <= now }
}

export function isStopped(record: AlertRecord): boolean {
  return Object.values(record.escalationLog).some((entry) => entry.step === 'stop')
}

/** Person ids of all who are addressed: by the sending, and by the steps taken since. */
export function addressedBy(record: AlertRecord): ReadonlySet<string> {
  const steps = stepsInEffect(record)
  const added = stepsTaken(record.escalationLog).flatMap((entry) =>
    entry !== undefined && steps.has(entry.step as EscalationStep) ? entry.to : [],
  )
  return new Set([...(firstSending(record)?.to ?? []), ...added])
}
