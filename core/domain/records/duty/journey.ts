import { flat, own, scalar, type Parsed } from '../../shape/fields.ts'
import { readId, readInteger, readTime, readWord, type Read } from '../../shape/scalars.ts'
import { checkInStage } from '../../states/responder-states.ts'

export const JOURNEY_STATES = ['under-way', 'arrived', 'needs-help'] as const
/** Whom a journey's timer asks, in order: nobody yet, the person themselves, their buddies, the circle's point contact. */
export const JOURNEY_STAGES = ['running', 'grace', 'buddy', 'point-contact'] as const

/** Being under way on a route of a circle. */
export type Journey = {
  readonly circle: string
  readonly route: string
  readonly startedAt: number
  /** When they are to have arrived. */
  readonly dueAt: number
  /** Minutes before the buddies are asked, and once more before the point contact is. */
  readonly grace: number
  readonly state: (typeof JOURNEY_STATES)[number]
  /** When it was said to be so. */
  readonly at: number
}

const readMinutes = readInteger(1, 24 * 60)
const readState = readWord(JOURNEY_STATES)

/** Seven words in the order of {@link journeyText}: one value, so that two writers never mix. */
const readJourney: Read<Journey> = (value) => {
  const words = typeof value === 'string' && value.length <= 300 ? value.split(' ') : []
  const [circle, route] = [readId(words[0]), readId(words[1])]
  const [startedAt, dueAt, at] = [
    readTime(numberOf(words[2])),
    readTime(numberOf(words[3])),
    readTime(numberOf(words[6])),
  ]
  const [grace, state] = [readMinutes(numberOf(words[4])), readState(words[5])]
  if (words.length !== 7 || circle === undefined || route === undefined || startedAt === undefined) return undefined
  if (dueAt === undefined || grace === undefined || state === undefined || at === undefined) return undefined
  return { circle, route, startedAt, dueAt, grace, state, at }
}

function numberOf(word: string | undefined): number | undefined {
  return word !== undefined && /^\d{1,16}$/.test(word) ? Number(word) : undefined
}

/** As it is stored. */
export function journeyText({ circle, route, startedAt, dueAt, grace, state, at }: Journey): string {
  return [circle, route, startedAt, dueAt, grace, state, at].join(' ')
}

/** By person, from their own devices alone: the present or last journey, which the next one replaces. */
export const JOURNEYS = own(flat({ now: scalar(readJourney) }))

/** What a person says of themselves in their own record. */
export function ownJourney(journeys: Parsed<typeof JOURNEYS>, person: string | null): Journey | null {
  return person !== null && Object.hasOwn(journeys, person) ? journeys[person]!.now : null
}

export type JourneyView = Journey & {
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
