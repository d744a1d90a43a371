import type { Json } from '../../domain/write.ts'
import type { WritingShape } from '../linear/editing.ts'
import type { Conflict } from '../ports.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'

/**
 * Port: what the ledger asks of the membership log. Answers may change between two calls; keys once known stay known.
 * Ids and keys that are names are hex.
 */
export interface Authority {
  /** Whether a unit counts: its device is or was a member, and a removal of it did not end the session before `sequence`. */
  mayAuthor(device: string, session: string, sequence: number): 'yes' | 'not-a-member' | 'beyond-removal'
  /**
   * The person (hex) whose device (key, hex) it is, also when it was removed since; undefined for one that was never let in.
   * Who is removed stays who they were: what they wrote before stays theirs.
   */
  personOf(device: string): string | undefined
  /** The key that seals units of an epoch; undefined while this laptop has not got it. */
  unitKey(epoch: string): Uint8Array | undefined
  /** The epoch that is written under now. */
  newestEpoch(): { readonly id: string; readonly unitKey: Uint8Array }
  /** Whether this is the id of the network's own record, or that of a known person's. */
  isFixedDocument(kind: 'network' | 'member', document: string): boolean
  /** Whether a document (id, hex) is erased: nothing of it is taken or kept. */
  isErased(document: string): boolean
}

/** Port: what the ledger asks of the domain about the kinds of record. */
export interface Shapes {
  /** The version of the first change that new documents of a kind start from. */
  initialVersion(kind: UnitKind): number
  /** The stored shape of that first change. */
  initialRecord(kind: UnitKind, version: number): Json
  /** Of records that people make. */
  readonly kinds: readonly UnitKind[]
  /** Whether records of a kind go before all others. */
  isUrgent(kind: UnitKind): boolean
  /** Where a kind has co-edited text and counters. */
  writing(kind: UnitKind): WritingShape
  /** What of a stored record is shown, parsed strictly: total, whatever a peer wrote. */
  present(kind: UnitKind, stored: Json): Json
  /** What lists and searches need, from a shown record. `created` in milliseconds, `state` '' where there is none. */
  summary(
    kind: UnitKind,
    shown: Json,
  ): {
    readonly title: string
    readonly text: string
    readonly created: number
    readonly state: string
    readonly archived: boolean
  }
}

/** This start of the engine. */
export interface LedgerSession {
  /** Hex, 16 bytes. */
  readonly id: string
  /** Signed session record. */
  readonly record: Uint8Array
  /** Ed25519 by the session's device. */
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** Outcome for one received unit (core/sync knows the same words). */
export type UnitVerdict =
  | 'stored'
  | 'known'
  | 'missing-dependencies'
  | 'forged'
  | 'not-a-member'
  | 'beyond-removal'
  | 'malformed'
  | 'out-of-sequence'
  | 'unknown-epoch'
  | 'frozen'
  | 'erased'

/** How far one session's changes in one document are held. */
export type LedgerVectorEntry = readonly [session: Uint8Array, changeNumber: number]

export interface LedgerEvents {
  /**
   * New units of a document are durable. `origin` is what {@link Ledger.accept} was told, undefined for what was written here;
   * `before` is the vector just before (empty for a new document); `author` the device (hex) that wrote the first of them.
   */
  'unit:stored': {
    document: Uint8Array
    origin: string | undefined
    author: string
    revision: number
    before: readonly LedgerVectorEntry[]
  }
  /** A document's item changed or went without new units: erased, quarantined, rebuilt. */
  'item:changed': { document: Uint8Array }
  /** What is shown of a record changed, or it is new. Ids hex. */
  'record:changed': { kind: UnitKind; id: string; revision: number }
  /** A record is no more. */
  'record:gone': { kind: UnitKind; id: string }
  /** Its device signed two different units with one number: the session is frozen. Keys and ids hex. */
  'session:forked': { session: string; device: string }
  /** A unit was not taken for what it is; `device` (hex) signed it, or where nobody can be told to have, sent it. */
  'unit:refused': { device: string }
  /** A device (hex) sent a unit of a document (hex) that is erased. */
  'unit:erased': { device: string; document: string }
  /** So much of what a device (hex) wrote has just come in. */
  'units:came': { device: string; units: number; bytes: number }
  /** A unit was taken out of its document: it broke it, or builds on one that did or was cut off. */
  'unit:quarantined': { document: string; session: string; device: string; reason: QuarantineReason }
}

export type QuarantineReason =
  | 'unsound'
  | 'too-slow'
  | 'out-of-memory'
  | 'forked'
  | 'beyond-removal'
  | 'missing-dependencies'

/** A record as it is shown, and what is known about it. */
export interface ShownDocument {
  readonly id: string
  readonly kind: UnitKind
  readonly record: Json
  /** Heads of what is stored; the record may lag behind while `applied` is false. */
  readonly heads: readonly string[]
  readonly applied: boolean
  readonly revision: number
  /** Session (hex) of the unit that created it. */
  readonly createdBy: string
  /** Sessions (hex) that wrote to it. */
  readonly authors: readonly string[]
  readonly conflicts: readonly Conflict[]
}
