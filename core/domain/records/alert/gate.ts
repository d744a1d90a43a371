import type { VerificationState } from '../../states/verification-states.ts'
import type { AlertContent } from './alert.ts'

/** Members who must have confirmed "act now, unverified". */
export const CONFIRMERS = 2

/** How an alert passed the verification gate (product.md, requirement 10), or that it did not. */
export type Gate =
  /** To the sender's own circle or to verifiers: nothing is asked. */
  | 'own-circle'
  | 'verified'
  /** Nobody verified it, and two members said to act now. */
  | 'confirmed'
  /** An exercise or a test calls nobody out. */
  | 'drill'
  /** It was sent against the rules: not to be shown beyond the sender's circle as a call to act on. */
  | 'failed'

const TRUE_ENOUGH: ReadonlySet<VerificationState> = new Set(['verified', 'partly'])

/**
 * How the gate stands for what is said to whom.
 *
 * @param confirmers person ids of those who confirmed just this content; each counts once
 */
export function gateOf(
  content: Pick<AlertContent, 'status' | 'audience'>,
  options: {
    readonly verified: VerificationState
    readonly reach: 'own' | 'wide'
    readonly confirmers: readonly string[]
  },
): Gate {
  if (content.status !== 'Actual') return 'drill'
  const scope = content.audience?.scope
  if (options.reach === 'own' && (scope === 'circle' || scope === 'verifiers')) return 'own-circle'
  if (TRUE_ENOUGH.has(options.verified)) return 'verified'
  return new Set(options.confirmers).size >= CONFIRMERS ? 'confirmed' : 'failed'
}
