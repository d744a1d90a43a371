import type { Machine } from './machine.ts'

/** Verification of a report, separate from its lifecycle (product.md). Every step needs a basis. */
export const VERIFICATION_STATES = [
  'unverified',
  'checking',
  'verified',
  'partly',
  'could-not-verify',
  'unfounded',
  'disputed',
] as const
export type VerificationState = (typeof VERIFICATION_STATES)[number]

/** What a check can come to. */
export const VERIFICATION_OUTCOMES = [
  'verified',
  'partly',
  'could-not-verify',
  'unfounded',
] as const satisfies readonly VerificationState[]

const OUTCOMES: ReadonlySet<VerificationState> = new Set(VERIFICATION_OUTCOMES)
const TRUE_ENOUGH: ReadonlySet<VerificationState> = new Set(['verified', 'partly'])

export const VERIFICATION_MACHINE: Machine<VerificationState> = {
  initial: 'unverified',
  moves: {
    unverified: ['checking'],
    checking: ['verified', 'partly', 'could-not-verify', 'unfounded', 'disputed'],
    verified: ['checking', 'disputed'],
    partly: ['checking', 'disputed'],
    'could-not-verify': ['checking'],
    unfounded: ['checking', 'disputed'],
    disputed: ['checking'],
  },
  care: ['disputed', 'checking', 'could-not-verify', 'unfounded', 'partly', 'unverified', 'verified'],
  contradiction: (states) => {
    const list = [...states]
    return states.has('disputed') || (states.has('unfounded') && list.some((state) => TRUE_ENOUGH.has(state)))
      ? 'disputed'
      : undefined
  },
}

export function isOutcome(state: VerificationState): boolean {
  return OUTCOMES.has(state)
}

/** Whether one outcome says that it happened and the other that it did not. */
export function contradicts(a: VerificationState, b: VerificationState): boolean {
  return (a === 'unfounded' && TRUE_ENOUGH.has(b)) || (b === 'unfounded' && TRUE_ENOUGH.has(a))
}
