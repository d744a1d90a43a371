import { z } from 'zod'

import type { PassphraseCost } from '../../../identity/vault/passphrase-key.ts'
import { bytesOf, PASSPHRASE_FIELDS } from '../../../identity/vault/passphrase-fields.ts'
import { concat, sha256Short, utf8 } from '../../../identity/hashes.ts'
import { bytesEqual } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import { MeshError } from '../../../shared/errors.ts'

/** The first bytes of every backup. */
export const MAGIC = utf8('muster-backup\n')
/** Magic and the length of the head (u16be). */
export const PREFIX_BYTES = MAGIC.byteLength + 2
export const MAX_HEAD_BYTES = 512
/** Of the file key sealed under the passphrase. */
export const KEY_AD = utf8('muster/backup/1')
const STREAM_HEADER_BYTES = 24

/** What stands unencrypted at the front of a backup (PROTOCOL section 8). */
export interface BackupHead {
  /** 16 bytes. */
  readonly salt: Uint8Array
  readonly cost: PassphraseCost
  /** The file key behind the passphrase. */
  readonly sealedKey: Uint8Array
  /** Of the stream, 24 bytes. */
  readonly streamHeader: Uint8Array
}

const Fields = z.tuple([z.literal(1), ...PASSPHRASE_FIELDS, bytesOf(STREAM_HEADER_BYTES), bytesOf(16)])

/** The head as it is bound to every frame. The check tells damage from a wrong passphrase; it protects nothing. */
export function encodeHead({ salt, cost, sealedKey, streamHeader }: BackupHead): Uint8Array {
  const fields = [salt, cost.opslimit, cost.memlimit, sealedKey, streamHeader] as const
  return encodeCbor([1, ...fields, checkOf(fields)])
}

/** Magic, length and head, as they begin the file. */
export function prefixed(head: Uint8Array): Uint8Array {
  return concat(MAGIC, Uint8Array.of(head.byteLength >> 8, head.byteLength & 0xff), head)
}

/** @returns length of the head. @throws MeshError `documents/not-a-backup`, `documents/backup-damaged` */
export function readPrefix(prefix: Uint8Array): number {
  if (!bytesEqual(prefix.subarray(0, MAGIC.byteLength), MAGIC)) {
    throw new MeshError('documents/not-a-backup', 'The file is no backup of Muster')
  }
  const length = ((prefix[MAGIC.byteLength] ?? 0) << 8) | (prefix[MAGIC.byteLength + 1] ?? 0)
  if (prefix.byteLength < PREFIX_BYTES || length > MAX_HEAD_BYTES) throw backupDamaged()
  return length
}

/** @throws MeshError `documents/written-by-newer-version`, `documents/backup-damaged` */
export function decodeHead(stored: Uint8Array): BackupHead {
  const value = decodeOrUndefined(stored)
  const version: unknown = Array.isArray(value) ? value[0] : undefined
  if (typeof version === 'number' && version > 1) {
    throw new MeshError('documents/written-by-newer-version', 'The backup was written by a newer Muster', {
      details: { version },
    })
  }
  const parsed = Fields.safeParse(value)
  if (!parsed.success) throw backupDamaged()
  const [, salt, opslimit, memlimit, sealedKey, streamHeader, check] = parsed.data
  if (!bytesEqual(check, checkOf([salt, opslimit, memlimit, sealedKey, streamHeader]))) throw backupDamaged()
  return { salt, cost: { opslimit, memlimit }, sealedKey, streamHeader }
}

/** A backup of which some bytes are others, missing, or in another place. */
export function backupDamaged(cause?: unknown): MeshError {
  return new MeshError('documents/backup-damaged', 'The backup is damaged', { cause })
}

function checkOf(fields: readonly (Uint8Array | number)[]): Uint8Array {
  return sha256Short(concat(utf8('muster/backup-check/1'), encodeCbor(fields)))
}

function decodeOrUndefined(stored: Uint8Array): unknown {
  try {
    return decodeCbor(stored)
  } catch {
    return undefined
  }
}
