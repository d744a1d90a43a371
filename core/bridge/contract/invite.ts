import { z } from 'zod'

import { Address, command, Done, Id, IsoTime, LogId, query } from './parts.ts'

const Invite = z.strictObject({
  id: LogId,
  expires: IsoTime,
  uses: z.number().int().positive(),
  used: z.number().int().nonnegative(),
  approve: z.boolean(),
  state: z.enum(['open', 'used-up', 'expired', 'revoked']),
  /** Name of who made it. */
  by: z.string(),
})

/** What a code says before anybody is asked. A code names no network and nobody. */
const InviteContent = z.strictObject({
  network: Id,
  /** Its record, where this laptop knows it. */
  invite: LogId.optional(),
  expires: IsoTime,
  expired: z.boolean(),
  approve: z.boolean(),
  ownDevice: z.boolean(),
  /** A printed recovery key: `recovery:use` takes it. */
  recovery: z.boolean(),
  addresses: z.array(Address),
  /** Short form of the inviter's key. */
  inviter: z.string(),
  alreadyMember: z.boolean(),
})

export const inviteContract = {
  'invite:create': command(
    z.strictObject({
      network: Id,
      uses: z.number().int().min(1).max(10_000).default(1),
      hours: z.number().int().min(1).max(8_760).default(24),
      /** A coordinator must say yes to each. */
      approve: z.boolean().default(false),
      /** For a second device of this person. */
      ownDevice: z.boolean().default(false),
      /** Where this network can be reached; default: this laptop's own addresses. */
      addresses: z.array(Address).max(2).optional(),
    }),
    z.strictObject({ id: LogId, code: z.string(), expires: IsoTime, uses: z.number().int().positive() }),
  ),
  'invite:list': query(z.strictObject({ network: Id }), z.strictObject({ invites: z.array(Invite) })),
  'invite:revoke': command(z.strictObject({ network: Id, invite: LogId }), Done),
  /** @throws `identity/invite-malformed`, `identity/invite-foreign`, `identity/invite-newer-version` */
  'invite:inspect': query(z.strictObject({ code: z.string().max(4096) }), InviteContent),
} as const
