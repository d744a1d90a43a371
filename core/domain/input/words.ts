import ICAL from 'ical.js'

import { readLanguage, readRule } from '../shape/scalars.ts'

/** A language tag (BCP 47) in canonical case, or undefined. */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return readLanguage(Intl.getCanonicalLocales(text.trim())[0])
  } catch {
    return undefined
  }
}

const FREQUENCIES = /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/
const MAX_COUNT = 1_000

/** An RRULE value (RFC 5545, 3.3.10), daily at the most often, or undefined. */
export function canonicalRule(text: string): string | undefined {
  const rule = readRule(
    text
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, ''),
  )
  if (rule === undefined || /INTERVAL=0+(?:;|$)/.test(rule)) return undefined
  try {
    const recur = ICAL.Recur.fromString(rule)
    const sound =
      FREQUENCIES.test(recur.freq) &&
      recur.interval >= 1 &&
      recur.interval <= 1_000 &&
      (recur.count ?? 1) >= 1 &&
      (recur.count ?? 1) <= MAX_COUNT
    return sound ? readRule(recur.toString()) : undefined
  } catch {
    return undefined
  }
}
