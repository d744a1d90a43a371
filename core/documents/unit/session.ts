import { toHex, fromHex } from '../../shared/bytes.ts'
import { decodeCborArray, encodeCbor } from '../../shared/cbor.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'

import { byteString, integer, malformed } from './fields.ts'
import { verifySignature } from './sealing.ts'
import { sha256 } from './sha256.ts'

const CONTEXT = 'muster/session/1'

/** One start of the engine on one device (PROTOCOL section 3), with its proof. */
export interface SessionRecord {
  /** Hex, 16 bytes: the Automerge actor of everything written in this session. Follows from the rest. */
  readonly id: string
  /** Hex, 16 bytes. */
  readonly network: string
  /** Ed25519 public key, 32 bytes. */
  readonly deviceKey: Uint8Array
  /** Milliseconds by the device's clock: shown, never ordered by. */
  readonly started: number
  /** The record as it travels and rests. */
  readonly bytes: Uint8Array
}

/** Makes the record of a new session. `sign` signs with the private half of `deviceKey` (Ed25519). */
export function makeSession(
  session: { readonly network: string; readonly deviceKey: Uint8Array; readonly started: number },
  { sign, randomBytes }: { readonly sign: (message: Uint8Array) => Uint8Array; readonly randomBytes: RandomBytes },
): SessionRecord {
  const signed = encodeCbor([CONTEXT, fromHex(session.network), session.deviceKey, randomBytes(16), session.started])
  const bytes = encodeCbor([signed, sign(signed)])
  return { ...session, id: idOf(signed), bytes }
}

/**
 * Reads a session record from anywhere and checks its signature; whether the device is a member is for the caller.
 * @throws MeshError `sync/protocol-violation` for a wrong form, `documents/forged` for a wrong signature
 */
export function readSession(bytes: Uint8Array): SessionRecord {
  if (bytes.byteLength > 512) throw malformed()
  const record = decodeCborArray(bytes, 2)
  const signed = byteString(record[0], 1, 256)
  const signature = byteString(record[1], 64)
  const fields = decodeCborArray(signed, 5)
  if (fields[0] !== CONTEXT) throw malformed()
  byteString(fields[3], 16)
  const deviceKey = byteString(fields[2], 32)
  const session: SessionRecord = {
    id: idOf(signed),
    network: toHex(byteString(fields[1], 16)),
    deviceKey,
    started: integer(fields[4], 0),
    bytes,
  }
  if (!verifySignature(signed, signature, deviceKey))
    throw new MeshError('documents/forged', 'A session record with a wrong signature')
  return session
}

function idOf(signed: Uint8Array): string {
  return toHex(sha256(signed).subarray(0, 16))
}
