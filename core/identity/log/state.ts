import { isWithin, type Stretches } from './cut.ts'

/** A name nobody can read without the epoch's log key. */
export interface SealedName {
  readonly sealed: Uint8Array
  /** Epoch id, hex. */
  readonly epoch: string
  /** Record type it was sealed for (the associated data). */
  readonly type: 'request' | 'admit' | 'name'
  /** Commitment the joiner signed, 32 bytes; absent in `name` records, which are signed as a whole. */
  readonly label: Uint8Array | undefined
}

export type Role = 'founder' | 'coordinator' | 'member'
/** `pending`: let in beyond an invite's uses; a member once a coordinator admits it. */
export type DeviceStatus = 'member' | 'pending' | 'removed' | 'left'

/** A device that was let in, or is pending. All ids are lower-case hex. */
export interface DeviceState {
  readonly device: string
  readonly person: string
  readonly role: Role
  readonly status: DeviceStatus
  /** Device that let it in; itself for the founder's first. */
  readonly admittedBy: string
  /** That device's clock, milliseconds. */
  readonly admittedAt: number
  /** Record id of the invite; absent for the founder's first and for direct admissions. */
  readonly invite: string | undefined
  /** As given on joining; the founder's first has none. */
  readonly name: SealedName | undefined
  /** Order of joining, from 0. */
  readonly joinedOrder: number
  /** For a device that is gone: session (hex) -> numbers that count. Sessions not listed count for nothing. */
  readonly cut: ReadonlyMap<string, Stretches>
}

export interface PersonState {
  readonly person: string
  /** In order of joining, those that are gone too. */
  readonly devices: readonly string[]
  readonly role: Role
  /** Whether they coordinate the network, or ever did. */
  readonly coordinated: boolean
  /** Rank among all persons, from 0: founder, coordinators by promotion, members by joining. */
  readonly seniority: number
  /** Whether at least one device is a member's. */
  readonly present: boolean
  /** The latest the person chose, else as given on joining. */
  readonly name: SealedName | undefined
}

export interface InviteState {
  /** Record id. */
  readonly id: string
  readonly key: Uint8Array
  readonly uses: number
  /** Devices let in with it. */
  readonly used: number
  /** Hours since 1970. */
  readonly expires: number
  readonly flags: number
  /** Device that made it. */
  readonly inviter: string
  readonly person: string
  /** Revoked, or its inviter is gone. */
  readonly revoked: boolean
  readonly epoch: string
  /** Sealed CBOR [listen key, topic key]. */
  readonly secrets: Uint8Array
}

/** Something a coordinator is asked to decide. */
export interface RequestState {
  /** Record id of the request or of the admit. */
  readonly id: string
  /** `request`: asked for; `over-use`: let in beyond the invite's uses; `orphaned`: let in by someone whose right was void. */
  readonly kind: 'request' | 'over-use' | 'orphaned'
  readonly device: string
  /** Record id of the invite; empty when there was none. */
  readonly invite: string
  readonly name: SealedName
  /** Device that recorded it, and its clock in milliseconds. */
  readonly by: string
  readonly at: number
}

export interface EpochState {
  /** Epoch id. */
  readonly id: string
  /** Record id of the (first) epoch record. */
  readonly record: string
  readonly parents: readonly string[]
  /** Steps from the first epoch, by parents. */
  readonly depth: number
  /** Whether a coordinator had the right to make it. Others are only kept to read what was sealed under them. */
  readonly counts: boolean
  readonly wrapped: readonly (readonly [parent: string, sealed: Uint8Array])[]
  /** Sealed boxes of its key for a device (hex), by whoever made them; only the id tells which are sound. */
  boxesFor(device: string): readonly Uint8Array[]
  /** Devices known to hold its key. */
  readonly holders: ReadonlySet<string>
}

export interface TipState {
  readonly id: string
  /** A device that is gone holds its key: a coordinator should make a new epoch now. */
  readonly exposed: boolean
  /** Member devices that hold no key of it: any member that does should grant it. */
  readonly lacking: readonly string[]
}

/** A document that is erased for good. */
export interface ErasureState {
  /** Records (ids, hex) that say so and count, in order of reduction. */
  readonly records: readonly string[]
  /** Person (hex) who said so first, in that order. */
  readonly by: string
  /** By that person's clock, milliseconds. */
  readonly at: number
}

/** What the membership log says. A plain snapshot: it never changes. Map keys are lower-case hex. */
export interface MembershipState {
  readonly networkId: Uint8Array
  /** Person id of the founder. */
  readonly founder: string
  readonly devices: ReadonlyMap<string, DeviceState>
  readonly persons: ReadonlyMap<string, PersonState>
  readonly invites: ReadonlyMap<string, InviteState>
  readonly requests: ReadonlyMap<string, RequestState>
  readonly epochs: ReadonlyMap<string, EpochState>
  /** Undefined until the first epoch record. */
  readonly tip: TipState | undefined
  /** Epochs that no other has as parent, the tip included; more than one: concurrent, to be merged. */
  readonly leaves: readonly string[]
  /** Document id -> who erased it. Never the network's own record, nor that of a person who is present. */
  readonly erasures: ReadonlyMap<string, ErasureState>
  /** Record id -> why it has no effect. */
  readonly voided: ReadonlyMap<string, string>
}

/** Slack for clocks that differ when an invite's expiry is judged. */
const EXPIRY_SLACK_MS = 24 * 3_600_000

/** Whether an expiry (hours since 1970) has passed by this clock, 24 hours of slack included. */
export function isExpired(expires: number, now: number): boolean {
  return now > expires * 3_600_000 + EXPIRY_SLACK_MS
}

/** Why nobody may join with the invite now; undefined while it is open. */
export function inviteClosure(invite: InviteState, now: number): 'used-up' | 'expired' | 'revoked' | undefined {
  if (invite.used >= invite.uses) return 'used-up'
  if (invite.revoked) return 'revoked'
  return isExpired(invite.expires, now) ? 'expired' : undefined
}

/** Whether the invite is a printed recovery key: a further device of the inviter, who comes back with it. */
export function isRecoveryKey(invite: { readonly flags: number }): boolean {
  return (invite.flags & 4) !== 0
}

/** Whether the device (hex) may take part now. */
export function isCurrentDevice(state: MembershipState, device: string): boolean {
  return state.devices.get(device)?.status === 'member'
}

/** Whether the device (hex) may act as coordinator now. */
export function isCoordinator(state: MembershipState, device: string): boolean {
  const found = state.devices.get(device)
  return found?.status === 'member' && found.role !== 'member'
}

/**
 * Whether a unit of that device, session (both hex) and sequence counts: all of a member's, and of one that is gone those
 * that its removal lists.
 */
export function mayAuthor(
  state: MembershipState,
  unit: { device: string; session: string; sequence: number },
): boolean {
  const device = state.devices.get(unit.device)
  if (device === undefined || device.status === 'pending') return false
  return device.status === 'member' || isWithin(device.cut.get(unit.session) ?? [], unit.sequence)
}
