import { z } from 'zod'

import { baseText, clearable, label, many, moment, place, text, time } from '../../input/fields.ts'
import { INCIDENT_FIELDS, NONE_WANTED, type IncidentRecord } from '../../records/incident.ts'
import {
  AUDIENCES,
  CERTAINTIES,
  HELP_KINDS,
  INCIDENT_KINDS,
  SEVERITIES,
  SOURCES,
  URGENCIES,
} from '../../records/words.ts'
import { MAX_LONG_TEXT } from '../../shape/scalars.ts'
import type { EditContext, Write } from '../../write.ts'
import {
  createdWrites,
  momentValue,
  placeValue,
  rebasedText,
  requireOrder,
  requireSomething,
  timeValue,
} from '../common.ts'
import { addEntry, defineEdit, fieldWrites } from '../edit.ts'

export const NeedInput = z.strictObject({ kind: z.enum(HELP_KINDS), text: text(500).nullish() })

/** A person id, a team's name, or that none is wanted. */
export const followUpOwner = label(120).transform((owner) => (/^none[- ]wanted$/i.test(owner) ? NONE_WANTED : owner))

const optional = {
  kind: clearable(z.enum(INCIDENT_KINDS)),
  onset: clearable(moment),
  end: clearable(moment),
  place: clearable(place),
  source: clearable(z.enum(SOURCES)),
  urgency: clearable(z.enum(URGENCIES)),
  severity: clearable(z.enum(SEVERITIES)),
  certainty: clearable(z.enum(CERTAINTIES)),
  audience: clearable(z.strictObject({ scope: z.enum(AUDIENCES), of: label(64).nullish() })),
  followUpOwner: followUpOwner.nullable().optional(),
  expiresAt: clearable(time),
}

/** A report: only what is happening is required. */
export const IncidentInput = z.strictObject({
  what: text(MAX_LONG_TEXT),
  ...optional,
  needs: many(NeedInput).optional(),
})
/** Fields to change; null clears one. What happens to states and needs are edits of their own. */
export const IncidentPatch = z.strictObject({
  what: text(MAX_LONG_TEXT).optional(),
  /** What the writer had before them: what others wrote meanwhile then stays. Without it the text is replaced. */
  whatBase: baseText(MAX_LONG_TEXT).optional(),
  ...optional,
})
type Input = Omit<z.output<typeof IncidentPatch>, 'whatBase'>

function reportWrites(record: IncidentRecord, input: Input, ctx: EditContext): Write[] {
  const onset = momentValue(input.onset, 'onset', ctx)
  const end = momentValue(input.end, 'end', ctx)
  requireOrder((onset === undefined ? record.onset : onset)?.at, (end === undefined ? record.end : end)?.at, 'end')
  const expiresAt = timeValue(input.expiresAt, 'expiresAt', ctx)
  return fieldWrites(INCIDENT_FIELDS, record, { ...input, onset, end, expiresAt, place: placeValue(input.place) })
}

export const createIncident = defineEdit(
  IncidentInput,
  (record: IncidentRecord, { needs = [], ...input }, ctx): Write[] => [
    ...reportWrites(record, input, ctx),
    ...needs.map((need) => needWrite(record, need, ctx)),
    ...createdWrites(ctx),
  ],
)

export const editIncident = defineEdit(
  IncidentPatch,
  (record: IncidentRecord, { whatBase, ...patch }, ctx): Write[] => {
    requireSomething(patch)
    return reportWrites(record, { ...patch, what: rebasedText(whatBase, patch.what, record.what) }, ctx)
  },
)

/** A new need, open. */
export function needWrite(record: IncidentRecord, need: z.output<typeof NeedInput>, ctx: EditContext): Write {
  return addEntry(
    ['needs'],
    INCIDENT_FIELDS.needs,
    record.needs,
    { ...need, createdAt: ctx.now, createdBy: ctx.by },
    ctx.newId(),
  )
}
