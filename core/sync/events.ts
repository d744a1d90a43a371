import type { ErrorCode } from '../shared/errors.ts'
import type { Receipt } from './ports.ts'

/** Where a conversation with one peer stands. */
export type SessionState = 'hello' | 'log' | 'digest' | 'streaming' | 'settled'

/** Why a conversation ended. */
export type EndReason =
  /** The other side closed the pipe, or it broke. */
  | 'closed'
  /** Nothing came for 15 s. */
  | 'dead'
  /** We stopped it. */
  | 'stopped'
  /** The other side said goodbye. */
  | 'goodbye'
  | 'protocol-violation'
  | 'other-version'
  | 'wrong-network'
  | 'not-a-member'
  /** Something failed on this laptop, such as a full disk. */
  | 'failed'

export interface SessionEnd {
  readonly reason: EndReason
  /** What went wrong, unless it was an ordinary end. */
  readonly error?: unknown
}

export interface SyncEvents {
  /** The other side has said hello. Positive: its clock is ahead. `session`: the record of its start, as it came. */
  'peer:greeted': { device: string; clockDifferenceMs: number; session: Uint8Array }
  /** The other side speaks another version of the protocol, and the conversation ends. */
  'peer:other-version': { device: string; version: number }
  /** The conversation was ended for what the other side did or is; `what` names the broken rule. */
  'peer:refused': { device: string; code: ErrorCode; what: string }
  /** A device told more about what it holds; several at once are told as one. */
  'sync:receipt': Receipt
  /** Something about a peer's status is new; several at once are told as one. */
  'peer:changed': { device: string }
  'session:ended': { device: string; reason: EndReason }
}

/** What the status line needs to know of one connected peer. */
export interface PeerStatus {
  /** Device key, hex. */
  readonly device: string
  readonly state: SessionState
  /** Documents this device has not acknowledged yet. */
  readonly pendingOut: number
  /** Documents known to be newer there and not come yet. */
  readonly pendingIn: number
  /** Wall-clock milliseconds of the last exchange of anything but signs of life; undefined before the hello. */
  readonly lastExchangeAt: number | undefined
  /** Positive: its clock is ahead; undefined before the hello. */
  readonly clockDifferenceMs: number | undefined
}
