import { z } from 'zod'

import { NETWORK_KINDS } from '../../domain/records/words.ts'
import { command, Done, Id, Label, LogId, query, Nothing, ShownRecord, Time, TimeoutMs } from './parts.ts'

export const ROLES = ['founder', 'coordinator', 'member'] as const

/** Where this laptop stands in a network: `pending` until a coordinator decides; the last two are for good. */
export const Standing = z.enum(['current', 'pending', 'removed', 'left'])

const NetworkSummary = z.strictObject({
  id: Id,
  name: z.string(),
  kind: z.enum(NETWORK_KINDS),
  /** This person in it. */
  person: Id,
  as: z.string(),
  role: z.enum(ROLES),
  /** Unless `current`, nothing comes or goes any more; what is here stays until the network is left. */
  state: Standing,
  members: z.number().int().nonnegative(),
  /** People of it connected right now, this laptop's own person not counted. */
  connected: z.number().int().nonnegative(),
  joinedAt: Time,
})

const Member = z.strictObject({
  /** Person id. */
  id: Id,
  name: z.string(),
  /** Short form of the person's key, shown beside lookalike names. */
  fingerprint: z.string(),
  role: z.enum(ROLES),
  /** This laptop's own person. */
  you: z.boolean(),
  devices: z.number().int().nonnegative(),
  state: z.enum(['current', 'removed', 'left']),
  connected: z.boolean(),
  /** By the clock of the laptop that admitted them. */
  joinedAt: Time,
  /** When this laptop last exchanged anything with theirs; absent when never. */
  lastExchangeAt: Time.optional(),
})

const Request = z.strictObject({
  id: LogId,
  name: z.string(),
  fingerprint: z.string(),
  at: Time,
  /** `approval`: the invite asks for it; `over-use`: the invite was used more often than it allows, on both sides of a cut. */
  reason: z.enum(['approval', 'over-use']),
})

const ofNetwork = z.strictObject({ network: Id })
const ofMember = z.strictObject({ network: Id, person: Id })
const ofRequest = z.strictObject({ network: Id, request: LogId })

/** Networks, their members and the requests to join them. */
export const networkContract = {
  'network:create': command(
    z.strictObject({ name: Label, as: Label, kind: z.enum(NETWORK_KINDS).default('circle') }),
    z.strictObject({ id: Id, name: z.string() }),
  ),
  'network:list': query(Nothing, z.strictObject({ networks: z.array(NetworkSummary) })),
  /** The summary with the network's own record: settings, places, circles. */
  'network:show': query(ofNetwork, NetworkSummary.extend({ record: ShownRecord })),
  /** Leaves and erases the network here. */
  'network:leave': command(ofNetwork, Done),
  /**
   * Dials the invite's addresses and listens for local announcements until admitted.
   * @throws `identity/invite-*`, `identity/already-a-member`, `identity/join-rejected`, `identity/approval-pending`, `network/nobody-found`
   */
  'network:join': command(
    z.strictObject({ code: z.string().max(4096), as: Label, timeoutMs: TimeoutMs.default(30_000) }),
    z.strictObject({ network: Id, /** This person in it. */ id: Id }),
  ),
  'request:list': query(ofNetwork, z.strictObject({ requests: z.array(Request) })),
  'request:approve': command(ofRequest, Done),
  'request:reject': command(ofRequest, Done),
  'member:list': query(ofNetwork, z.strictObject({ members: z.array(Member) })),
  /** With the member's own record: skills, languages, safety agreement. */
  'member:show': query(ofMember, Member.extend({ record: ShownRecord.optional() })),
  'member:promote': command(ofMember, Done),
  'member:demote': command(ofMember, Done),
  'member:remove': command(ofMember, Done),
} as const
