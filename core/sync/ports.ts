import type { Events } from '../shared/events.ts'

/** One document in the digest: what it is and a hash of its present heads (PROTOCOL section 6). */
export interface DigestItem {
  readonly document: Uint8Array
  readonly fingerprint: Uint8Array
}

/** How far one session's changes in one document are held. */
export type VectorEntry = readonly [session: Uint8Array, changeNumber: number]

/** A unit on its way out. Sessions are listed so that the sender can announce them first. */
export interface OutgoingUnit {
  readonly bytes: Uint8Array
  readonly document: Uint8Array
  readonly session: Uint8Array
}

/** Outcome for one received unit. `known` and `stored` are acknowledged; the rest are answered with their number. */
export type Verdict =
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

/** Which side brought something, for flooding onward without echo. `undefined`: made here. */
export type Origin = string | undefined

export interface ReplicaEvents {
  /**
   * New units of a document are durable here. `revision` is the local, ever growing number of that acceptance;
   * `before` is the document's vector just before it (empty for a new document); `author` is the device (hex) that
   * wrote the first of them.
   */
  'unit:stored': {
    document: Uint8Array
    origin: Origin
    author: string
    revision: number
    before: readonly VectorEntry[]
  }
  /** The document's item changed or went without new units (erased, quarantined, rebuilt). */
  'item:changed': { document: Uint8Array }
  /** New log records are durable here. */
  'log:grown': { records: readonly Uint8Array[]; origin: Origin }
  /** New statements of devices about what they have seen are durable here. */
  'seen:grown': { statements: readonly Uint8Array[]; origin: Origin }
}

/**
 * Port: everything sync needs of what this laptop holds of one network. Implemented over documents and identity by
 * the engine, and in memory by the tests.
 */
export interface Replica {
  readonly events: Events<ReplicaEvents>
  readonly networkId: Uint8Array
  /** This run's session record, announced in the hello. */
  readonly sessionRecord: Uint8Array
  /** Items sorted by document id; a stable snapshot that the caller does not change. */
  items(): readonly DigestItem[]
  /** The fingerprint `items()` would show for one document; undefined when not held. */
  fingerprintOf(document: Uint8Array): Uint8Array | undefined
  /** Revision up to which `items()` speaks. Starts above 0 once anything is held. */
  revision(): number
  /** Revision at which a document last grew; undefined when not held. */
  revisionOf(document: Uint8Array): number | undefined
  /**
   * Whether a document goes before all others: a call for help. By what it is, which only members can tell; nothing in
   * the readable part of a unit says so.
   */
  isUrgent(document: Uint8Array): boolean
  /** Device (hex) that made a document; '' when unknown. */
  makerOf(document: Uint8Array): string
  /** Empty when the document is not held. */
  vector(document: Uint8Array): readonly VectorEntry[]
  /**
   * Units beyond a vector, in the order of their acceptance here (dependencies first). Read lazily: the iterator may
   * stay open while others write; units accepted meanwhile may or may not be given.
   */
  unitsBeyond(document: Uint8Array, vector: readonly VectorEntry[]): Iterable<OutgoingUnit>
  /** Signed session record by id; undefined when unknown. */
  sessionRecordOf(session: Uint8Array): Uint8Array | undefined
  /** Checks and stores; resolves when what is `stored` is durable. One verdict per unit, in order. Never rejects for bad bytes. */
  accept(units: readonly Uint8Array[], origin: string): Promise<readonly Verdict[]>
  acceptSessions(records: readonly Uint8Array[]): void
  /** 16 bytes over {@link seenStatements}: equal digests, equal statements. */
  seenDigest(): Uint8Array
  /** The newest statement of each device about what it has seen of the log (PROTOCOL 5.1, message 13). */
  seenStatements(): readonly Uint8Array[]
  /** Keeps those that are sound and new, where the disk takes them. */
  acceptSeen(statements: readonly Uint8Array[], origin: string): void
  /** All log record ids, sorted. */
  logIds(): readonly Uint8Array[]
  /** Digest of the log (PROTOCOL 5.1). */
  logDigest(): Uint8Array
  /** Those of the given log records that a device (hex) which is no member any more may still hear: what says so, ancestors first. */
  partingRecords(device: string, records: readonly Uint8Array[]): readonly Uint8Array[]
  /** Records by id, ancestors first; unknown ids are skipped. */
  logRecords(ids: readonly Uint8Array[]): readonly Uint8Array[]
  /** Adds log records, durable when resolved; invalid ones are ignored. */
  acceptLog(records: readonly Uint8Array[], origin: string): Promise<void>
}

/** What a person's device has said it holds. */
export interface Receipt {
  /** Device key, hex. */
  readonly device: string
  /** Everything this laptop held up to this revision is held there. */
  readonly revision: number
  /** Wall-clock milliseconds of the last message that told so. */
  readonly at: number
  /** The log digests were equal then. */
  readonly logEqual: boolean
  /** Whether the other side has told that it holds something we lack and have not received yet. */
  readonly hasNewer: boolean
}
