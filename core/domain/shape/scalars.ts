import { cleanLabel, cleanText } from '../text/clean.ts'

/** Reads one scalar of a record: the cleaned value, or undefined when it is not what the field holds. */
export type Read<T> = (value: unknown) => T | undefined

/** Most entries that are read of one map or log; those with the lowest keys count. */
export const MAX_ENTRIES = 2_000
/** Longest id or key of an entry, in characters. */
export const MAX_ID = 64
/** Longest co-edited text, in UTF-16 units. */
export const MAX_LONG_TEXT = 20_000
/** Longest note, in UTF-16 units. */
export const MAX_NOTE = 4_000
/** Longest name, title or place label, in UTF-16 units. */
export const MAX_LABEL = 200
/** An entry stamped further ahead of this laptop's clock is marked, in milliseconds. */
export const FUTURE_MS = 5 * 60_000

/** 2200-01-01: later times are mistakes or tricks. */
const MAX_TIME = 7_258_118_400_000
const ID = /^[0-9A-Za-z_.:-]{1,64}$/
/** No spaces, nothing invisible. */
const VISIBLE = /^[^\p{Cc}\p{Default_Ignorable_Code_Point}\s]+$/u

/** An id of a person, a record or an entry; never `__proto__`. */
export const readId: Read<string> = (value) =>
  typeof value === 'string' && ID.test(value) && value !== '__proto__' ? value : undefined

/** Milliseconds since the Unix epoch. */
export const readTime: Read<number> = (value) => (isInteger(value, 0, MAX_TIME) ? value : undefined)

export const readBoolean: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)

/** A whole number between `min` and `max`, both included. */
export function readInteger(min: number, max: number): Read<number> {
  return (value) => (isInteger(value, min, max) ? value : undefined)
}

/** A finite number between `min` and `max`, both included. */
export function readNumber(min: number, max: number): Read<number> {
  return (value) => (typeof value === 'number' && value >= min && value <= max ? value : undefined)
}

/** A single-line label, cleaned; an empty or too long one does not count. */
export function readLabel(max = MAX_LABEL): Read<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length > max * 4) return undefined
    const label = cleanLabel(value)
    return label !== '' && label.length <= max ? label : undefined
  }
}

/** Text of several lines, cleaned. */
export function readText(max = MAX_NOTE): Read<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length > max * 4) return undefined
    const text = cleanText(value)
    return text !== '' && text.length <= max ? text : undefined
  }
}

/** One word of a closed list. */
export function readWord<const W extends string>(words: readonly W[]): Read<W> {
  const known = new Set<unknown>(words)
  return (value) => (known.has(value) ? (value as W) : undefined)
}

/** A string of a fixed form without spaces or anything invisible. */
export function readPattern(pattern: RegExp, max: number): Read<string> {
  return (value) =>
    typeof value === 'string' && value.length <= max && pattern.test(value) && VISIBLE.test(value) ? value : undefined
}

/** How people affected are called: "Person A", "Person AB". */
export const readAlias: Read<string> = (value) =>
  typeof value === 'string' && /^Person [A-Z]{1,3}$/.test(value) ? value : undefined
/** Telephone number in E.164: plus sign and 4 to 15 digits. */
export const readTel = readPattern(/^\+[1-9][0-9]{3,14}$/, 16)
/** An e-mail address by its outer form. */
export const readEmail = readPattern(/^[^@\s<>"(),:;\\[\]]{1,64}@[^@\s<>"(),:;\\[\]]{1,190}$/, 254)
/** An address of a messenger (RFC 6350 IMPP): a URI, or a handle with its service before it. Never one that a browser would run. */
export const readImpp = readPattern(
  /^(?!(?:javascript|data|vbscript|file|blob):)[a-z][a-z0-9+.-]{1,30}:[^\s<>"]{1,180}$/i,
  200,
)
/** Language tag (BCP 47) in canonical case; see input/language.ts for the check on the way in. */
export const readLanguage = readPattern(/^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,6}$/, 35)
/** IANA time zone name by its form. */
export const readZone = readPattern(/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/, 50)
/** ISO 3166-1 alpha-2. */
export const readCountry = readPattern(/^[A-Z]{2}$/, 2)
/** Open Location Code, full or shortened to an area by `0` padding. */
export const readPlusCode = readPattern(
  /^(?:[23456789CFGHJMPQRVWX]{8}\+(?:[23456789CFGHJMPQRVWX]{2,7})?|[23456789CFGHJMPQRVWX]{2,6}(?:0{2}){1,3}\+)$/,
  16,
)
/** Time of day, `07:30`. */
export const readClock = readPattern(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, 5)
/** SHA-256 in lower-case hexadecimal. */
export const readHash = readPattern(/^[0-9a-f]{64}$/, 64)
/** RRULE value (RFC 5545) by its alphabet; see input/recurrence.ts for the check on the way in. */
export const readRule = readPattern(/^[A-Z0-9=;,:+-]{1,300}$/, 300)

function isInteger(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
}
