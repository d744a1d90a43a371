import { given, localDate, localTime, parts } from '../../forms/read-fields.ts'
import type { Route } from '../network-record.ts'
import type { Weekday } from './windows.ts'

const DAY_MS = 86_400_000
const WORKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR']

export interface WindowDraft {
  readonly days: readonly Weekday[]
  readonly from: string
  readonly to: string
}
/** A route as its form holds it. */
export interface RouteDraft {
  readonly name: string
  readonly places: string
  readonly windows: readonly WindowDraft[]
  /** A day, `YYYY-MM-DD`. */
  readonly until: string
}
export interface RouteMistakes {
  readonly name: boolean
  readonly until?: 'past' | 'late'
  /** By the place of the window. */
  readonly windows: readonly ('days' | 'times' | undefined)[]
}

export const FRESH_WINDOW: WindowDraft = { days: WORKDAYS, from: '07:30', to: '08:30' }

export function routeDraftOf(route: Route | undefined): RouteDraft {
  if (route === undefined) return { name: '', places: '', windows: [FRESH_WINDOW], until: '' }
  return {
    name: route.name ?? '',
    places: route.places.join(', '),
    windows: route.windows.map(({ days, from, to }) => ({ days: days, from, to })),
    until: localDate(route.expiresAt),
  }
}

/** What cannot be saved as it stands; undefined when everything can. @param options.keptDays how long the network keeps routes */
export function routeMistakes(
  draft: RouteDraft,
  { stored, now, keptDays }: { stored?: RouteDraft; now: number; keptDays: number },
): RouteMistakes | undefined {
  const name = draft.name.trim() === ''
  const until = draft.until === stored?.until ? undefined : untilMistake(localTime(draft.until), { now, keptDays })
  const windows = draft.windows.map(({ days, from, to }) =>
    from === '' || to === '' || from === to ? 'times' : days.length === 0 ? 'days' : undefined,
  )
  if (!name && until === undefined && windows.every((one) => one === undefined)) return undefined
  return { name, windows, ...(until !== undefined && { until }) }
}

function untilMistake(
  until: number | undefined,
  { now, keptDays }: { now: number; keptDays: number },
): RouteMistakes['until'] {
  if (until === undefined) return undefined
  return until <= now ? 'past' : until > now + keptDays * DAY_MS ? 'late' : undefined
}

/** What a new route is made of, or with `stored` what is to be changed. Call it with drafts without mistakes. */
export function routeInput(draft: RouteDraft, stored?: RouteDraft): Record<string, unknown> {
  const ends = localTime(draft.until)
  const isMoved = draft.until !== stored?.until && ends !== undefined && given(draft.until) !== undefined
  return {
    name: draft.name.trim(),
    places: parts(draft.places),
    windows: draft.windows.map(({ days, from, to }) => ({ days, from, to })),
    ...(isMoved && { expiresAt: ends }),
  }
}
