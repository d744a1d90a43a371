import { fromHex, toHex } from '../../../shared/bytes.ts'
import type { Cbor } from '../../../shared/cbor.ts'
import { MeshError } from '../../../shared/errors.ts'
import type { Json } from '../../../domain/write.ts'
import type { Conflict } from '../../ports.ts'
import { KIND_BYTES, kindOfByte, type UnitKind } from '../../unit/kind-bytes.ts'
import { sha256 } from '../../unit/sealing.ts'

/** Spaces of the store (PROTOCOL section 8). */
export const UNITS = 5
export const DERIVED = 6

const HASH_BYTES = 32
const UNIT_HEAD_BYTES = 1 + 16 + 16 + 8 + 8 + 2
const FINGERPRINT_CONTEXT = Buffer.from('muster/item/1')

/** What is known of a document from its units' headers alone. */
export interface DocumentState {
  readonly kind: UnitKind
  readonly initialVersion: number
  /** Session of the first unit, hex. */
  readonly creator: string
  /** Hex, sorted. */
  readonly heads: readonly string[]
  /** Session (hex) -> greatest change number held. */
  readonly vector: ReadonlyMap<string, number>
  /** Greatest operation number. */
  readonly maxOp: number
}

/** A unit as it rests: what sync and limits need of it stands beside it, so that it is not opened for them. */
export interface StoredUnit {
  /** Local, ascending in the order of acceptance. */
  readonly order: number
  readonly id: string
  readonly session: string
  readonly sequence: number
  readonly firstNumber: number
  /** Of its changes, hex. */
  readonly hashes: readonly string[]
  readonly bytes: Uint8Array
}

/** What a record looks like once applied. */
export interface StoredRecord {
  /** Of the changes that it shows, hex, sorted: the record is behind when the state has others. */
  readonly heads: readonly string[]
  readonly record: Json
  readonly conflicts: readonly Conflict[]
}

/** JSON, as it is written with every unit and read fastest. */
export function encodeState({ kind, initialVersion, creator, heads, vector, maxOp }: DocumentState): Uint8Array {
  return Buffer.from(JSON.stringify([1, KIND_BYTES[kind], initialVersion, creator, heads, [...vector], maxOp]))
}

/** @throws MeshError `documents/corrupt` */
export function decodeState(bytes: Uint8Array): DocumentState {
  const fields = parseRow(bytes) as [number, number, number, string, string[], [string, number][], number]
  const kind = kindOfByte(fields[1])
  const isList = Array.isArray(fields[4]) && Array.isArray(fields[5]) && fields[5].every(Array.isArray)
  if (kind === undefined || !isList) throw damaged(DERIVED)
  return {
    kind,
    initialVersion: fields[2],
    creator: fields[3],
    heads: fields[4],
    vector: new Map(fields[5]),
    maxOp: fields[6],
  }
}

/** A vector as `[session, number, session, number, ...]`. */
export function packVector(vector: ReadonlyMap<string, number>): Cbor[] {
  const packed: Cbor[] = []
  for (const [session, number] of vector) packed.push(fromHex(session), number)
  return packed
}

/** The inverse of {@link packVector}. */
export function unpackVector(packed: readonly (Uint8Array | number)[]): Map<string, number> {
  const vector = new Map<string, number>()
  for (let at = 0; at < packed.length; at += 2) vector.set(toHex(packed[at] as Uint8Array), packed[at + 1] as number)
  return vector
}

/** Version 1: byte 1, unit id, session, u64be sequence, u64be first number, u16be number of changes, their hashes, the unit. */
export function encodeUnitRow(unit: Omit<StoredUnit, 'order'>): Uint8Array {
  const head = UNIT_HEAD_BYTES + unit.hashes.length * HASH_BYTES
  const row = Buffer.allocUnsafe(head + unit.bytes.byteLength)
  row[0] = 1
  row.write(unit.id, 1, 'hex')
  row.write(unit.session, 17, 'hex')
  row.writeBigUInt64BE(BigInt(unit.sequence), 33)
  row.writeBigUInt64BE(BigInt(unit.firstNumber), 41)
  row.writeUInt16BE(unit.hashes.length, 49)
  for (const [index, hash] of unit.hashes.entries()) row.write(hash, UNIT_HEAD_BYTES + index * HASH_BYTES, 'hex')
  row.set(unit.bytes, head)
  return row
}

/** @throws MeshError `documents/corrupt` */
export function decodeUnitRow(order: number, bytes: Uint8Array): StoredUnit {
  const row = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (row.length < UNIT_HEAD_BYTES || row[0] !== 1) throw damaged(UNITS)
  const count = row.readUInt16BE(49)
  return {
    order,
    id: row.toString('hex', 1, 17),
    session: row.toString('hex', 17, 33),
    sequence: Number(row.readBigUInt64BE(33)),
    firstNumber: Number(row.readBigUInt64BE(41)),
    hashes: Array.from({ length: count }, (_, index) =>
      row.toString('hex', UNIT_HEAD_BYTES + index * HASH_BYTES, UNIT_HEAD_BYTES + (index + 1) * HASH_BYTES),
    ),
    bytes: bytes.subarray(UNIT_HEAD_BYTES + count * HASH_BYTES),
  }
}

/** JSON too: a list's window is read from these rows. */
export function encodeRecord({ heads, record, conflicts }: StoredRecord): Uint8Array {
  return Buffer.from(JSON.stringify([1, heads, record, conflicts]))
}

/** @throws MeshError `documents/corrupt` */
export function decodeRecord(bytes: Uint8Array): StoredRecord {
  const [, heads, record, conflicts] = parseRow(bytes) as [number, string[], Json, Conflict[]]
  return { heads, record, conflicts }
}

/** Fingerprint of a document with these heads (PROTOCOL section 6). */
export function fingerprintOf(document: Uint8Array, heads: readonly string[]): Uint8Array {
  return sha256(Buffer.concat([FINGERPRINT_CONTEXT, document, Buffer.from(heads.join(''), 'hex')])).slice(0, 16)
}

/** What sealed rows of ours hold is trusted; this tells another version from a crash somewhere deep. */
function parseRow(bytes: Uint8Array): unknown[] {
  try {
    const row: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
    if (Array.isArray(row) && row[0] === 1) return row
  } catch {
    // named below
  }
  throw damaged(DERIVED)
}

function damaged(space: number): MeshError {
  return new MeshError('documents/corrupt', 'A row of the store is damaged', { details: { space } })
}
