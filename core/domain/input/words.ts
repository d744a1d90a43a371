import { readRecurrence } from '../recurrence.ts'
import { readLanguage, readRule } from '../shape/scalars.ts'

/** A language tag (BCP 47) in canonical case, or undefined. */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return readLanguage(Intl.getCanonicalLocales(text.trim())[0])
  } catch {
    return undefined
  }
}

/** An RRULE value (RFC 5545, 3.3.10) that can be followed, or undefined. */
export function canonicalRule(text: string): string | undefined {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
  const rule = readRecurrence(bare)
  return rule === undefined ? undefined : readRule(rule.toString())
}
