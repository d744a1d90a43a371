import { z } from 'zod'

import { Rang } from './attention.ts'
import { TroubleKind } from './trouble.ts'
import { Standing } from './network.ts'
import { Preferences } from './profile.ts'
import { StorageCode } from './sync.ts'
import { Id, LogId, ShownKind, ShownRecord, Time } from './parts.ts'

const ofPerson = { network: Id, person: Id, name: z.string() }
/** First 8 hexadecimal digits of a device key: tells a person's laptops apart. */
const device = z.string().regex(/^[0-9a-f]{8}$/)
const none = z.strictObject({})

/** Facts that the engine tells; a lost one is healed by asking again. */
export const events = {
  'peer:connected': z.strictObject({ ...ofPerson, device }),
  'peer:disconnected': z.strictObject({ ...ofPerson, device }),
  /** Something came into the way of exchanging with a person, or went: see `sync:status`. */
  'obstacle:changed': z.strictObject({ ...ofPerson, device }),
  'member:joined': z.strictObject(ofPerson),
  'member:changed': z.strictObject({ network: Id, person: Id }),
  /** Added, edited, archived or erased, here or elsewhere. */
  'record:changed': z.strictObject({
    network: Id,
    kind: ShownKind,
    id: Id,
    /** The whole record, where it is at hand. */ record: ShownRecord.optional(),
  }),
  /** A person acknowledged something; `hasEverything`: all that is here now. */
  'sync:receipt': z.strictObject({ ...ofPerson, at: Time, hasEverything: z.boolean() }),
  'request:arrived': z.strictObject({ network: Id, request: LogId, name: z.string() }),
  /** This laptop belongs to the network no more, or not until a coordinator decides. */
  'membership:ended': z.strictObject({ network: Id, state: Standing.exclude(['current']) }),
  /** Created, joined, left, renamed or its invites changed. */
  'network:changed': z.strictObject({ network: Id }),
  /** Something was erased, or another computer has said that it is gone there: see `erasure:list`. */
  'erasure:changed': z.strictObject({ network: Id }),
  /** What `attention:list` says of the network is something else now. */
  'attention:changed': z.strictObject({ network: Id }),
  /** Something asks for this person: at most once on this laptop for each time it asks, also over restarts. */
  'attention:rang': Rang,
  'preferences:changed': Preferences,
  /** A member's computer gave trouble: see `trouble:list`. At most once in ten minutes for each kind. */
  'trouble:noted': z.strictObject({ ...ofPerson, device, what: TroubleKind }),
  /** The disk takes nothing more, and why; or, without a code, it does again. */
  'storage:changed': z.strictObject({ code: StorageCode.optional() }),
  'profile:locked': none,
  'profile:unlocked': none,
} as const
