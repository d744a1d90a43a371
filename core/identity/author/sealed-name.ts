import { z } from 'zod'

import { bytesEqual } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { concat, sha256, utf8 } from '../hashes.ts'
import type { SealedName } from '../log/state.ts'
import { seal, unseal } from '../sodium.ts'

/** Longest name, in UTF-8 bytes. */
export const MAX_NAME_BYTES = 256
const SALT_BYTES = 16
const PAD_TO = 64

/** A name with the salt of its commitment. */
export interface SaltedName {
  readonly name: string
  /** 16 bytes. */
  readonly salt: Uint8Array
}

const name = z
  .string()
  .min(1)
  .refine((it) => utf8(it).byteLength <= MAX_NAME_BYTES && !/[\p{Cc}\p{Cs}]/u.test(it))
const salt = z.instanceof(Uint8Array).refine((it) => it.byteLength === SALT_BYTES)
const Salted = z.strictObject({ name, salt })
const Sealed = z.tuple([name, salt, z.instanceof(Uint8Array)])

/** @throws MeshError `domain/invalid-input` when the name is empty, too long or has control characters */
export function saltName(text: string, random: RandomBytes): SaltedName {
  const parsed = Salted.safeParse({ name: text.normalize('NFC').trim(), salt: random(SALT_BYTES) })
  if (!parsed.success)
    throw new MeshError('domain/invalid-input', 'This name cannot be used', { details: { field: 'name' } })
  return parsed.data
}

/** Reads a name and salt that a joiner sent; undefined when either is out of bounds. */
export function parseSaltedName(value: { name: unknown; salt: unknown }): SaltedName | undefined {
  return Salted.safeParse(value).data
}

/** The commitment that stands in the log in clear: says nothing of the name to those without the salt. */
export function labelOf(it: SaltedName): Uint8Array {
  return sha256(concat(utf8('muster/name/1'), it.salt, utf8(it.name)))
}

/** Seals a name for a record of that type; padded, so that its length shows only in steps of 64 bytes. */
export function sealName(it: SaltedName, options: { key: Uint8Array; type: SealedName['type'] }): Uint8Array {
  const bare = encodeCbor([it.name, it.salt, new Uint8Array(0)]).byteLength
  const padding = new Uint8Array((PAD_TO - ((bare + 1) % PAD_TO)) % PAD_TO)
  return seal(options.key, { ad: utf8(options.type), text: encodeCbor([it.name, it.salt, padding]) })
}

/** Opens a name with the log key of its epoch; undefined when it is not what was committed to, or no name. */
export function openSealedName(sealed: SealedName, key: Uint8Array): SaltedName | undefined {
  const text = unseal(key, { ad: utf8(sealed.type), sealed: sealed.sealed })
  if (text === undefined) return undefined
  const parsed = Sealed.safeParse(decodeOrUndefined(text))
  if (!parsed.success) return undefined
  const opened = { name: parsed.data[0], salt: parsed.data[1] }
  return sealed.label === undefined || bytesEqual(labelOf(opened), sealed.label) ? opened : undefined
}

function decodeOrUndefined(text: Uint8Array): unknown {
  try {
    return decodeCbor(text)
  } catch {
    return undefined
  }
}
