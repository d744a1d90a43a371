import { offsetAt } from '../../../core/domain/input/zone.ts'

/** What the clock on the wall says somewhere. Months from 1. */
export interface Wall {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** The wall clock in a time zone (IANA name) at a moment in milliseconds. */
export function wallAt(ms: number, zone: string): Wall {
  const shown = new Date(ms + offsetAt(ms, zone))
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  }
}

/** The moment, in milliseconds, when the wall clock there says so; one that a clock change skips is moved on. */
export function momentOf({ year, month, day, hour, minute }: Wall, zone: string): number {
  const local = Date.UTC(year, month - 1, day, hour, minute)
  // Twice: the first guess may lie on the other side of a clock change.
  const guess = local - offsetAt(local, zone)
  return local - offsetAt(guess, zone)
}
