import { fromHex, toHex } from '../../shared/bytes.ts'
import { decodeCborArray, encodeCbor } from '../../shared/cbor.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'

import { byteString, integer, malformed } from './fields.ts'
import { KIND_BYTES, kindOfByte, type UnitKind } from './kind-bytes.ts'
import { MAX_UNIT_BYTES, MAX_UNIT_CHANGES } from './limits.ts'
import { seal, SEAL_OVERHEAD_BYTES, unseal, verifySignature } from './sealing.ts'
import { sha256 } from './sha256.ts'

/** The readable part of a unit: what anyone who holds it can see. Ids are hex, 16 bytes each. */
export interface UnitHeader {
  readonly network: string
  readonly epoch: string
  readonly document: string
  readonly session: string
  /** Number of the unit in its session, from 1, no gaps. */
  readonly sequence: number
  /** Shared by the units of one command; '' when the unit stands alone. */
  readonly group: string
}

/** The sealed part: what members can see. */
export interface UnitContent {
  readonly kind: UnitKind
  /** Version of the deterministic first change that the document starts from. */
  readonly initialVersion: number
  /** Automerge number of the first of `changes` in this document and session, from 1. */
  readonly firstChangeNumber: number
  /** 1 to 64 change chunks, each of 1 byte or more; not yet parsed. */
  readonly changes: readonly Uint8Array[]
}

/** A unit whose form is sound; nothing about its signature is known yet. */
export interface Unit {
  /** Hex, 16 bytes; two units of one session and sequence with different ids are an equivocation. */
  readonly id: string
  readonly header: UnitHeader
  /** The whole unit as it travels and rests. */
  readonly bytes: Uint8Array
  readonly headerBytes: Uint8Array
  readonly body: Uint8Array
  readonly signature: Uint8Array
  /** What the device signs. */
  readonly signedBytes: Uint8Array
}

const SIGN_CONTEXT = Buffer.from('muster/unit/1')
const ID_CONTEXT = Buffer.from('muster/unit-id/1')

/**
 * Seals and signs one unit. `unitKey` belongs to `header.epoch`; `sign` is Ed25519 by the session's device.
 * @throws MeshError `domain/too-large` over 64 changes or 256 KiB
 */
export function sealUnit(
  fields: UnitHeader & UnitContent,
  {
    unitKey,
    sign,
    randomBytes,
  }: {
    readonly unitKey: Uint8Array
    readonly sign: (message: Uint8Array) => Uint8Array
    readonly randomBytes: RandomBytes
  },
): Unit {
  if (fields.changes.length > MAX_UNIT_CHANGES) throw new MeshError('domain/too-large', 'Too many changes for one unit')
  const { network, epoch, document, session, sequence, group } = fields
  const headerBytes = encodeCbor([
    1,
    fromHex(network),
    fromHex(epoch),
    fromHex(document),
    fromHex(session),
    sequence,
    fromHex(group),
  ])
  const content = encodeCbor([
    1,
    KIND_BYTES[fields.kind],
    fields.initialVersion,
    fields.firstChangeNumber,
    fields.changes,
  ])
  const body = seal(content, headerBytes, unitKey, randomBytes)
  const names = namesOf(headerBytes, body)
  const signature = sign(names.signedBytes)
  const bytes = encodeCbor([headerBytes, body, signature])
  if (bytes.byteLength > MAX_UNIT_BYTES) throw new MeshError('domain/too-large', 'Too much for one unit')
  return {
    header: { network, epoch, document, session, sequence, group },
    bytes,
    headerBytes,
    body,
    signature,
    ...names,
  }
}

/**
 * Reads the form of a unit from anywhere; no signature is checked and nothing is opened.
 * @throws MeshError `sync/protocol-violation`; `documents/written-by-newer-version` when its version is above 1
 */
export function readUnit(bytes: Uint8Array): Unit {
  if (bytes.byteLength > MAX_UNIT_BYTES) throw malformed()
  const parts = decodeCborArray(bytes, 3)
  const headerBytes = byteString(parts[0], 70, 128)
  const body = byteString(parts[1], SEAL_OVERHEAD_BYTES + 7, MAX_UNIT_BYTES)
  const signature = byteString(parts[2], 64)
  refuseNewer(headerBytes)
  const fields = decodeCborArray(headerBytes, 7)
  if (fields[0] !== 1) throw malformed()
  const group = byteString(fields[6], 0, 16)
  if (group.byteLength !== 0 && group.byteLength !== 16) throw malformed()
  const header: UnitHeader = {
    network: toHex(byteString(fields[1], 16)),
    epoch: toHex(byteString(fields[2], 16)),
    document: toHex(byteString(fields[3], 16)),
    session: toHex(byteString(fields[4], 16)),
    sequence: integer(fields[5], 1),
    group: toHex(group),
  }
  return { header, bytes, headerBytes, body, signature, ...namesOf(headerBytes, body) }
}

/** The document (id, hex) that a unit claims to be of; undefined for what is none. */
export function documentOfUnit(bytes: Uint8Array): string | undefined {
  try {
    return readUnit(bytes).header.document
  } catch {
    return undefined
  }
}

/** @throws MeshError `documents/forged` unless the unit is signed by `deviceKey` (Ed25519, 32 bytes) */
export function verifyUnit(unit: Unit, deviceKey: Uint8Array): void {
  if (!verifySignature(unit.signedBytes, unit.signature, deviceKey)) {
    throw new MeshError('documents/forged', 'A unit with a wrong signature')
  }
}

/**
 * Opens a unit with the key of its epoch; the changes are not parsed.
 * @throws MeshError `documents/forged` when it does not open, `sync/protocol-violation` when the content has a wrong
 *   form, `documents/written-by-newer-version` for a version or kind that this version does not know
 */
export function openUnit(unit: Unit, unitKey: Uint8Array): UnitContent {
  const text = unseal(unit.body, unit.headerBytes, unitKey)
  refuseNewer(text)
  const fields = decodeCborArray(text, 5)
  if (fields[0] !== 1) throw malformed()
  const kind = kindOfByte(integer(fields[1], 1, 255))
  if (kind === undefined)
    throw new MeshError('documents/written-by-newer-version', 'A kind of record from a newer version')
  const changes = fields[4]
  if (!Array.isArray(changes) || changes.length < 1 || changes.length > MAX_UNIT_CHANGES) throw malformed()
  return {
    kind,
    initialVersion: integer(fields[2], 1, 65_535),
    firstChangeNumber: integer(fields[3], 1),
    changes: changes.map((change) => byteString(change, 1, MAX_UNIT_BYTES)),
  }
}

/** Both formats start with an array head and their version: 1 is one byte, and so is every version up to 23. */
function refuseNewer(bytes: Uint8Array): void {
  const version = bytes[1] ?? 0
  if (version > 1 && version <= 23 && (bytes[0]! & 0xe0) === 0x80) {
    throw new MeshError('documents/written-by-newer-version', 'Written by a newer version')
  }
}

function namesOf(headerBytes: Uint8Array, body: Uint8Array): { readonly id: string; readonly signedBytes: Uint8Array } {
  const hashes = Buffer.concat([sha256(headerBytes), sha256(body)])
  return {
    id: toHex(sha256(Buffer.concat([ID_CONTEXT, hashes])).subarray(0, 16)),
    signedBytes: Buffer.concat([SIGN_CONTEXT, hashes]),
  }
}
