import { z } from 'zod'

import { command, EntryId, Id, IsoTime, Label } from './parts.ts'

/** Lifecycle of an incident (product.md, "State machines"); `draft`, `erased` and `held` are not moved to by a person. */
export const INCIDENT_MOVES = ['reported', 'triaged', 'responding', 'resolved', 'follow-up', 'closed', 'merged', 'withdrawn', 'reopened'] as const
export const VERIFICATIONS = ['unverified', 'checking', 'verified', 'partly', 'could-not-verify', 'unfounded'] as const
export const NEED_STATES = ['open', 'claimed', 'met', 'dropped'] as const
export const RESPONDER_STATES = ['asked', 'coming', 'on-scene', 'leaving', 'safe', 'cannot', 'standby', 'needs-help'] as const
export const TASK_STATES = ['needs-action', 'in-process', 'completed', 'cancelled'] as const
export const ANSWERS = ['accepted', 'declined', 'tentative'] as const

const Text = z.string().trim().min(1).max(2000)
const ofRecord = { network: Id, id: Id }
/** The entry that was made or changed. */
const Entry = z.strictObject({ /** Of the record. */ id: Id, entry: EntryId })

/** Acts on one incident. A contradiction with what others do at the same time reduces to the more careful state. */
export const incidentContract = {
  /** @throws `domain/not-allowed-now` when the present state does not lead there */
  'incident:move': command(
    z.strictObject({ ...ofRecord, to: z.enum(INCIDENT_MOVES), note: Text.optional(), followUpOwner: Label.optional(), mergedInto: Id.optional() }),
    Entry,
  ),
  'incident:verify': command(z.strictObject({ ...ofRecord, to: z.enum(VERIFICATIONS), basis: Text }), Entry),
  /** Without `need` a new one is made of `kind` and `text`; with it that one changes to `state`. */
  'incident:need': command(
    z.strictObject({ ...ofRecord, need: EntryId.optional(), kind: Label.optional(), text: Text.optional(), state: z.enum(NEED_STATES).optional() }),
    Entry,
  ),
  /** `person`: on behalf of somebody without a laptop at hand; default this person. */
  'incident:respond': command(
    z.strictObject({ ...ofRecord, state: z.enum(RESPONDER_STATES), person: Id.optional(), eta: IsoTime.optional(), note: Text.optional() }),
    Entry,
  ),
  'incident:note': command(z.strictObject({ ...ofRecord, text: Text }), Entry),
} as const

/** Acts on one plan. */
export const planContract = {
  'plan:signup': command(
    z.strictObject({
      ...ofRecord,
      answer: z.enum(ANSWERS).default('accepted'),
      /** Of the plan as a whole when neither is given. */
      shift: EntryId.optional(),
      task: EntryId.optional(),
      person: Id.optional(),
      checked: z.enum(['in', 'out']).optional(),
    }),
    Entry,
  ),
  /** Without `task` a new one is made of `summary`; with it that one changes. */
  'plan:task': command(
    z.strictObject({ ...ofRecord, task: EntryId.optional(), summary: Text.optional(), due: IsoTime.optional(), state: z.enum(TASK_STATES).optional(), person: Id.optional() }),
    Entry,
  ),
  /** Without `shift` a new one is made of start, end and role; with it that one changes. */
  'plan:shift': command(
    z.strictObject({
      ...ofRecord,
      shift: EntryId.optional(),
      start: IsoTime.optional(),
      end: IsoTime.optional(),
      role: Label.optional(),
      min: z.number().int().min(0).max(1000).optional(),
      max: z.number().int().min(1).max(1000).optional(),
    }),
    Entry,
  ),
} as const
