import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { PlanView } from '../../core/domain/records/plan.ts'
import { localTime } from '../forms/read-fields.ts'

export type Duty = CommandOutput<'duty:show'>
export type Shift = Duty['onCall'][number]

/**
 * Who is on call at a moment: shifts run out while an answer of the engine stands on screen. Where all have, they are overdue,
 * as the engine says when it is asked again.
 */
export function dutyAt(duty: Duty, now: number): Duty {
  const onCall = duty.onCall.filter(({ until }) => until === undefined || until > now)
  if (onCall.length === duty.onCall.length) return duty
  if (onCall.length > 0) return { ...duty, onCall }
  const since = Math.max(...duty.onCall.map(({ until = 0 }) => until))
  return { ...duty, state: 'overdue', onCall, overdue: duty.onCall, since }
}

/** Whether nobody is on call where somebody was before. */
export function isNobodyOnCall({ state }: Duty): boolean {
  return state === 'nobody' || state === 'overdue'
}

/** The end of the shift of a plan that this person is in now; of several the last. */
export function ownShiftEnd(
  plans: readonly Pick<PlanView, 'shifts'>[],
  { person, now }: { person: string; now: number },
): number | undefined {
  const ends = plans.flatMap(({ shifts }) =>
    shifts.flatMap(({ start, end, archivedAt, signUps }) => {
      const isIn = signUps.some((one) => one.member === person && one.partstat === 'accepted')
      return archivedAt === null && isIn && start <= now && end !== null && end > now ? [end] : []
    }),
  )
  return ends.length === 0 ? undefined : Math.max(...ends)
}

/** Longest shift that is taken, in milliseconds: 7 days. */
const MOST_MS = 7 * 86_400_000

/** When a shift is to end: undefined while it is left open, `wrong` for the past or too far ahead. */
export function endOf(text: string, now: number): number | 'wrong' | undefined {
  const end = localTime(text)
  return end !== undefined && (end <= now || end > now + MOST_MS) ? 'wrong' : end
}
