import { MeshError } from '../../../shared/errors.ts'
import type { AlertRecord } from '../../records/alert/alert.ts'
import { addressedBy } from '../../records/alert/standing.ts'
import type { EditContext } from '../../write.ts'

/** Why something cannot be done to an alert now, as closed words that the carriers have wording for. */
export const ALERT_REASONS = [
  /** What was sent stays as it is. */
  'sent',
  'not-sent',
  /** Cancelled, or its all-clear given. */
  'over',
  /** Somebody changed it since it was looked at. */
  'changed',
  /** Its writer cannot be the one who confirms. */
  'second-member',
  /** One person calls so many only so often. */
  'too-many-calls',
  /** It is not that step's turn or time. */
  'not-due',
  /** Enough, over or stopped: it is raised no further. */
  'not-raised',
  /** The first "coming" takes the safety agreement. */
  'agreement',
  /** Who is not out has no timer: "coming" is an answer. */
  'not-out',
  /** Who needed help says where they are now. */
  'where-now',
  /** A debrief waits until it is over. */
  'not-over',
] as const

export function notNow(reason: (typeof ALERT_REASONS)[number]): MeshError {
  return new MeshError('domain/not-allowed-now', 'This cannot be done to the alert now', { details: { reason } })
}

/** A member, a contact, or somebody who was addressed and has left since. @throws MeshError `domain/not-found` */
export function requireSomebody(record: AlertRecord, person: string, { alerts }: EditContext): void {
  if (alerts === undefined || addressedBy(record).has(person) || alerts.isContact?.(person) !== false) return
  if (alerts.people().members.some((one) => one.id === person)) return
  throw new MeshError('domain/not-found', 'Nobody of that id is known here', { details: { what: 'person' } })
}
