import { InvalidArgumentError } from 'commander'

/** Parsers of option values, for commander: each says in words what it takes. */

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d{1,9}$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`)
    return value
  }
}

/** Seconds, fractions allowed, up to an hour. @returns milliseconds */
export function seconds(text: string): number {
  const value = Number(text)
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(text) || value <= 0 || value > 3600)
    throw new InvalidArgumentError('It takes seconds, more than 0 and at most 3600.')
  return Math.max(1, Math.round(value * 1000))
}

/** E.164: `+` and 7 to 15 digits; spaces, hyphens, dots and parentheses are left out. */
export function phoneNumber(text: string): string {
  const bare = text.replace(/[\s().-]/g, '')
  if (!/^\+[1-9]\d{6,14}$/.test(bare))
    throw new InvalidArgumentError('It takes a number with its country code, like +34600000001.')
  return bare
}

/** ISO 8601 date and time; without a zone it is meant in this laptop's. @returns with `Z` */
export function isoTime(text: string): string {
  const parts =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text)
  const date = new Date(parts?.[4] === undefined ? `${text}T00:00` : text.replace(' ', 'T'))
  // Date accepts 30 February and moves on to March: the day of the month tells
  const dayExists =
    parts !== null && Number(parts[3]) <= new Date(Date.UTC(Number(parts[1]), Number(parts[2]), 0)).getUTCDate()
  if (!dayExists || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It takes a date and time like 2026-12-01T18:00 or 2026-12-01T18:00:00Z.')
  return date.toISOString()
}

/** `192.0.2.7:4001` or `[2001:db8::7]:4001`. */
export function address(text: string): string {
  const parts = /^(?:((?:\d{1,3}\.){3}\d{1,3})|\[[0-9A-Fa-f:.]{2,45}\]):(\d{1,5})$/.exec(text)
  const octets = (parts?.[1] ?? '0').split('.').map(Number)
  if (parts === null || Number(parts[2]) > 65_535 || octets.some((octet) => octet > 255))
    throw new InvalidArgumentError('It takes an address and port, like 192.168.1.20:7001.')
  return text
}

/** One of a closed list. Case and underscores are forgiven. */
export function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const wanted = text.toLowerCase().replaceAll('_', '-').replaceAll(' ', '-')
    const found = words.find((word) => word.toLowerCase() === wanted)
    if (found === undefined) throw new InvalidArgumentError(`It takes one of: ${words.join(', ')}.`)
    return found
  }
}

/** Text that says something. */
export function someText(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new InvalidArgumentError('It cannot be empty.')
  return trimmed
}

/** Collects an option that may be given several times, each through `parse`. */
export function several<T>(
  parse: (text: string) => T,
  max = 100,
): (text: string, before: readonly T[] | undefined) => readonly T[] {
  return (text, before = []) => {
    if (before.length >= max) throw new InvalidArgumentError(`It can be given at most ${max} times.`)
    return [...before, parse(text)]
  }
}
