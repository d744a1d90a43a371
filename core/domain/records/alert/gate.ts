import type { VerificationState } from '../../states/verification-states.ts'
import type { AlertContent } from './alert.ts'

/** Members who must have confirmed "act now, unverified". */
export const CONFIRMERS = 2

/** How an alert passed the verification gate (product.md, requirement 10), or that it did not. */
export const GATES = [
  /** To the sender's own circle or to verifiers: nothing is asked. */
  'own-circle',
  'verified',
  /** Nobody verified it, and two members said to act now. */
  'confirmed',
  /** An exercise or a test calls nobody out. */
  'drill',
  /** It was sent against the rules: not to be shown beyond the sender's circle as a call to act on. */
  'failed',
] as const
export type Gate = (typeof GATES)[number]

/** What stands against sending an alert (product.md, requirements 6 and 10). */
export const SENDING_OBSTACLES = [
  /** Two people changed it without knowing of each other: somebody is to say which it is. */
  'two-versions',
  /** Wider than the own circle, and neither verified nor confirmed by two members. */
  'not-verified',
  /** Its text seems to identify somebody, and no second member has confirmed it. */
  'identifying-text',
  /** Nobody is in that audience. */
  'nobody-addressed',
] as const
export type SendingObstacle = (typeof SENDING_OBSTACLES)[number]

/** Labels that let an alert go wide. */
export const TRUE_ENOUGH: ReadonlySet<VerificationState> = new Set(['verified', 'partly'])

/**
 * How the gate stands for what is said to whom.
 *
 * @param confirmers person ids of those who confirmed just this content; each counts once
 */
export function gateOf(
  content: { readonly status: AlertContent['status'] | null; readonly audience: AlertContent['audience'] },
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
