import { fromHex, toHex } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor, type Cbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Json } from '../../domain/write.ts'
import type { Conflict } from '../ports.ts'
import { KIND_BYTES, kindOfByte, type UnitKind } from '../unit/kind-bytes.ts'
import { sha256 } from '../unit/sealing.ts'

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

export function encodeState(state: DocumentState): Uint8Array {
  const { kind, initialVersion, creator, heads, vector, maxOp } = state
  return encodeCbor([1, KIND_BYTES[kind], initialVersion, fromHex(creator), fromHex(heads.join('')), packVector(vector), maxOp])
}

/** @throws MeshError `documents/corrupt` */
export function decodeState(bytes: Uint8Array): DocumentState {
  const fields = decodeRow(bytes, 7) as [number, number, number, Uint8Array, Uint8Array, (Uint8Array | number)[], number]
  const kind = kindOfByte(fields[1])
  if (kind === undefined) throw damaged(6)
  const vector = unpackVector(fields[5])
  return { kind, initialVersion: fields[2], creator: toHex(fields[3]), heads: splitHashes(fields[4]), vector, maxOp: fields[6] }
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

export function encodeUnitRow(unit: Omit<StoredUnit, 'order'>): Uint8Array {
  return encodeCbor([1, fromHex(unit.id), fromHex(unit.session), unit.sequence, unit.firstNumber, fromHex(unit.hashes.join('')), unit.bytes])
}

/** @throws MeshError `documents/corrupt` */
export function decodeUnitRow(order: number, bytes: Uint8Array): StoredUnit {
  const fields = decodeRow(bytes, 7) as [number, Uint8Array, Uint8Array, number, number, Uint8Array, Uint8Array]
  return {
    order,
    id: toHex(fields[1]),
    session: toHex(fields[2]),
    sequence: fields[3],
    firstNumber: fields[4],
    hashes: splitHashes(fields[5]),
    bytes: fields[6],
  }
}

/** JSON, not CBOR: a list's window is read from these rows, and JSON is parsed several times as fast. */
export function encodeRecord({ heads, record, conflicts }: StoredRecord): Uint8Array {
  return Buffer.from(JSON.stringify([1, heads, record, conflicts]))
}

/** @throws MeshError `documents/corrupt` */
export function decodeRecord(bytes: Uint8Array): StoredRecord {
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    const [, heads, record, conflicts] = JSON.parse(text) as [number, string[], Json, Conflict[]]
    return { heads, record, conflicts }
  } catch {
    throw damaged(6)
  }
}

/** Fingerprint of a document with these heads (PROTOCOL section 6). */
export function fingerprintOf(document: Uint8Array, heads: readonly string[]): Uint8Array {
  return sha256(Buffer.concat([Buffer.from('muster/item/1'), document, Buffer.from(heads.join(''), 'hex')])).slice(0, 16)
}

/** What sealed rows of ours hold is trusted; this tells a mistake of ours from a crash somewhere deep. */
function decodeRow(bytes: Uint8Array, length: number): unknown[] {
  try {
    const row = decodeCbor(bytes)
    if (Array.isArray(row) && row.length === length && row[0] === 1) return row
  } catch {
    // named below
  }
  throw damaged(5)
}

function damaged(space: number): MeshError {
  return new MeshError('documents/corrupt', 'A row of the store is damaged', { details: { space } })
}

function splitHashes(bytes: Uint8Array): string[] {
  const hex = toHex(bytes)
  return Array.from({ length: hex.length / 64 }, (_, index) => hex.slice(index * 64, (index + 1) * 64))
}
