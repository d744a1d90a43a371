import type { IncidentState } from '../../core/domain/states/incident-states.ts'
import type { ResponderState } from '../../core/domain/states/responder-states.ts'
import type { VerificationState } from '../../core/domain/states/verification-states.ts'
import type { NeedState } from '../../core/domain/states/work-states.ts'
import { StateBadge } from '../components/StateBadge.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { Incident } from './incident-record.ts'
import { INCIDENT_LOOK, NEED_LOOK, RESPONDER_LOOK, VERIFICATION_LOOK } from './looks.ts'

export function IncidentBadge({ state }: { state: IncidentState }) {
  const t = useT()
  return <StateBadge {...INCIDENT_LOOK[state]}>{t(`incident-state.${state}`)}</StateBadge>
}

export function VerificationBadge({ state }: { state: VerificationState }) {
  const t = useT()
  return <StateBadge {...VERIFICATION_LOOK[state]}>{t(`verification.${state}`)}</StateBadge>
}

export function ResponderBadge({ state }: { state: ResponderState }) {
  const t = useT()
  return <StateBadge {...RESPONDER_LOOK[state]}>{t(`responder.${state}`)}</StateBadge>
}

export function NeedBadge({ state }: { state: NeedState }) {
  const t = useT()
  return <StateBadge {...NEED_LOOK[state]}>{t(`need.${state}`)}</StateBadge>
}

/** How the report is known and whether it is verified: with every view of an incident (product.md, requirement 7). */
export function TruthLabel({ incident }: { incident: Pick<Incident, 'source' | 'verification'> }) {
  const t = useT()
  return (
    <>
      <VerificationBadge state={incident.verification} />
      <span>{t(`source-of.${incident.source ?? 'unknown'}`)}</span>
    </>
  )
}
