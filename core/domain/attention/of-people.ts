import type { DutyView } from '../records/duty/duty.ts'
import type { JourneyView } from '../records/duty/journey.ts'
import { firstAfter, type Ask, type Asking } from './attention.ts'

/** Who is looking, and when. */
export interface Looking {
  /** Person id. */
  readonly person: string
  readonly now: number
}

/** "Nobody on call": for everybody, with a sound for coordinators. @param id the network's */
export function askedByDuty(
  id: string,
  duty: DutyView,
  { now, coordinator }: Looking & { readonly coordinator: boolean },
): Asking {
  const gone = duty.state === 'nobody' || duty.state === 'overdue'
  const level = coordinator ? 'sound' : 'silent'
  const since = duty.since ?? 0
  const said = { id, what: 'nobody-on-call', level, urgent: false, since, drill: false } as const
  return {
    asks: gone ? [{ ...said, from: duty.overdue[0]?.person ?? null, round: `${since}` }] : [],
    nextAt: firstAfter(
      now,
      duty.onCall.map(({ until }) => until),
    ),
  }
}

/** What a journey asks for needs of the circle whose route it is on. */
export interface JourneyCircle {
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  /** Person ids. */
  readonly pointContact: string | null
  readonly backUp: string | null
}

/**
 * Somebody on a way of theirs who has not said that they arrived: they themselves are asked, then their buddies, then the circle's
 * point contact, or the back-up where the point contact is who is on the way. Where there is no such person, the next are asked at once.
 * Who needs help asks it of all of these.
 *
 * @param traveller person id
 */
export function askedByJourney(
  traveller: string,
  journey: JourneyView,
  { person, now, circle }: Looking & { readonly circle: JourneyCircle | undefined },
): Asking {
  const graceMs = journey.grace * 60_000
  const buddies = (circle?.buddies ?? []).flatMap(({ first, second }) =>
    first === traveller ? [second] : second === traveller ? [first] : [],
  )
  const contacts = [circle?.pointContact, circle?.backUp].flatMap((one) =>
    typeof one === 'string' && one !== traveller ? [one] : [],
  )
  const base = { id: traveller, what: 'journey', level: 'sound', urgent: true, drill: false, from: traveller } as const
  const asked = (list: readonly string[], since: number, round: string): Ask[] =>
    list.includes(person) ? [{ ...base, since, round: `${journey.startedAt}:${round}` }] : []
  const asks = (): Ask[] => {
    if (journey.state === 'needs-help') return asked([...buddies, ...contacts], journey.at, `help:${journey.at}`)
    switch (journey.stage) {
      case 'grace':
        return asked([traveller], journey.dueAt, 'grace')
      case 'buddy':
        return asked([traveller, ...(buddies.length > 0 ? buddies : contacts)], journey.dueAt, 'buddy')
      case 'point-contact':
        return asked([traveller, ...buddies, ...contacts.slice(0, 1)], journey.dueAt, 'point-contact')
      case 'running':
      case null:
        return []
    }
  }
  const moments = [journey.dueAt, journey.dueAt + graceMs, journey.dueAt + 2 * graceMs]
  return { asks: asks(), nextAt: journey.state === 'under-way' ? firstAfter(now, moments) : null }
}
