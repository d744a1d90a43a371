import { z } from 'zod'

import { baseText, clearable, label, many, place, rule, text, time, whole, zone } from '../../input/fields.ts'
import { PLAN_FIELDS, type PlanRecord } from '../../records/plan.ts'
import { INSTITUTION_KINDS, PLAN_KINDS } from '../../records/words.ts'
import { MAX_LONG_TEXT } from '../../shape/scalars.ts'
import type { Fields, MapField } from '../../shape/fields.ts'
import type { EditContext, Write } from '../../write.ts'
import { createdWrites, placeValue, rebasedText, requireOrder, requireSomething, timeValue } from '../common.ts'
import { addEntry, defineEdit, fieldWrites } from '../edit.ts'

export const TaskInput = z.strictObject({ summary: label(), text: text(1_000).nullish(), due: time.nullish() })
export const ShiftInput = z.strictObject({
  start: time,
  end: time.nullish(),
  role: label(64).nullish(),
  min: whole(0, 10_000).nullish(),
  max: whole(0, 10_000).nullish(),
})
export const SponsorInput = z.strictObject({
  organisation: label(),
  pointContact: label().nullish(),
  gives: text(500).nullish(),
})
/** A demand is addressed to an institution, which is why its kind is asked for. */
export const DemandInput = z.strictObject({
  text: text(1_000),
  institution: label(),
  institutionKind: z.enum(INSTITUTION_KINDS),
})
export const SupplyInput = z.strictObject({
  name: label(),
  unit: label(30).nullish(),
  wanted: whole(0, 1_000_000_000).nullish(),
  stock: whole(0, 1_000_000_000).default(0),
})

const optional = {
  kind: clearable(z.enum(PLAN_KINDS)),
  description: clearable(text(MAX_LONG_TEXT)),
  start: clearable(time),
  end: clearable(time),
  tzid: clearable(zone),
  rrule: clearable(rule),
  place: clearable(place),
  safetyPlan: clearable(text()),
}

/** A new plan: only the summary is required. */
export const PlanInput = z.strictObject({
  summary: label(),
  ...optional,
  tasks: many(TaskInput).optional(),
  shifts: many(ShiftInput).optional(),
  coSponsors: many(SponsorInput).optional(),
  demands: many(DemandInput).optional(),
  supplies: many(SupplyInput).optional(),
})
/** Fields to change; null clears one. */
export const PlanPatch = z.strictObject({
  summary: label().optional(),
  /** What the writer had before them: what others wrote meanwhile then stays. Without it the text is replaced. */
  descriptionBase: baseText(MAX_LONG_TEXT).optional(),
  ...optional,
})
type Input = Omit<z.output<typeof PlanPatch>, 'descriptionBase'>

function planWrites(record: PlanRecord, input: Input, ctx: EditContext): Write[] {
  const zoneName = input.tzid ?? record.tzid ?? undefined
  const start = timeValue(input.start, 'start', ctx, zoneName)
  const end = timeValue(input.end, 'end', ctx, zoneName)
  requireOrder(start === undefined ? record.start : start, end === undefined ? record.end : end, 'end')
  // A recurring plan moves with the clocks of its place, so the zone is kept wherever one is known.
  const tzid = input.tzid === undefined && typeof start === 'number' && record.tzid === null ? ctx.timeZone : input.tzid
  return fieldWrites(PLAN_FIELDS, record, { ...input, start, end, tzid, place: placeValue(input.place) })
}

export const createPlan = defineEdit(
  PlanInput,
  (
    record: PlanRecord,
    { tasks = [], shifts = [], coSponsors = [], demands = [], supplies = [], ...input },
    ctx,
  ): Write[] => [
    ...planWrites(record, input, ctx),
    ...tasks.map((task, at) => taskWrite(record, task, ctx, { field: `tasks.${at}.due`, zone: input.tzid })),
    ...shifts.flatMap((shift, at) => shiftWrite(record, shift, ctx, { field: `shifts.${at}`, zone: input.tzid })),
    ...coSponsors.map((one) => madeEntry('coSponsors', record, one, ctx)),
    ...demands.map((one) => madeEntry('demands', record, one, ctx)),
    ...supplies.flatMap((one) => supplyWrites(record, one, ctx)),
    ...createdWrites(ctx),
  ],
)

export const editPlan = defineEdit(PlanPatch, (record: PlanRecord, { descriptionBase, ...patch }, ctx): Write[] => {
  requireSomething(patch)
  const description = rebasedText(descriptionBase, patch.description, record.description)
  return planWrites(record, { ...patch, description }, ctx)
})

interface At {
  readonly field: string
  readonly zone?: string | null | undefined
}

export function taskWrite(record: PlanRecord, task: z.output<typeof TaskInput>, ctx: EditContext, at: At): Write {
  return madeEntry('tasks', record, { ...task, due: timeValue(task.due, at.field, ctx, zoneOf(record, at)) }, ctx)
}

export function shiftWrite(record: PlanRecord, shift: z.output<typeof ShiftInput>, ctx: EditContext, at: At): Write {
  const prefix = at.field === '' ? '' : `${at.field}.`
  const start = timeValue(shift.start, `${prefix}start`, ctx, zoneOf(record, at))
  const end = timeValue(shift.end, `${prefix}end`, ctx, zoneOf(record, at))
  requireOrder(start, end, `${prefix}end`)
  return madeEntry('shifts', record, { ...shift, start, end }, ctx)
}

/** The counter begins with its first addition, made together with its map. */
export function supplyWrites(
  record: PlanRecord,
  { stock, ...supply }: z.output<typeof SupplyInput>,
  ctx: EditContext,
): Write[] {
  const added = madeEntry('supplies', record, supply, ctx)
  return [added, { op: 'add', path: [...added.path, 'stock'], by: stock }]
}

export function madeEntry(
  name: 'tasks' | 'shifts' | 'coSponsors' | 'demands' | 'supplies',
  record: PlanRecord,
  values: object,
  ctx: EditContext,
): Write {
  const made = { ...values, createdAt: ctx.now, createdBy: ctx.by }
  return addEntry([name], PLAN_FIELDS[name] as MapField<Fields>, record[name], made, ctx.newId())
}

function zoneOf(record: PlanRecord, at: At): string | undefined {
  return at.zone ?? record.tzid ?? undefined
}
