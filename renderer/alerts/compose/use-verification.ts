import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { useQuery } from '../../engine/use-query.ts'
import { asIncident } from '../../incidents/incident-record.ts'
import { asPlan } from '../../plans/plan-view.ts'
import type { Alert } from '../alert-record.ts'

/** The label of what a call is about, as the engine copies it at the sending: a confirmed plan counts as verified. */
export function useVerification(about: Alert['about']): VerificationState {
  const network = useNetwork().network.id
  const { kind, id } = about ?? { kind: 'incident' as const, id: network }
  const answer = useQuery('record:show', { network, kind, id })
  if (answer.state !== 'ready') return 'unverified'
  const { record } = answer.value
  return kind === 'plan' ? verificationOfPlan(asPlan(record).state) : asIncident(record).verification
}

export function verificationOfPlan(state: string): VerificationState {
  return state === 'confirmed' ? 'verified' : 'unverified'
}
