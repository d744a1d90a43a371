import { z } from 'zod'

import { Standing } from './network.ts'
import { command, Id, Nothing, query, Time, TimeoutMs } from './parts.ts'

/**
 * Who has what is here, in the only words that can be known (product.md, "Sync wording"):
 * `empty` nothing of our own to pass on and nobody connected; `this-computer-only`; `some-have-it` those in `names`;
 * `room-has-it` all members connected now have acknowledged everything, there is at least one, and none is known to be on this
 * wifi without it.
 */
export const SYNC_CODES = ['empty', 'this-computer-only', 'some-have-it', 'room-has-it'] as const

/** Why nothing can be written on this computer now: what is edited is refused, and what others send stays with them. Absent while all is well. */
export const StorageCode = z.enum(['documents/disk-full', 'documents/read-only', 'documents/write-failed'])

/**
 * Why nothing is exchanged with somebody: `blocked` their computer says on this wifi that it is here, and takes no connection (the
 * wifi or a firewall keeps the two apart); `older-app` theirs, `newer-app` ours needs an update.
 */
const Obstacle = z.enum(['blocked', 'older-app', 'newer-app'])
export type Obstacle = z.infer<typeof Obstacle>

const PersonSync = z.strictObject({
  person: Id,
  name: z.string(),
  connected: z.boolean(),
  /** When anything was last exchanged; absent when never. */
  lastExchangeAt: Time.optional(),
  /** Has acknowledged everything that is here now. */
  hasEverything: z.boolean(),
  /** Records changed here that it has not acknowledged yet. */
  pending: z.number().int().nonnegative(),
  /** Has told of something that we lack. */
  hasNewer: z.boolean(),
  /** Absent where nothing is known to be in the way. */
  obstacle: Obstacle.optional(),
  /** Milliseconds by which the clock of their computer is ahead of this one; absent under five minutes, and when not connected. */
  clockDifferenceMs: z.number().int().optional(),
})

const NetworkSync = z.strictObject({
  id: Id,
  name: z.string(),
  records: z.number().int().nonnegative(),
  /** As in `network:list`. */
  state: Standing,
  sentence: z.strictObject({
    code: z.enum(SYNC_CODES),
    /** Who has it, most recent first. */
    names: z.array(z.string()),
    /** Records that nobody else has acknowledged. */
    onlyHere: z.number().int().nonnegative(),
    lastExchange: z.strictObject({ name: z.string(), at: Time }).optional(),
    /** Who has newer information. */
    newer: z.array(z.string()),
  }),
  /** Everyone else in the network. */
  people: z.array(PersonSync),
})

export const syncContract = {
  'sync:status': query(
    Nothing,
    z.strictObject({
      online: z.boolean(),
      /** `ip:port` on which other laptops reach this one; empty when not running. */
      addresses: z.array(z.string()),
      networks: z.array(NetworkSync),
      storage: StorageCode.optional(),
    }),
  ),
  /**
   * Waits until at least one member is connected and every connected member has acknowledged everything here.
   * @throws `sync/not-synced` with counts `connected` and `missing` when `timeoutMs` pass first, `network/not-running` offline
   */
  'sync:wait': command(
    z.strictObject({ timeoutMs: TimeoutMs.default(30_000), network: Id.optional() }),
    z.strictObject({ synced: z.literal(true), /** Who has it. */ names: z.array(z.string()) }),
  ),
  /** What the app noted about itself: codes and counts, no names, texts, ids or addresses. Oldest first. */
  'log:export': query(
    Nothing,
    z.strictObject({
      lines: z.array(
        z.strictObject({
          at: Time,
          code: z.string(),
          counts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
        }),
      ),
    }),
  ),
} as const
