import { z } from 'zod'

import { command, EntryId, Id, query, ShownKind, Time } from './parts.ts'

const Hold = z.strictObject({
  /** Of the record, as people know it. */
  id: Id,
  /** Absent for one that has not come here. */
  kind: ShownKind.optional(),
  title: z.string().optional(),
  entry: EntryId,
  /** Who set it: a coordinator then. */
  person: Id,
  name: z.string(),
  at: Time,
  reason: z.string(),
})

/** Records that are not to be erased, by whom and why: not by anybody's wish, and not as their time is over. */
export const holdContract = {
  /** @throws `identity/not-a-coordinator`, `domain/not-found`, `domain/invalid-input` */
  'hold:set': command(
    z.strictObject({ network: Id, id: Id, reason: z.string().max(1_000) }),
    z.strictObject({ /** Of the record. */ id: Id }),
  ),
  /** Lifts every hold of a record that is known here. @throws `identity/not-a-coordinator`, `domain/not-allowed-now` with `not-held` */
  'hold:lift': command(z.strictObject({ network: Id, id: Id }), z.strictObject({ id: Id })),
  /** Newest first; at most 1,000. */
  'hold:list': query(
    z.strictObject({ network: Id, /** Those of one record. */ id: Id.optional() }),
    z.strictObject({ holds: z.array(Hold) }),
  ),
} as const
