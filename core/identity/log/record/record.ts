import { z } from 'zod'

import { compareBytes, toHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { DeviceKey, SignatureChecker } from '../../device-key.ts'
import { sha256 } from '../../hashes.ts'
import { type Content, type KnownType, type BodyOf, parseContent } from './bodies.ts'

const CONTEXT = 'muster/log/1'

/** Largest record, in bytes. */
export const MAX_RECORD_BYTES = 64 << 10
/** Most predecessors a record names. */
export const MAX_PREVIOUS = 32

/** One decoded record of the membership log. Its bytes are never changed. */
export interface LogRecord {
  /** SHA-256 of the signed part, 32 bytes. */
  readonly id: Uint8Array
  /** The id in lower-case hex. */
  readonly hex: string
  /** The whole record as it travels and rests. */
  readonly bytes: Uint8Array
  /** 16 bytes; empty in the genesis record. */
  readonly networkId: Uint8Array
  /** Ids (hex) of the predecessors, sorted. */
  readonly previous: readonly string[]
  /** 1 + the greatest depth of the predecessors; 0 for genesis. */
  readonly depth: number
  /** The author's wall clock, milliseconds: shown, never trusted. */
  readonly time: number
  readonly author: Uint8Array
  readonly authorHex: string
  readonly content: Content
}

/** A decoded record whose content is of one type. */
export type RecordOf<Type extends KnownType> = LogRecord & {
  readonly content: { readonly type: Type; readonly body: BodyOf<Type> }
}

const sized = (length: number) => z.instanceof(Uint8Array).refine((it) => it.byteLength === length)
const Outer = z.tuple([z.instanceof(Uint8Array), sized(64)])
const Signed = z.tuple([
  z.literal(CONTEXT),
  z.instanceof(Uint8Array).refine((it) => it.byteLength === 16 || it.byteLength === 0),
  z.array(sized(32)).max(MAX_PREVIOUS),
  z.number().int().nonnegative(),
  z.number().int().nonnegative(),
  sized(32),
  z.string().min(1).max(32),
  z.unknown(),
])

/** Whether the record is of this type; narrows its content. */
export function isOfType<Type extends KnownType>(record: LogRecord, type: Type): record is RecordOf<Type> {
  return record.content.type === type
}

/** Makes and signs a record. `previous` in any order. */
export function signRecord<Type extends KnownType>(
  fields: {
    networkId: Uint8Array
    previous: readonly Uint8Array[]
    depth: number
    time: number
    type: Type
    body: BodyOf<Type>
  },
  author: DeviceKey,
): LogRecord {
  const signed = encodeCbor([
    CONTEXT,
    fields.networkId,
    fields.previous.toSorted(compareBytes),
    fields.depth,
    fields.time,
    author.publicKey,
    fields.type,
    fields.body,
  ])
  const record = decodeRecord(encodeCbor([signed, author.sign(signed)]))
  if (record === undefined) throw new Error(`A record of type ${fields.type} was made that cannot be read`)
  return record
}

/** Reads a record from hostile bytes; undefined when its form is not exactly that of PROTOCOL section 2. The signature is not checked. */
export function decodeRecord(received: Uint8Array): LogRecord | undefined {
  if (received.byteLength > MAX_RECORD_BYTES) return undefined
  // A copy: what was received may be a view of a whole frame, and a Buffer's `slice` would share its memory.
  const bytes = new Uint8Array(received)
  try {
    const outer = Outer.safeParse(decodeCbor(bytes))
    if (!outer.success) return undefined
    const [signed] = outer.data
    const parsed = Signed.safeParse(decodeCbor(signed)) // in its one form: else the same statement could travel under many ids
    return parsed.success ? assemble(bytes, signed, parsed.data) : undefined
  } catch {
    return undefined
  }
}

/** Whether the author signed the record; about 0.15 ms. */
export function isSigned(record: LogRecord, checker: SignatureChecker): boolean {
  const [signed, signature] = decodeCbor(record.bytes) as [Uint8Array, Uint8Array]
  return checker.verify(signed, { publicKey: record.author, signature })
}

function assemble(bytes: Uint8Array, signed: Uint8Array, fields: z.infer<typeof Signed>): LogRecord | undefined {
  const [, networkId, previous, depth, time, author, type, body] = fields
  if (!previous.every((id, index) => index === 0 || compareBytes(previous[index - 1]!, id) < 0)) return undefined
  const isGenesis = type === 'genesis'
  if (
    isGenesis !== (previous.length === 0) ||
    isGenesis !== (depth === 0) ||
    isGenesis !== (networkId.byteLength === 0)
  )
    return undefined
  const content = parseContent(type, body)
  if (content === undefined) return undefined
  const id = sha256(signed)
  return {
    id,
    hex: toHex(id),
    bytes,
    networkId,
    previous: previous.map(toHex),
    depth,
    time,
    author,
    authorHex: toHex(author),
    content,
  }
}

/** Order of reduction: by depth, then by id. A record comes after everything it has seen. */
export function compareRecords(a: LogRecord, b: LogRecord): number {
  return a.depth - b.depth || (a.hex < b.hex ? -1 : a.hex > b.hex ? 1 : 0)
}

/** Network id of the network that a genesis record opens. */
export function networkIdOf(genesis: LogRecord): Uint8Array {
  return genesis.id.slice(0, 16)
}
