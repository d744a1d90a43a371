import { createPublicKey, hkdfSync, verify, type KeyObject } from 'node:crypto'

import sodium from 'libsodium-wrappers-sumo'

import { toHex } from '../../shared/bytes.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'

await sodium.ready

/** Bytes that {@link seal} adds: the nonce in front, the tag behind. */
export const SEAL_OVERHEAD_BYTES = 24 + 16

/** The key that seals units (32 bytes), from an epoch key (PROTOCOL section 1). */
export function unitKeyOf(epochKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', epochKey, new Uint8Array(0), 'muster/units/1', 32))
}

/** XChaCha20-Poly1305 with a random 24-byte nonce written in front. `associated` is bound to it and not contained. */
export function seal(text: Uint8Array, associated: Uint8Array, key: Uint8Array, randomBytes: RandomBytes): Uint8Array {
  const nonce = randomBytes(24)
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, associated, null, nonce, key)
  return Buffer.concat([nonce, sealed])
}

/**
 * The inverse of {@link seal}.
 * @throws MeshError `documents/forged` when a bit of the text, the associated bytes or the key differs
 */
export function unseal(sealed: Uint8Array, associated: Uint8Array, key: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.subarray(24),
      associated,
      sealed.subarray(0, 24),
      key,
    )
  } catch (cause) {
    throw new MeshError('documents/forged', 'Sealed bytes do not open', { cause })
  }
}

const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex') // RFC 8410 section 4, then the 32 bytes
const MAX_KEYS = 1_024
const keys = new Map<string, KeyObject>()

/**
 * Ed25519 by a device key of 32 bytes; false for anything that is not a signature or not a key. Making a key object
 * costs as much as half a verification, so the last 1,024 are kept.
 */
export function verifySignature(message: Uint8Array, signature: Uint8Array, deviceKey: Uint8Array): boolean {
  if (deviceKey.byteLength !== 32 || signature.byteLength !== 64) return false
  const name = toHex(deviceKey)
  try {
    let key = keys.get(name)
    if (key === undefined)
      key = createPublicKey({ key: Buffer.concat([SPKI_OF_ED25519, deviceKey]), format: 'der', type: 'spki' })
    else keys.delete(name)
    keys.set(name, key) // now the newest
    if (keys.size > MAX_KEYS) keys.delete(keys.keys().next().value!)
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

export { sha256 } from './sha256.ts'
