import { z } from 'zod'

import { Address, command, Id, IsoTime, LogId, query, Time, TimeoutMs } from './parts.ts'
import { DeviceId } from './device.ts'

/** The recovery key of this person that was made last. The key itself is nowhere but on paper. */
const RecoveryKey = z.strictObject({
  /** Of its record: what `invite:revoke` takes. */
  id: LogId,
  /** By the clock of the computer that made it. */
  madeAt: Time,
  expires: IsoTime,
  /** `closed`: withdrawn, or the computer that made it is out. */
  state: z.enum(['open', 'used', 'expired', 'closed']),
})

/** A printed key by which a coordinator whose only computer is lost comes back as the same person. */
export const recoveryContract = {
  /** `key` is absent when none was ever made. `allowed`: whether this person may make one. */
  'recovery:show': query(
    z.strictObject({ network: Id }),
    z.strictObject({ allowed: z.boolean(), key: RecoveryKey.optional() }),
  ),
  /**
   * Makes a key and withdraws the one before. It is shown this once: only its record is kept.
   * @throws `identity/not-a-coordinator`
   */
  'recovery:make': command(
    z.strictObject({ network: Id }),
    z.strictObject({ id: LogId, code: z.string(), expires: IsoTime, network: z.string(), as: z.string() }),
  ),
  /**
   * Comes back on this computer as the person who printed the key. `others`: the computers that are this person's as well,
   * to be taken out where they are lost.
   * @throws `identity/recovery-key-*`, `identity/already-a-member`, `network/nobody-found`, `identity/invite-malformed`, `-foreign`
   */
  'recovery:use': command(
    z.strictObject({
      code: z.string().max(4096),
      /** Where a member's computer can be reached, where it is not found by itself. */
      addresses: z.array(Address).max(4).optional(),
      timeoutMs: TimeoutMs.default(30_000),
    }),
    z.strictObject({
      network: Id,
      /** This person in it. */
      id: Id,
      as: z.string(),
      others: z.array(z.strictObject({ id: DeviceId, fingerprint: z.string() })),
    }),
  ),
} as const
