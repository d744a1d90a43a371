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
  const parts = formatOf(zone).formatToParts(ms)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value)
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
}

/** Making one takes a thousand times as long as using it, and a repeated plan asks often. Zones are few. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(zone, format)
  return format
}

/** The moment, in milliseconds, when the wall clock there says so; one that a clock change skips is moved on. */
export function momentOf(wall: Wall, zone: string): number {
  const local = utcOf(wall)
  // Twice: the first guess may lie on the other side of a clock change.
  const guess = local - offsetAt(local, zone)
  return local - offsetAt(guess, zone)
}

/** Whether this laptop knows the zone; another laptop may have named one that it does not. */
export function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

function offsetAt(ms: number, zone: string): number {
  return utcOf(wallAt(ms, zone)) - Math.floor(ms / 60_000) * 60_000
}

function utcOf({ year, month, day, hour, minute }: Wall): number {
  return Date.UTC(year, month - 1, day, hour, minute)
}
