import { z } from 'zod'

import { id, text } from '../input/fields.ts'
import { invalidInput } from '../input/invalid.ts'
import { withPrecision, type PlaceValue } from '../input/place.ts'
import { resolveTime, type GivenTime } from '../input/time.ts'
import { BASE } from '../records/common.ts'
import { FLAG_REASONS } from '../records/words.ts'
import type { ParsedFields } from '../shape/fields.ts'
import { mergeTexts } from '../text/merge.ts'
import type { EditContext, Write } from '../write.ts'
import { appendLog, defineEdit, put, requireEntry } from './edit.ts'

type BaseRecord = ParsedFields<typeof BASE>

/** Who made it and when: the first writes of every new record. */
export function createdWrites(ctx: EditContext): Write[] {
  return [put(['createdAt'], ctx.now), put(['createdBy'], ctx.by)]
}

/** Puts a record away, or takes it out again with `{archived: false}`. Nothing is deleted. */
export const archive = defineEdit(
  z.strictObject({ archived: z.boolean().default(true) }),
  (record: BaseRecord, { archived }, ctx): Write[] => {
    if (archived === (record.archivedAt !== null)) return []
    return [put(['archivedAt'], archived ? ctx.now : null), put(['archivedBy'], ctx.by)]
  },
)

/** Says that the record identifies someone or is unsafe: hidden for all until two coordinators have decided. */
export const flag = defineEdit(
  z.strictObject({ reason: z.enum(FLAG_REASONS) }),
  (record: BaseRecord, { reason }, ctx): Write[] => [appendLog(['flags'], BASE.flags, record.flags, { reason }, ctx)],
)

/** A coordinator's decision on a flag; the caller has checked that they are one. */
export const decideFlag = defineEdit(
  z.strictObject({ flag: id, keep: z.boolean() }),
  (record: BaseRecord, input, ctx): Write[] => {
    requireEntry(record.flags, input.flag, 'flag')
    const at = ['flags', input.flag, 'decisions']
    return [put([...at, `${ctx.by}/keep`], input.keep), put([...at, `${ctx.by}/at`], ctx.now)]
  },
)

/** What a place input comes to in store: cut to its precision. Undefined and null pass. */
export function placeValue(
  place: Partial<Record<keyof PlaceValue, unknown>> | null | undefined,
): PlaceValue | null | undefined {
  if (place === undefined || place === null) return place
  const { label, precision, plusCode } = place as Partial<PlaceValue> & Pick<PlaceValue, 'precision'>
  return withPrecision({ label: label ?? null, precision, plusCode: plusCode ?? null })
}

/** Milliseconds of a time input. Undefined and null pass. @throws MeshError `domain/invalid-input` */
export function timeValue(
  time: GivenTime | null | undefined,
  field: string,
  ctx: EditContext,
  zone?: string,
): number | null | undefined {
  return time === undefined || time === null ? time : resolveTime(time, field, ctx, zone)
}

type MomentInput = { readonly at: GivenTime; readonly precision: string }

/** A moment input with its time in milliseconds. Undefined and null pass. @throws MeshError `domain/invalid-input` */
export function momentValue(moment: MomentInput | null | undefined, field: string, ctx: EditContext) {
  return moment === undefined || moment === null
    ? moment
    : { at: resolveTime(moment.at, `${field}.at`, ctx), precision: moment.precision }
}

/** @throws MeshError `domain/invalid-input` when both are known and the end comes first */
export function requireOrder(start: number | null | undefined, end: number | null | undefined, field: string): void {
  if (typeof start === 'number' && typeof end === 'number' && end < start)
    throw invalidInput(field, 'ends-before-start')
}

/** @throws MeshError `domain/invalid-input` for a patch with nothing in it */
export function requireSomething(patch: object): void {
  if (Object.values(patch).every((value) => value === undefined)) throw invalidInput('', 'nothing-to-change')
}

/** A co-edited text as it is to be stored: with what came since `base`. Undefined and null pass. */
export function rebasedText<T extends string | null | undefined>(
  base: string | undefined,
  text: T,
  present: string,
): T | string {
  return base === undefined || typeof text !== 'string' ? text : mergeTexts(base, text, present)
}

/** A line that goes with a move. */
export const note = text(1_000).optional()
