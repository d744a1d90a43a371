import { TRUE_ENOUGH } from '../../../core/domain/records/alert/gate.ts'
import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import type { AlertDraft } from './alert-draft.ts'

export interface GateFacts {
  readonly verification: VerificationState
  /** Ids of the circles that this person is in. */
  readonly ownCircles: ReadonlySet<string>
  /** In a network that is a circle, all of it is the sender's own circle. */
  readonly circleNetwork: boolean
}

/** Whether two members must say "act now" first: told before the draft is made, by the rule of core/domain/records/alert/gate.ts. */
export function asksForTwo(draft: AlertDraft, { verification, ownCircles, circleNetwork }: GateFacts): boolean {
  const { scope, circle } = draft
  const wide =
    (scope === 'network' && !circleNetwork) ||
    scope === 'specialists' ||
    (scope === 'other-circle' && !ownCircles.has(circle))
  return wide && !draft.drill && !TRUE_ENOUGH.has(verification)
}
