import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id, text } from '../../input/fields.ts'
import { INCIDENT_FIELDS, type IncidentRecord } from '../../records/incident.ts'
import { incidentState, isSettled, needState, respondersOf } from '../../records/incident-view.ts'
import { INCIDENT_MACHINE, INCIDENT_STATES } from '../../states/incident-states.ts'
import { newestOf } from '../../states/causal-log.ts'
import { reduceMoves } from '../../states/machine.ts'
import { isOut } from '../../states/responder-states.ts'
import {
  contradicts,
  isOutcome,
  VERIFICATION_MACHINE,
  VERIFICATION_STATES,
  type VerificationState,
} from '../../states/verification-states.ts'
import type { EditContext, Write } from '../../write.ts'
import { note } from '../common.ts'
import { followUpOwner } from './create.ts'
import { appendLog, defineEdit, fieldWrites, requireMove } from '../edit.ts'

/** What stands against closing an incident (product.md, requirement 9). */
export type ClosingObstacle = 'responders-out' | 'needs-open' | 'follow-up-owner' | 'all-clear'

/**
 * What is still to be done before an incident can be closed, as far as this record tells.
 *
 * @param options `alertsOpen`: alerts about it that had no all-clear; `respondersOut`: people out there for such alerts, whether they
 * had it or not; `followUpOwner`: one about to be set with the closing
 */
export function closingObstacles(
  record: IncidentRecord,
  options: { alertsOpen?: number; respondersOut?: number; followUpOwner?: string | null } = {},
): ClosingObstacle[] {
  const owner = options.followUpOwner === undefined ? record.followUpOwner : options.followUpOwner
  return [
    ...((options.respondersOut ?? 0) > 0 || respondersOf(record).some((one) => isOut(one.state))
      ? (['responders-out'] as const)
      : []),
    ...(Object.keys(record.needs).every((need) => isSettled(needState(record, need).state))
      ? []
      : (['needs-open'] as const)),
    ...(owner === null ? (['follow-up-owner'] as const) : []),
    ...((options.alertsOpen ?? 0) > 0 ? (['all-clear'] as const) : []),
  ]
}

const MoveInput = z.strictObject({
  to: z.enum(INCIDENT_STATES).exclude(['draft', 'erased']),
  note,
  followUpOwner: followUpOwner.nullish(),
  mergedInto: id.optional(),
})

/** Moves an incident on. @throws MeshError `domain/not-allowed-now`, for a closing with `obstacles` */
export const move = defineEdit(MoveInput, (record: IncidentRecord, input, ctx): Write[] => {
  const from = incidentState(record).state
  requireMove(INCIDENT_MACHINE, from, input.to)
  if (input.to === 'closed') requireClosable(record, input.followUpOwner, ctx)
  const settled = input.to === 'closed' ? Object.keys(record.needs).toSorted() : []
  const into = input.to === 'merged' ? input.mergedInto : undefined
  const entry = { from, to: input.to, note: input.note, into, settled }
  return [
    appendLog(['lifecycle'], INCIDENT_FIELDS.lifecycle, record.lifecycle, entry, ctx),
    ...fieldWrites(INCIDENT_FIELDS, record, { followUpOwner: input.followUpOwner }),
  ]
})

function requireClosable(record: IncidentRecord, followUpOwner: string | null | undefined, ctx: EditContext): void {
  const obstacles = closingObstacles(record, {
    ...(followUpOwner === undefined ? {} : { followUpOwner }),
    ...(ctx.alertsOpen === undefined ? {} : { alertsOpen: ctx.alertsOpen }),
    ...(ctx.respondersOut === undefined ? {} : { respondersOut: ctx.respondersOut }),
  })
  if (obstacles.length > 0) {
    throw new MeshError('domain/not-allowed-now', 'This incident cannot be closed yet', {
      details: { to: 'closed', obstacles: obstacles.join(', ') },
    })
  }
}

const VerifyInput = z.strictObject({ to: z.enum(VERIFICATION_STATES).exclude(['disputed']), basis: text(1_000) })

/**
 * States how far the report is verified, and on what basis. An outcome given at once passes through `checking`; one that
 * contradicts the standing outcome makes it `disputed`, until somebody starts checking again.
 *
 * @throws MeshError `domain/not-allowed-now`
 */
export const verify = defineEdit(VerifyInput, (record: IncidentRecord, { to, basis }, ctx): Write[] => {
  const from = reduceMoves(VERIFICATION_MACHINE, record.verificationLog).state
  const append = (
    entry: { from: VerificationState; to: VerificationState; stated?: VerificationState },
    seen?: readonly string[],
  ): Write =>
    appendLog(
      ['verificationLog'],
      INCIDENT_FIELDS.verificationLog,
      record.verificationLog,
      { ...entry, basis },
      ctx,
      seen,
    )
  if (contradicts(from, to)) return [append({ from, to: 'disputed', stated: to })]
  if (from === 'checking' || !isOutcome(to)) {
    requireMove(VERIFICATION_MACHINE, from, to)
    return [append({ from, to })]
  }
  if (from === 'disputed') requireMove(VERIFICATION_MACHINE, from, to)
  const checking = append({ from, to: 'checking' }, newestOf(record.verificationLog))
  return [checking, append({ from: 'checking', to }, [checking.path.at(-1)!])]
})
