import { z } from 'zod'

import { command, Id, query, Time } from './parts.ts'

/** ISO 8601 or milliseconds; the domain reads it. */
const When = z.union([z.string().max(40), z.number()])
const count = z.number().int().nonnegative()

const asked = z.strictObject({
  network: Id,
  at: When,
  /** Changes that came after the moment, but say that they were made before it, are kept. */
  keepLate: z.boolean().default(false),
})

const Preview = z.strictObject({
  at: Time,
  /** `seen`: this computer was there, and goes by what had come to it; `claimed`: it was not, and goes by the times that changes say. */
  basis: z.enum(['seen', 'claimed']),
  /** Records whose fields are set back. */
  changed: count,
  /** Records made since: put away. */
  putAway: count,
  /** Records put away since: back again. */
  broughtBack: count,
  /** Records with changes since that change nothing of what is set back. */
  untouched: count,
  /** Records of which it cannot be told any more what they were: left as they are. */
  unreadable: count,
  /** Moves, answers, confirmations and notes made since: they stay. */
  entries: count,
  /** Changes that came after the moment though they say that they were made before it; set back unless `keepLate`. */
  late: count,
  /** Records erased since: they stay erased. */
  erased: count,
  /** Who has changed anything since, who wrote most first; without `person` where they are not known any more. */
  authors: z.array(
    z.strictObject({ person: Id.optional(), name: z.string().optional(), changes: count, records: count }),
  ),
})

/** Everything as it was at a moment. For coordinators; nothing is lost, as it is done by further changes. */
export const restoreContract = {
  /**
   * What it would come to.
   * @throws `identity/not-a-coordinator`, `domain/invalid-input` for `at`: `not-a-time`, `zone-missing`, `in-the-future`, `before-the-network`
   */
  'restore:preview': query(asked, Preview),
  /** Does it. `left`: records that could not be written to. @throws as `restore:preview`, and `documents/*`: some of it may be done then, and is done again safely */
  'restore:at': command(asked, Preview.extend({ left: count })),
} as const
