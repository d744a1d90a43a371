import { encodeCbor, type Cbor } from '../../shared/cbor.ts'
import type { Range } from '../digest/ranges.ts'
import { rangeToCbor } from '../digest/ranges.ts'
import type { Verdict, VectorEntry } from '../ports.ts'
import { BATCH_BYTES } from './limits.ts'

/** Why a side says goodbye. */
export const GOODBYE_CODES = ['not-a-member', 'other-version', 'protocol-violation', 'stopping'] as const
export type GoodbyeCode = (typeof GOODBYE_CODES)[number]

/** What is asked for: what lies beyond `vector` in `document`. */
export interface Want {
  readonly document: Uint8Array
  readonly vector: readonly VectorEntry[]
}

export interface Hello {
  readonly type: 'hello'
  readonly version: number
  readonly networkId: Uint8Array
  readonly logDigest: Uint8Array
  /** Wall-clock milliseconds of the sender. */
  readonly now: number
  readonly sessionRecord: Uint8Array
  readonly features: { readonly [key: string]: Cbor }
}

export interface DigestMessage {
  readonly type: 'digest'
  /** From 1. */
  readonly round: number
  /** Whether this is the round's last message. */
  readonly last: boolean
  readonly ranges: readonly Range[]
}

export interface Statement {
  readonly type: 'statement'
  readonly root: Uint8Array
  readonly count: number
  /** The sender's own revision: means nothing here but to the sender. */
  readonly revision: number
  readonly logDigest: Uint8Array
}

/** A receipt on its way, and how long ago its device gave it, in milliseconds, as far as known. */
export interface Relayed {
  readonly age: number
  readonly receipt: Uint8Array
}

/** Every message of `/muster/sync/1` (PROTOCOL 5.1). */
export type Message =
  | Hello
  | { readonly type: 'log-ids'; readonly ids: readonly Uint8Array[]; readonly more: boolean }
  | { readonly type: 'log-records'; readonly records: readonly Uint8Array[] }
  | DigestMessage
  | { readonly type: 'want'; readonly wants: readonly Want[] }
  | { readonly type: 'sessions'; readonly records: readonly Uint8Array[] }
  | { readonly type: 'units'; readonly batch: number; readonly units: readonly Uint8Array[] }
  | {
      readonly type: 'ack'
      readonly batch: number
      readonly refused: readonly (readonly [index: number, error: number])[]
    }
  | Statement
  | { readonly type: 'goodbye'; readonly code: GoodbyeCode }
  | { readonly type: 'receipts'; readonly relayed: readonly Relayed[] }
  | { readonly type: 'ping' | 'pong'; readonly n: number }
  | { readonly type: 'seen'; readonly statements: readonly Uint8Array[] }

/** The verdicts that travel, by their error number (PROTOCOL 5.1, message 8); 0 is no error. */
const ERRORS: readonly Verdict[] = [
  'stored',
  'missing-dependencies',
  'forged',
  'not-a-member',
  'beyond-removal',
  'malformed',
  'out-of-sequence',
  'unknown-epoch',
  'frozen',
  'erased',
]

/** 0 for what is acknowledged. */
export function errorNumber(verdict: Verdict): number {
  return verdict === 'known' ? 0 : ERRORS.indexOf(verdict)
}

/** Total: a number from a newer version counts as `malformed`, which is never retried. */
export function verdictOf(error: number): Verdict {
  return ERRORS[error] ?? 'malformed'
}

/** One message as bytes; the caller keeps it within the limits. */
export function encodeMessage(message: Message): Uint8Array {
  return encodeCbor(toCbor(message))
}

function toCbor(message: Message): Cbor {
  switch (message.type) {
    case 'hello':
      return [
        1,
        message.version,
        message.networkId,
        message.logDigest,
        message.now,
        message.sessionRecord,
        message.features,
      ]
    case 'log-ids':
      return [2, message.ids, message.more]
    case 'log-records':
      return [3, message.records]
    case 'digest':
      return [4, message.round, message.last, message.ranges.map(rangeToCbor)]
    case 'want':
      return [5, message.wants.map((want) => [want.document, want.vector])]
    case 'sessions':
      return [6, message.records]
    case 'units':
      return [7, message.batch, message.units]
    case 'ack':
      return [8, message.batch, message.refused]
    case 'statement':
      return [9, message.root, message.count, message.revision, message.logDigest]
    case 'goodbye':
      return [10, message.code]
    case 'receipts':
      return [14, message.relayed.map(({ age, receipt }) => [Math.round(age), receipt])]
    case 'ping':
      return [11, message.n]
    case 'pong':
      return [12, message.n]
    case 'seen':
      return [13, message.statements]
  }
}

/** Splits records so that no part is over the size or the number of one message. */
export function inParts(records: readonly Uint8Array[], most: number): readonly (readonly Uint8Array[])[] {
  const parts: Uint8Array[][] = []
  let bytes = Infinity
  for (const record of records) {
    if (bytes + record.byteLength > BATCH_BYTES || parts.at(-1)!.length >= most) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(record)
    bytes += record.byteLength + 5
  }
  return parts
}
