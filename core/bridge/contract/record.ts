import { z } from 'zod'

import { Body, command, Done, Id, query, RecordKind, ShownKind, ShownRecord, Time } from './parts.ts'

/** Largest window of a list. */
export const MAX_WINDOW = 200
/** Largest number of records added in one command. */
export const MAX_ADDED = 10_000
export const SORTS = ['newest', 'oldest', 'changed', 'name'] as const

const place = { network: Id, id: Id }
const ofRecord = z.strictObject({ ...place, kind: ShownKind })

const Change = z.strictObject({
  at: Time,
  /** Person id and name of who made it; absent when the author is not known any more. */
  person: Id.optional(),
  name: z.string().optional(),
  /** Counts the author's changes to this record, within one start of their Muster. */
  number: z.number().int().positive(),
  /** Top-level fields that it changed, where that can be told. */
  fields: z.array(z.string()).optional(),
})

const ReceiptOfPerson = z.strictObject({
  person: Id,
  name: z.string(),
  connected: z.boolean(),
  /** Has acknowledged the record as it is here now. */
  has: z.boolean(),
  /** When it was acknowledged; absent when never. */
  at: Time.optional(),
})

/** Contacts, incidents, plans and alerts. */
export const recordContract = {
  /** All or nothing. @throws `domain/invalid-input` with `row` (from 0) and `field` */
  'record:add': command(
    z.strictObject({ network: Id, kind: RecordKind, records: z.array(Body).min(1).max(MAX_ADDED) }),
    z.strictObject({ /** In the order of the records. */ ids: z.array(Id) }),
  ),
  'record:list': query(
    z.strictObject({
      network: Id,
      kind: RecordKind,
      search: z.string().max(200).optional(),
      /** A lifecycle state of an incident, a status of a plan, a state of an alert. */
      state: z.string().max(40).optional(),
      /** Any of these. */
      states: z.array(z.string().max(40)).max(20).optional(),
      /** Absent: only those not archived. */
      archived: z.boolean().optional(),
      sort: z.enum(SORTS).default('newest'),
      offset: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(0).max(MAX_WINDOW).default(50),
    }),
    z.strictObject({
      /** All that match, not only the window. */ total: z.number().int().nonnegative(),
      records: z.array(ShownRecord).max(MAX_WINDOW),
    }),
  ),
  'record:show': query(ofRecord, z.strictObject({ record: ShownRecord })),
  /** `patch` holds the fields to change, with the names of the shown record. */
  'record:edit': command(ofRecord.extend({ patch: Body }), z.strictObject({ record: ShownRecord })),
  'record:archive': command(z.strictObject({ ...place, kind: RecordKind, archived: z.boolean().default(true) }), Done),
  /** Records whose id begins with `prefix`, in all networks or one; at most 10, enough to see that it is ambiguous. */
  'record:find': query(
    z.strictObject({
      prefix: z.string().regex(/^[0-9a-f]{6,32}$/),
      network: Id.optional(),
      kind: RecordKind.optional(),
    }),
    z.strictObject({ matches: z.array(z.strictObject({ network: Id, kind: ShownKind, id: Id })).max(10) }),
  ),
  /** Oldest first. */
  'record:history': query(z.strictObject(place), z.strictObject({ kind: ShownKind, changes: z.array(Change) })),
  'record:receipts': query(z.strictObject(place), z.strictObject({ receipts: z.array(ReceiptOfPerson) })),
} as const
