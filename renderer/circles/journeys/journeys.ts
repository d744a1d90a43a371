import type { CommandOutput } from '../../../core/bridge/contract.ts'
import { askedByJourney, type JourneyCircle } from '../../../core/domain/attention/of-people.ts'
import { checkInStage } from '../../../core/domain/states/responder-states.ts'

export type Journey = CommandOutput<'journey:list'>['journeys'][number]

/** How long somebody's arrival stays in sight, in milliseconds. */
const ARRIVED_SHOWN_MS = 3_600_000

/** Whom the timer of a journey asks at a moment; null unless under way. An answer of the engine grows old while it is on screen. */
export function stageAt({ state, dueAt, grace }: Journey, now: number): Journey['stage'] {
  if (state !== 'under-way') return null
  const stage = checkInStage({ dueAt, graceMs: grace * 60_000, now })
  return stage === 'dispatcher' ? 'point-contact' : stage
}

/** What a journey asks of one person now: they travel, or somebody who counts on them needs help or is late. */
export type Concern = 'own' | 'help' | 'late'

export function concernOf(
  journey: Journey,
  { person, now, circle }: { person: string; now: number; circle: JourneyCircle | undefined },
): Concern | undefined {
  if (journey.state === 'arrived') return undefined
  if (journey.person === person) return 'own'
  const seen = { ...journey, stage: stageAt(journey, now) }
  if (askedByJourney(journey.person, seen, { person, now, circle }).asks.length === 0) return undefined
  return journey.state === 'needs-help' ? 'help' : 'late'
}

/** Strips that stand above the screens at once; nobody can fill somebody else's window with theirs. */
const MOST_STRIPS = 3

/** What journeys ask of one person, one's own first, then who needs help, then who is late for longest; and how many more there are. */
export function concernsOf(
  journeys: readonly Journey[],
  { person, now, circleOf }: { person: string; now: number; circleOf: (id: string) => JourneyCircle | undefined },
): { readonly shown: readonly { readonly journey: Journey; readonly concern: Concern }[]; readonly more: number } {
  const order = { own: 0, help: 1, late: 2 } as const
  const all = journeys
    .flatMap((journey) => {
      const concern = concernOf(journey, { person, now, circle: circleOf(journey.circle) })
      return concern === undefined ? [] : [{ journey, concern }]
    })
    .toSorted(
      (a, b) =>
        order[a.concern] - order[b.concern] ||
        a.journey.dueAt - b.journey.dueAt ||
        (a.journey.person < b.journey.person ? -1 : 1),
    )
  return { shown: all.slice(0, MOST_STRIPS), more: Math.max(0, all.length - MOST_STRIPS) }
}

/** Journeys to be shown with a circle: who is out first, the latest first; arrivals for a while. */
export function shownJourneys(journeys: readonly Journey[], circle: string, now: number): Journey[] {
  const order = { 'needs-help': 0, 'under-way': 1, arrived: 2 } as const
  return journeys
    .filter((one) => one.circle === circle && (one.state !== 'arrived' || now - one.at < ARRIVED_SHOWN_MS))
    .toSorted((a, b) => order[a.state] - order[b.state] || a.dueAt - b.dueAt || (a.person < b.person ? -1 : 1))
}
