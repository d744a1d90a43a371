import { z } from 'zod'

import { CONFIRMABLE } from '../../domain/records/alert/alert.ts'
import { GATES, SENDING_OBSTACLES } from '../../domain/records/alert/gate.ts'
import { CHECK_INS } from '../../domain/states/responder-states.ts'
import { AUDIENCES } from '../../domain/records/words.ts'
import { ALERT_ANSWERS, ESCALATION_STEPS } from '../../domain/states/alert-states.ts'
import { Body, command, EntryId, Id, Label, query, ShownRecord } from './parts.ts'

const ofAlert = { network: Id, id: Id }
const Note = z.string().trim().min(1).max(300)
/** ISO 8601 or milliseconds; the domain reads it. */
const When = z.union([z.string().max(40), z.number()])
const Entry = z.strictObject({ /** Of the alert. */ id: Id, entry: EntryId.optional() })
const said = { eta: When.optional(), role: Label.optional() }
const forSomebody = { person: Id.optional(), via: z.enum(['phone', 'person']).optional(), note: Note.optional() }
const Remark = z.string().trim().min(1).max(1_000)
const Person = z.strictObject({ person: Id, name: z.string(), connected: z.boolean() })

/**
 * Calls for help. A draft is made by `record:add` and changed by `record:edit` (kind `alert`); lists by `record:list`. That an alert
 * has reached somebody is said by their own laptop alone: there is no command for it.
 */
export const alertContract = {
  /** With the gate as this laptop can tell it, and for a draft what stands against sending it. */
  'alert:show': query(
    z.strictObject(ofAlert),
    z.strictObject({
      record: ShownRecord,
      /** Absent for a draft. */
      gate: z.enum(GATES).optional(),
      obstacles: z.array(z.enum(SENDING_OBSTACLES)),
      /** Of those addressed, who is a member now, or for a draft would be addressed. */
      people: z.array(Person),
      /** Computers of theirs that are connected now. */
      computers: z.number().int().nonnegative(),
    }),
  ),
  /** Whom an audience means now. `of`: a circle's id, or the skill that specialists have. */
  'alert:audience': query(
    z.strictObject({ network: Id, scope: z.enum(AUDIENCES), of: z.string().max(64).optional() }),
    z.strictObject({ people: z.array(Person), computers: z.number().int().nonnegative() }),
  ),
  /**
   * Sends a draft; from here on it is fixed. `version`: the one that was looked at.
   * @throws `domain/not-allowed-now` with `obstacles`
   */
  'alert:send': command(
    z.strictObject({ ...ofAlert, version: EntryId.optional() }),
    z.strictObject({
      id: Id,
      /** People addressed, and how many of them, and of their computers, are connected now. */
      addressed: z.number().int().nonnegative(),
      connected: z.number().int().nonnegative(),
      computers: z.number().int().nonnegative(),
    }),
  ),
  /** `unverified`: act now though nobody has verified it; `text`: the text identifies nobody. For the version that was looked at. */
  'alert:confirm': command(
    z.strictObject({ ...ofAlert, what: z.enum(CONFIRMABLE), version: EntryId.optional() }),
    Entry,
  ),
  /** This person has it before their eyes. */
  'alert:seen': command(z.strictObject(ofAlert), Entry),
  /**
   * `agreed`: accepts the safety agreement, which is asked for once, before the first "coming".
   * @throws `domain/not-allowed-now` with `agreement` where it was not accepted yet
   */
  'alert:answer': command(
    z.strictObject({ ...ofAlert, answer: z.enum(ALERT_ANSWERS), ...said, agreed: z.literal(true).optional() }),
    Entry,
  ),
  /** Somebody was phoned or told in person; with what they said, if they did. `person`: a member, or a contact. */
  'alert:record': command(
    z.strictObject({
      ...ofAlert,
      person: Id,
      via: z.enum(['phone', 'person']),
      answer: z.enum(ALERT_ANSWERS).optional(),
      ...said,
      note: Note.optional(),
    }),
    Entry,
  ),
  /**
   * Of who is out: they are well, and where; the timer begins anew. Without `state` still where they were; `safe` checks out. `person`:
   * somebody else who was heard of by `via`, else by phone. Also when the alert is over.
   * @throws `domain/not-allowed-now`: `not-out`, `where-now`
   */
  'alert:check-in': command(z.strictObject({ ...ofAlert, state: z.enum(CHECK_INS).optional(), ...forSomebody }), Entry),
  /** From any state. */
  'alert:needs-help': command(z.strictObject({ ...ofAlert, ...forSomebody }), Entry),
  /** Two who stay together, or with `apart` no longer. */
  'alert:pair': command(z.strictObject({ ...ofAlert, first: Id, second: Id, apart: z.boolean().optional() }), Entry),
  /**
   * What went well, what to change, and whether this person wants somebody to talk to. All members can read it.
   * @throws `domain/not-allowed-now` with `not-over`
   */
  'alert:debrief': command(
    z.strictObject({ ...ofAlert, well: Remark.optional(), change: Remark.optional(), support: z.boolean().optional() }),
    Entry,
  ),
  /** "Enough: stand the rest down." */
  'alert:enough': command(z.strictObject(ofAlert), Entry),
  /** A draft of an alert that is to take the place of this one; `patch` holds what is different. Sent by `alert:send`. */
  'alert:update': command(z.strictObject({ ...ofAlert, patch: Body }), z.strictObject({ id: Id })),
  'alert:cancel': command(z.strictObject({ ...ofAlert, note: Note.optional() }), Entry),
  'alert:all-clear': command(z.strictObject({ ...ofAlert, note: Note.optional() }), Entry),
  /** The next step, before its time where a person wants it. */
  'alert:escalate': command(
    z.strictObject({ ...ofAlert, step: z.enum(ESCALATION_STEPS), early: z.boolean().default(true) }),
    Entry,
  ),
  /** Raises it no further, on every laptop. */
  'alert:stop': command(z.strictObject(ofAlert), Entry),
} as const
