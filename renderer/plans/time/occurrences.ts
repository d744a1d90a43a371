import ICAL from 'ical.js'

import { isKnownZone } from '../../../core/domain/input/zone.ts'
import { readRecurrence } from '../../../core/domain/recurrence.ts'
import { momentOf, wallAt } from './zoned.ts'

/** What of a plan says when it takes place. */
export interface Timed {
  readonly start: number | null
  readonly end: number | null
  readonly tzid: string | null
  readonly rrule: string | null
}

/** One time that a plan takes place, in milliseconds. */
export interface Occurrence {
  readonly start: number
  readonly end: number | null
}

/** Most repetitions that are looked at: about five years of a daily plan. */
const MOST_STEPS = 2_000

/**
 * When a plan takes place between `from` and `to` (milliseconds, `to` excluded), earliest first. A recurring one moves with the
 * clocks of its own time zone. A rule that cannot be read or followed counts as none: whoever wrote it may run something else.
 *
 * @param options.zone this laptop's time zone, for plans that name none
 */
export function occurrencesOf(plan: Timed, options: { from: number; to: number; zone: string }): Occurrence[] {
  const { from, to } = options
  if (plan.start === null) return []
  const length = plan.end === null ? 0 : Math.max(0, plan.end - plan.start)
  return [...starts(plan.start, plan, options)]
    .filter((start) => start + Math.max(length, 1) > from && start < to)
    .map((start) => ({ start, end: plan.end === null ? null : start + length }))
}

/** The first time from `from` on; undefined when there is none any more, or no date at all. */
export function nextOccurrence(plan: Timed, options: { from: number; zone: string }): Occurrence | undefined {
  return occurrencesOf(plan, { ...options, to: options.from + 400 * 86_400_000 })[0]
}

function* starts(first: number, plan: Timed, { to, zone }: { to: number; zone: string }): Generator<number> {
  const rule = plan.rrule === null ? undefined : readRecurrence(plan.rrule)
  if (rule === undefined) return yield first
  const there = plan.tzid !== null && isKnownZone(plan.tzid) ? plan.tzid : zone
  const steps = rule.iterator(ICAL.Time.fromData({ ...wallAt(first, there), second: 0 }))
  for (let step = 0; step < MOST_STEPS; step++) {
    const next: ICAL.Time | null | undefined = steps.next()
    if (next === null || next === undefined) return
    const { year, month, day, hour, minute } = next
    const start = momentOf({ year, month, day, hour, minute }, there)
    if (start >= to) return
    yield start
  }
}
