import type { SERVICES } from '../../core/domain/records/words.ts'
import type { IncidentState } from '../../core/domain/states/incident-states.ts'
import type { ResponderState } from '../../core/domain/states/responder-states.ts'
import type { VerificationState } from '../../core/domain/states/verification-states.ts'
import type { Incident } from '../incidents/incident-record.ts'

interface Base {
  readonly id: string
  /** Milliseconds, by the clock of who wrote it. */
  readonly at: number
  /** Person id. */
  readonly by: string | null
  readonly fromFuture: boolean
  readonly text: string | null
}

/** One line of what happened, whichever log it stands in. */
export type TimelineEntry = Base &
  (
    | { readonly is: 'reported' | 'note' }
    | { readonly is: 'moved'; readonly state: IncidentState }
    | { readonly is: 'verified'; readonly state: VerificationState }
    | { readonly is: 'answered'; readonly state: ResponderState; readonly member: string }
    | { readonly is: 'service'; readonly service: (typeof SERVICES)[number] }
  )

/** Everything that happened to an incident, newest first. Wall clocks order it for the eye only. */
export function timelineOf(incident: Incident): TimelineEntry[] {
  // An outcome that is stated at once passes through "checking" with the same words: told once.
  const checks = incident.verificationLog.filter(({ to, at, by, basis }, index, all) => {
    const next = all[index + 1]
    return to !== 'checking' || next === undefined || next.at !== at || next.by !== by || next.basis !== basis
  })
  const entries: TimelineEntry[] = [
    ...incident.timeline.map(({ id, at, by, fromFuture, text }) => ({
      is: 'note' as const,
      id,
      at,
      by,
      fromFuture,
      text,
    })),
    ...incident.lifecycle.map(({ id, at, by, fromFuture, to, note }) => ({
      is: 'moved' as const,
      id,
      at,
      by,
      fromFuture,
      state: to,
      text: note,
    })),
    ...checks.map(({ id, at, by, fromFuture, to, stated, basis }) => ({
      is: 'verified' as const,
      id,
      at,
      by,
      fromFuture,
      state: stated ?? to,
      text: basis,
    })),
    ...incident.responderLog.map(({ id, at, by, fromFuture, to, member, note }) => ({
      is: 'answered' as const,
      id,
      at,
      by,
      fromFuture,
      state: to,
      member,
      text: note,
    })),
    ...incident.servicesCalled.map(({ id, at, by, fromFuture, service, note }) => ({
      is: 'service' as const,
      id,
      at,
      by,
      fromFuture,
      service,
      text: note,
    })),
  ]
  const reported: TimelineEntry[] =
    incident.createdAt === null
      ? []
      : [
          {
            is: 'reported',
            id: 'reported',
            at: incident.createdAt,
            by: incident.createdBy,
            fromFuture: false,
            text: null,
          },
        ]
  // Within one log the order is causal; a stable sort keeps it where two clocks say the same.
  return [...reported, ...entries].toSorted((a, b) => a.at - b.at).toReversed()
}
