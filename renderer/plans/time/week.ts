/** Midnight, in this laptop's time zone, of the day that a moment (milliseconds) lies in, or some days from it. */
export function dayOf(at: number, days = 0): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime()
}

/** The seven midnights of the week that a moment lies in. `firstDay`: 1 Monday to 7 Sunday. A day may have 23 or 25 hours. */
export function weekOf(at: number, firstDay: number): number[] {
  const weekday = new Date(at).getDay() || 7
  const back = (weekday - firstDay + 7) % 7
  return Array.from({ length: 7 }, (_, day) => dayOf(at, day - back))
}

/** The first day of the week where a language is spoken, 1 Monday to 7 Sunday. */
export function firstDayOf(language: string): number {
  const locale = new Intl.Locale(language) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return locale.getWeekInfo?.().firstDay ?? 1
}
