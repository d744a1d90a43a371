import { z } from 'zod'

import { REACH_STATES } from '../../domain/records/alert/view.ts'
import { GATES } from '../../domain/records/alert/gate.ts'
import { ALERT_ANSWERS } from '../../domain/states/alert-states.ts'
import { MISSING } from '../../domain/tree/people.ts'
import { VERIFICATION_STATES } from '../../domain/states/verification-states.ts'
import { command, EntryId, Id, query, Time } from './parts.ts'

/** How far an alert has come with one person, as its board says. */
const OnBoard = z.strictObject({
  state: z.enum(REACH_STATES),
  answer: z.enum(ALERT_ANSWERS).nullable(),
  /** Who phoned or told them. */
  by: Id.nullable(),
  at: Time.nullable(),
})

const TreeNode = z.strictObject({
  /** Person id of a member, or id of a contact card. */
  person: Id,
  kind: z.enum(['member', 'contact']),
  name: z.string(),
  you: z.boolean(),
  /** E.164; null where they cannot be phoned: `missing` says why, and they are told in person. */
  tel: z.string().nullable(),
  otherTels: z.array(z.string()),
  /** The same in groups, as it is read aloud. */
  shownTel: z.string().nullable(),
  missing: z.enum(MISSING).nullable(),
  /** Null for the root, and for those of `left`. */
  caller: Id.nullable(),
  calls: z.array(Id),
  /** Calls between the root and them. */
  depth: z.number().int().nonnegative(),
  /** Whom the root calls on the way to them. */
  branch: Id.nullable(),
  buddy: Id.nullable(),
  languages: z.array(z.string()),
  /** False where they and their caller share no language. */
  talks: z.boolean(),
  /** The last caller of a branch: tells the root when the calls of it are made. */
  confirms: z.boolean(),
  /** Whether they agreed to stand on paper with their number. */
  printed: z.boolean(),
  bestTimes: z.string().nullable(),
  board: OnBoard.optional(),
})

const OpenCall = z.strictObject({
  person: Id,
  /** Who calls them now: their caller, or where that one was not reached, the nearest above who was. */
  by: Id,
  /** Whose place `by` takes. */
  instead: Id.nullable(),
})

const Branch = z.strictObject({
  /** Whom the root calls. */
  branch: Id,
  /** Who calls last in it. */
  last: Id,
  /** Somebody said that the calls of it are made. */
  confirmed: z.strictObject({ by: Id, at: Time }).optional(),
})

/** Who calls whom where laptops do not reach people. That somebody was phoned is said by `alert:record`. */
export const treeContract = {
  /**
   * The tree as this laptop knows the network; with `alert`, of those whom it is for. `root`: who begins; without it the sender of the
   * alert, else who is on call, else the coordinator who has been one for longest.
   * @throws `domain/not-found`, `domain/not-allowed-now` for a draft
   */
  'tree:show': query(
    z.strictObject({ network: Id, alert: Id.optional(), root: Id.optional() }),
    z.strictObject({
      root: Id,
      /** The root first, each followed by whom they call; at the end whom nobody has a call for. */
      nodes: z.array(TreeNode),
      left: z.array(Id),
      branches: z.array(Branch),
      emergencyNumber: z.string().nullable(),
      alert: z
        .strictObject({
          id: Id,
          headline: z.string(),
          state: z.string(),
          drill: z.boolean(),
          gate: z.enum(GATES),
          verified: z.enum(VERIFICATION_STATES),
          sentBy: Id,
          count: z.number().int().nonnegative(),
          reached: z.number().int().nonnegative(),
          open: z.array(OpenCall),
          /** Of these, those that fall to this person. */
          yours: z.array(OpenCall),
        })
        .optional(),
    }),
  ),
  /** The calls of one branch are made, as far as they could be: told to the root by its last caller. `branch`: whom the root calls. */
  'tree:confirm': command(
    z.strictObject({ network: Id, alert: Id, branch: Id }),
    z.strictObject({ id: Id, entry: EntryId.optional() }),
  ),
} as const
