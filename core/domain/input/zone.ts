/** Making a format takes a thousand times as long as using it, and a repeated plan asks often. */
const formats = new Map<string, Intl.DateTimeFormat>()
/** Real networks name a few zones; a hostile record could name each in every spelling of upper and lower case. */
const MOST_FORMATS = 100

/** Whether this laptop knows the time zone (IANA name); another laptop may have named one that it does not. */
export function isKnownZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** How far a known zone is ahead of UTC at that moment, in milliseconds. */
export function offsetAt(ms: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(ms)
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(ms / 1_000) * 1_000
}

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
    second: 'numeric',
  })
  if (formats.size >= MOST_FORMATS) formats.clear()
  formats.set(zone, format)
  return format
}
