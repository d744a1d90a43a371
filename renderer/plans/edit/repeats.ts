/** The repetitions that the form offers, as RRULE values (RFC 5545, 3.3.10). */
export const REPEATS = {
  never: null,
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  fortnightly: 'FREQ=WEEKLY;INTERVAL=2',
  monthly: 'FREQ=MONTHLY',
} as const
export type Repeat = keyof typeof REPEATS

/** Which of the offered repetitions a rule is; `other` for one that came from elsewhere, which is kept as it is. */
export function repeatOf(rule: string | null): Repeat | 'other' {
  const parts = new Set((rule ?? '').split(';').filter((part) => part !== '' && part !== 'INTERVAL=1'))
  const same = (Object.keys(REPEATS) as Repeat[]).find((name) => {
    const wanted = (REPEATS[name] ?? '').split(';').filter((part) => part !== '')
    return wanted.length === parts.size && wanted.every((part) => parts.has(part))
  })
  return same ?? 'other'
}
