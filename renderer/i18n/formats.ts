import type { Locale } from './translator.ts'

export interface Formats {
  number(value: number): string
  /** Names joined as a language joins them. */
  list(items: readonly string[]): string
  /** "14:05" */
  clock(at: number): string
  /** "Sat 21 Nov" */
  day(at: number): string
  /** "Saturday, 21 November 2026" */
  longDay(at: number): string
  /** "21 Nov 2026" */
  date(at: number): string
  /** Date and time. */
  moment(at: number): string
  /** "3 min. ago"; undefined within the last minute. */
  ago(at: number, now: number): string | undefined
  /** "Spanish" for `es`; what is no language tag is given back. */
  language(tag: string): string
  /** Compares two strings as the language sorts them. */
  compare(a: string, b: string): number
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How one language writes numbers, lists and times, in the laptop's time zone. */
export function createFormats(locale: Locale): Formats {
  const tag = locale === 'en-XA' ? 'en' : locale === 'en' ? preferredEnglish() : locale
  const number = new Intl.NumberFormat(tag)
  const list = new Intl.ListFormat(tag, { type: 'conjunction' })
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: 'short' })
  const day = new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short' })
  const longDay = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' })
  const languages = new Intl.DisplayNames(tag, { type: 'language' })
  const collator = new Intl.Collator(tag, { sensitivity: 'base', numeric: true })
  return {
    number: (value) => number.format(value),
    list: (items) => list.format(items),
    clock: (at) => clock.format(at),
    day: (at) => day.format(at),
    longDay: (at) => longDay.format(at),
    date: (at) => date.format(at),
    moment: (at) => moment.format(at),
    ago: (at, now) => {
      const past = Math.max(0, now - at)
      const unit = UNITS.find(([, ms]) => past >= ms)
      return unit === undefined ? undefined : relative.format(-Math.floor(past / unit[1]), unit[0])
    },
    language: (code) => {
      try {
        return languages.of(code) ?? code
      } catch {
        return code
      }
    },
    compare: (a, b) => collator.compare(a, b),
  }
}

/** English as this laptop's person writes it (`en-GB`, `en-US`, …), for dates and clocks. */
function preferredEnglish(): string {
  const found = globalThis.navigator?.languages?.find((tag) => tag.toLowerCase().startsWith('en-'))
  return found ?? 'en-GB'
}
