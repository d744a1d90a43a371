import { z } from 'zod'

import { PARTSTATS } from '../../domain/records/words.ts'
import type { IncidentState } from '../../domain/states/incident-states.ts'
import { RESPONDER_STATES } from '../../domain/states/responder-states.ts'
import type { VerificationState } from '../../domain/states/verification-states.ts'
import { NEED_STATES, PLAN_STATES, TASK_STATES } from '../../domain/states/work-states.ts'
import { Body, command, EntryId, Id, Label, ShownKind } from './parts.ts'

/** Where a person can move an incident to; `draft` and `erased` are reached otherwise. */
export const INCIDENT_MOVES = [
  'reported',
  'triaged',
  'responding',
  'resolved',
  'follow-up',
  'closed',
  'merged',
  'withdrawn',
  'reopened',
  'held',
] as const satisfies readonly IncidentState[]
/** `disputed` comes of a contradiction. */
export const VERIFICATIONS = [
  'unverified',
  'checking',
  'verified',
  'partly',
  'could-not-verify',
  'unfounded',
] as const satisfies readonly VerificationState[]

const Text = z.string().trim().min(1).max(2000)
/** ISO 8601 (one without a zone is read in the plan's or the network's) or milliseconds; the domain reads it. */
const When = z.union([z.string().max(40), z.number()])
const ofRecord = { network: Id, id: Id }
/** The entry that was made or changed; absent when nothing needed changing or the record itself was changed. */
const Entry = z.strictObject({ /** Of the record. */ id: Id, entry: EntryId.optional() })

/** Acts on one incident. A contradiction with what others do at the same time reduces to the more careful state. */
export const incidentContract = {
  /** @throws `domain/not-allowed-now` when the present state does not lead there */
  'incident:move': command(
    z.strictObject({
      ...ofRecord,
      to: z.enum(INCIDENT_MOVES),
      note: Text.optional(),
      followUpOwner: Label.optional(),
      mergedInto: Id.optional(),
    }),
    Entry,
  ),
  'incident:verify': command(z.strictObject({ ...ofRecord, to: z.enum(VERIFICATIONS), basis: Text }), Entry),
  /** Without `need` a new one is made of `kind` and `text`; with it that one changes to `state`. */
  'incident:need': command(
    z.strictObject({
      ...ofRecord,
      need: EntryId.optional(),
      kind: Label.optional(),
      text: Text.optional(),
      state: z.enum(NEED_STATES).optional(),
    }),
    Entry,
  ),
  /** `person`: on behalf of somebody without a laptop at hand; default this person. */
  'incident:respond': command(
    z.strictObject({
      ...ofRecord,
      state: z.enum(RESPONDER_STATES),
      person: Id.optional(),
      eta: When.optional(),
      note: Text.optional(),
    }),
    Entry,
  ),
  'incident:note': command(z.strictObject({ ...ofRecord, text: Text }), Entry),
} as const

/** Acts on one plan. */
export const planContract = {
  /** @throws `domain/not-allowed-now` */
  'plan:move': command(z.strictObject({ ...ofRecord, to: z.enum(PLAN_STATES), note: Text.optional() }), Entry),
  'plan:signup': command(
    z.strictObject({
      ...ofRecord,
      answer: z.enum(PARTSTATS).optional(),
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
    z.strictObject({
      ...ofRecord,
      task: EntryId.optional(),
      summary: Text.optional(),
      due: When.optional(),
      state: z.enum(TASK_STATES).optional(),
      person: Id.optional(),
    }),
    Entry,
  ),
  /** Without `shift` a new one is made of start, end and role; with it that one changes. */
  'plan:shift': command(
    z.strictObject({
      ...ofRecord,
      shift: EntryId.optional(),
      start: When.optional(),
      end: When.optional(),
      role: Label.optional(),
      min: z.number().int().min(0).max(1000).optional(),
      max: z.number().int().min(1).max(1000).optional(),
    }),
    Entry,
  ),
} as const

/** Everything else that can be done to a record. */
export const actContract = {
  /** `act` and its `input`: a name and the input of EDITS in core/domain/edits, except `edit` and `archive`. */
  'record:act': command(z.strictObject({ ...ofRecord, kind: ShownKind, act: z.string().max(40), input: Body }), Entry),
} as const
