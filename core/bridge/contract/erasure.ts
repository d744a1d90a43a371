import { z } from 'zod'

import { command, Id, LogId, query, ShownKind, Time } from './parts.ts'

/** Most records erased by one command. */
export const MAX_ERASED = 1_000

const Named = z.strictObject({ kind: ShownKind, id: Id, title: z.string() })

const Computer = z.strictObject({
  person: Id,
  name: z.string(),
  you: z.boolean(),
  /** First 8 hexadecimal digits of the device key. */
  device: z.string().regex(/^[0-9a-f]{8}$/),
})

/** One act of erasing, with who has said that it is done there. */
const Erasure = z.strictObject({
  /** Record of the membership log that says so. */
  id: LogId,
  person: Id,
  name: z.string(),
  you: z.boolean(),
  /** By the clock of who did it. */
  at: Time,
  /** How many records, and their ids, at most 20. */
  records: z.number().int().positive(),
  ids: z.array(Id).max(20),
  /** Computers in the network now that have said, signed, that it is gone there; this one among them. */
  confirmed: z.number().int().nonnegative(),
  /** Those that have not, at most 50; what they hold, and who copied what before, nobody can tell. */
  missing: z.array(Computer).max(50),
})

/** Erasing records for good, everywhere: never undone, and never known to be everywhere. */
export const erasureContract = {
  /** What erasing these would touch. A member's record is meant by the person's id. @throws `domain/not-found` */
  'erasure:preview': query(
    z.strictObject({ network: Id, ids: z.array(Id).min(1).max(MAX_ERASED) }),
    z.strictObject({
      records: z.array(Named),
      /** Alerts, plans and others that refer to one of them and are not among them, at most 200. */
      referring: z.array(Named).max(200),
      /** Those of both that this person may not erase. */
      forbidden: z.array(Id),
      /** Those of both that are held. */
      held: z.array(Id),
      /** In the network now. */
      computers: z.number().int().positive(),
    }),
  ),
  /**
   * All or nothing. By who made them, or a coordinator.
   * @throws `domain/not-found`, `domain/on-hold`, `domain/not-allowed-now` for the network's own record and those of people who are in it,
   *   `identity/not-a-coordinator`
   */
  'record:erase': command(
    z.strictObject({ network: Id, ids: z.array(Id).min(1).max(MAX_ERASED) }),
    z.strictObject({
      erased: z.number().int().nonnegative(),
      computers: z.number().int().positive(),
      confirmed: z.number().int().nonnegative(),
      /** Whether all that is erased is gone from this computer's disk; false while the disk refuses: it is tried again. */
      doneHere: z.boolean(),
    }),
  ),
  /** Newest first. */
  'erasure:list': query(
    z.strictObject({
      network: Id,
      offset: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(0).max(200).default(50),
    }),
    z.strictObject({
      total: z.number().int().nonnegative(),
      /** In the network now. */
      computers: z.number().int().positive(),
      /** Whether all that is erased is gone from this computer's disk; false while the disk is full, say. */
      doneHere: z.boolean(),
      erasures: z.array(Erasure).max(200),
    }),
  ),
} as const
