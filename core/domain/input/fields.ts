import { z } from 'zod'

import { PLACE_PRECISIONS, TIME_PRECISIONS } from '../records/words.ts'
import { MAX_LABEL, MAX_NOTE, readEmail, readId, readImpp } from '../shape/scalars.ts'
import { cleanLabel, cleanText } from '../text/clean.ts'
import type { InputReason } from './invalid.ts'
import { readFullPlusCode } from './place.ts'
import { readGivenTime } from './time.ts'
import { canonicalLanguage, canonicalRule } from './words.ts'
import { isKnownZone } from './zone.ts'

/** A schema of strings that reads them by a function; `reason` when it gives nothing. */
function readBy<T>(read: (text: string) => T | undefined, reason: InputReason, max = 300) {
  return z
    .string()
    .max(max)
    .transform((text, ctx): T => {
      const value = read(text)
      if (value !== undefined) return value
      ctx.addIssue({ code: 'custom', message: reason, input: text })
      return z.NEVER
    })
}

/** A single-line label, cleaned. */
export function label(max = MAX_LABEL) {
  return z
    .string()
    .max(max * 4)
    .transform(cleanLabel)
    .pipe(z.string().min(1).max(max))
}

/** Text of several lines, cleaned. */
export function text(max = MAX_NOTE) {
  return z
    .string()
    .max(max * 2)
    .transform(cleanText)
    .pipe(z.string().min(1).max(max))
}

/** What a text was before it was changed; may be empty. */
export function baseText(max: number) {
  return z
    .string()
    .max(max * 2)
    .transform(cleanText)
}

/** The same, where null takes the value away. */
export function clearable<S extends z.ZodType>(schema: S) {
  return schema.nullable().optional()
}

export const id = readBy((value) => readId(value), 'malformed', 64)
export const email = readBy((value) => readEmail(value.trim()), 'malformed')
export const impp = readBy((value) => readImpp(value.trim()), 'malformed')
export const language = readBy(canonicalLanguage, 'not-a-language')
export const rule = readBy(canonicalRule, 'not-a-recurrence', 400)
export const zone = readBy((value) => (isKnownZone(value) ? value : undefined), 'unknown-zone', 50)
export const plusCode = readBy(readFullPlusCode, 'not-a-plus-code', 20)
/** A telephone number as written; it becomes E.164 in the edit, which knows the country. */
export const telephone = z.string().trim().min(1).max(50)

/** ISO 8601 or milliseconds since the Unix epoch. */
export const time = z
  .unknown()
  .refine((value) => value !== undefined, { message: 'missing' })
  .transform((value, ctx) => {
    const given = readGivenTime(value)
    if (given !== undefined) return given
    ctx.addIssue({ code: 'custom', message: 'not-a-time', input: value })
    return z.NEVER
  })

/** A time and how closely it is known; a time alone is exact. */
export const moment = z.preprocess(
  (value) => (typeof value === 'string' || typeof value === 'number' ? { at: value } : value),
  z.strictObject({ at: time, precision: z.enum(TIME_PRECISIONS).default('exact') }),
)

/** A place; without a precision it is told to the block. */
export const place = z
  .strictObject({
    label: label().nullish(),
    precision: z.enum(PLACE_PRECISIONS).default('block'),
    plusCode: plusCode.nullish(),
  })
  .refine(
    (value) => typeof value.label === 'string' || typeof value.plusCode === 'string' || value.precision === 'withheld',
    {
      message: 'missing',
      path: ['label'],
    },
  )

/** At most `max` items. */
export function many<S extends z.ZodType>(schema: S, max = 50) {
  return z.array(schema).max(max)
}

export const whole = (min: number, max: number) => z.number().int().min(min).max(max)
