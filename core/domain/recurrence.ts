import ICAL from 'ical.js'

import { readRule } from './shape/scalars.ts'

const MAX_COUNT = 1_000
const MAX_INTERVAL = 1_000

/**
 * A recurrence rule (RRULE, RFC 5545, 3.3.10) that can be followed without end, or undefined: daily at the most often, and of
 * the parts that narrow it only those that leave a date in every few years. Others, of which some leave none at all, would be
 * searched for ever. Total.
 */
export function readRecurrence(text: string): ICAL.Recur | undefined {
  if (readRule(text) === undefined || /INTERVAL=(?:0|[^0-9])/.test(text)) return undefined
  try {
    const rule = ICAL.Recur.fromString(text)
    const { interval, count } = rule
    const bounded = interval >= 1 && interval <= MAX_INTERVAL && (count ?? 1) >= 1 && (count ?? 1) <= MAX_COUNT
    return bounded && hasDates(rule) ? rule : undefined
  } catch {
    return undefined
  }
}

function hasDates({ freq, interval, parts }: ICAL.Recur): boolean {
  const names = Object.keys(parts)
  const only = (...allowed: string[]): boolean => names.every((name) => allowed.includes(name))
  switch (freq) {
    case 'DAILY':
      return names.length === 0 || (names.length === 1 && interval === 1 && only('BYDAY', 'BYMONTH', 'BYMONTHDAY'))
    case 'WEEKLY':
      return only('BYDAY')
    case 'MONTHLY':
      return only('BYDAY', 'BYSETPOS') || only('BYMONTHDAY', 'BYSETPOS')
    case 'YEARLY':
      return only('BYMONTH', 'BYDAY') || only('BYMONTH', 'BYMONTHDAY')
    default:
      return false
  }
}
