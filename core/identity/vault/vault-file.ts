import { z } from 'zod'

import { bytesEqual } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import { concat, sha256Short, utf8 } from '../hashes.ts'
import { bytesOf, PASSPHRASE_FIELDS } from './passphrase-fields.ts'

/** The vault as it lies on disk (PROTOCOL section 8). */
export interface VaultFile {
  /** 16 bytes. */
  readonly salt: Uint8Array
  readonly opslimit: number
  /** Bytes. */
  readonly memlimit: number
  readonly sealed: Uint8Array
}

/** A vault is far smaller; more is not read. */
export const MAX_VAULT_BYTES = 4096

const Fields = z.tuple([z.literal(1), ...PASSPHRASE_FIELDS, bytesOf(16)])

/** The bytes of a vault. The check at the end tells a damaged file from a wrong passphrase; it protects nothing. */
export function encodeVault(vault: VaultFile): Uint8Array {
  return encodeCbor([1, vault.salt, vault.opslimit, vault.memlimit, vault.sealed, checkOf(vault)])
}

/** @throws MeshError `identity/profile-damaged`, `identity/written-by-newer-version` */
export function decodeVault(stored: Uint8Array): VaultFile {
  const value = decodeOrUndefined(stored)
  const version: unknown = Array.isArray(value) ? value[0] : undefined
  if (typeof version === 'number' && version > 1) {
    throw new MeshError('identity/written-by-newer-version', 'This profile was written by a newer Muster', {
      details: { version },
    })
  }
  const parsed = Fields.safeParse(value)
  if (!parsed.success) throw damaged()
  const [, salt, opslimit, memlimit, sealed, check] = parsed.data
  const vault = { salt, opslimit, memlimit, sealed }
  if (!bytesEqual(check, checkOf(vault))) throw damaged()
  return vault
}

function checkOf(vault: VaultFile): Uint8Array {
  const fields = encodeCbor([vault.salt, vault.opslimit, vault.memlimit, vault.sealed])
  return sha256Short(concat(utf8('muster/vault-check/1'), fields))
}

function decodeOrUndefined(stored: Uint8Array): unknown {
  if (stored.byteLength > MAX_VAULT_BYTES) return undefined
  try {
    return decodeCbor(stored)
  } catch {
    return undefined
  }
}

function damaged(): MeshError {
  return new MeshError('identity/profile-damaged', 'The vault of this profile is damaged')
}
