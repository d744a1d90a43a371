import { isKnownZone, offsetAt } from '../../../core/domain/input/zone.ts'
import { WEEKDAYS } from '../../../core/domain/records/words.ts'
import type { Route } from '../network-record.ts'

export type Weekday = (typeof WEEKDAYS)[number]
/** When a route is taken: `HH:MM` of the network's clocks. One that ends before it begins ends on the next day. */
export type Window = Pick<Route['windows'][number], 'days' | 'from' | 'to'>

const DAY_MS = 86_400_000

/**
 * Whether a route is being taken now.
 *
 * @param options.zone the network's time zone; undefined: this laptop's
 */
export function isTakenAt(windows: readonly Window[], { now, zone }: { now: number; zone?: string }): boolean {
  const offset =
    zone === undefined || !isKnownZone(zone) ? -new Date(now).getTimezoneOffset() * 60_000 : offsetAt(now, zone)
  const local = now + offset
  const clock = new Date(local).toISOString().slice(11, 16)
  const today = weekdayOf(local)
  const yesterday = weekdayOf(local - DAY_MS)
  return windows.some(({ days, from, to }) => {
    if (isOverNight({ from, to }))
      return (days.includes(today) && clock >= from) || (days.includes(yesterday) && clock < to)
    return days.includes(today) && clock >= from && clock < to
  })
}

export function isOverNight({ from, to }: Pick<Window, 'from' | 'to'>): boolean {
  return to <= from
}

/** @param local milliseconds whose UTC reading is the time on the wall */
function weekdayOf(local: number): Weekday {
  return WEEKDAYS[(new Date(local).getUTCDay() + 6) % 7]!
}
