import sodium from 'libsodium-wrappers-sumo'

await sodium.ready

const NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

/** What `seal` adds to a text: nonce (24) and authenticator (16). */
export const SEAL_OVERHEAD = NONCE_BYTES + sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES

/** AEAD of PROTOCOL: XChaCha20-Poly1305 under a 32-byte key, the random nonce written in front. */
export function seal(key: Uint8Array, options: { ad: Uint8Array; text: Uint8Array }): Uint8Array {
  const nonce = sodium.randombytes_buf(NONCE_BYTES)
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(options.text, options.ad, null, nonce, key)
  const out = new Uint8Array(NONCE_BYTES + sealed.byteLength)
  out.set(nonce)
  out.set(sealed, NONCE_BYTES)
  return out
}

/** The inverse of {@link seal}; undefined when the key, the associated data or any byte is another. */
export function unseal(key: Uint8Array, options: { ad: Uint8Array; sealed: Uint8Array }): Uint8Array | undefined {
  if (options.sealed.byteLength < SEAL_OVERHEAD) return undefined
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      options.sealed.subarray(NONCE_BYTES),
      options.ad,
      options.sealed.subarray(0, NONCE_BYTES),
      key,
    )
  } catch {
    return undefined
  }
}

/** Length of a sealed box of a 32-byte key. */
export const KEY_BOX_BYTES = 32 + sodium.crypto_box_SEALBYTES

/**
 * The X25519 form of an Ed25519 public key; undefined for bytes that are no sound key (small order, not on the
 * curve). About 0.1 ms: callers keep the result.
 */
export function toBoxKey(ed25519: Uint8Array): Uint8Array | undefined {
  try {
    return sodium.crypto_sign_ed25519_pk_to_curve25519(ed25519)
  } catch {
    return undefined
  }
}

/** The X25519 secret of an Ed25519 seed of 32 bytes. */
export function toBoxSecret(seed: Uint8Array): { publicKey: Uint8Array; secret: Uint8Array } {
  const pair = sodium.crypto_sign_seed_keypair(seed)
  const secret = sodium.crypto_sign_ed25519_sk_to_curve25519(pair.privateKey)
  pair.privateKey.fill(0)
  return { publicKey: sodium.crypto_sign_ed25519_pk_to_curve25519(pair.publicKey), secret }
}

/** `crypto_box_seal` to an X25519 key: anonymous, readable only by its holder. */
export function boxSeal(text: Uint8Array, boxKey: Uint8Array): Uint8Array {
  return sodium.crypto_box_seal(text, boxKey)
}

/** The inverse of {@link boxSeal}; undefined when it was not sealed to this key. */
export function boxOpen(
  sealed: Uint8Array,
  key: { publicKey: Uint8Array; secret: Uint8Array },
): Uint8Array | undefined {
  try {
    return sodium.crypto_box_seal_open(sealed, key.publicKey, key.secret)
  } catch {
    return undefined
  }
}
