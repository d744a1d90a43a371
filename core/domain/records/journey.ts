import { needed, tuple, type Parsed } from '../shape/fields.ts'
import { readId, readInteger, readTime, readWord } from '../shape/scalars.ts'
import { checkInStage } from '../states/responder-states.ts'

export const JOURNEY_STATES = ['under-way', 'arrived', 'needs-help'] as const
/** Whom a journey's timer asks, in order: nobody yet, the person themselves, their buddies, the circle's point contact. */
export const JOURNEY_STAGES = ['running', 'grace', 'buddy', 'point-contact'] as const

/** The present or last journey of a person on a route of a circle: one value, which the next one replaces. */
export const JOURNEY = tuple({
  circle: needed(readId),
  route: needed(readId),
  startedAt: needed(readTime),
  /** When they are to have arrived. */
  dueAt: needed(readTime),
  /** Minutes before the buddies are asked, and once more before the point contact is. */
  grace: needed(readInteger(1, 24 * 60)),
  state: needed(readWord(JOURNEY_STATES)),
  /** When it was said to be so. */
  at: needed(readTime),
})
export type Journey = NonNullable<Parsed<typeof JOURNEY>>

export interface JourneyView extends Journey {
  /** Null once they have arrived, and where they need help: that is asked of all of these already. */
  readonly stage: (typeof JOURNEY_STAGES)[number] | null
}

/** A journey at a moment. */
export function journeyOf(journey: Journey | null, now: number): JourneyView | null {
  if (journey === null) return null
  if (journey.state !== 'under-way') return { ...journey, stage: null }
  const stage = checkInStage({ dueAt: journey.dueAt, graceMs: journey.grace * 60_000, now })
  return { ...journey, stage: stage === 'dispatcher' ? 'point-contact' : stage }
}
