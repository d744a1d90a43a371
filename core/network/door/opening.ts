import { bytesEqual } from '../../shared/bytes.ts'
import { Keystream, NONCE_BYTES } from './keystream.ts'
import type { Scope } from '../ports.ts'

/** What every dialler says first, and so the known plaintext by which a key is recognised (PROTOCOL section 5). */
const GREETING = new TextEncoder().encode('\u0013/multistream/1.0.0\n')

/** Bytes a dialler must send before the door can tell who is meant. */
export const OPENING_BYTES = NONCE_BYTES + GREETING.byteLength

/** A private-network key this laptop answers on, and what it allows. */
export interface DoorKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly scope: Scope
}

/**
 * Finds the key a dialler has used.
 *
 * @param opening the first bytes received, at least {@link OPENING_BYTES}
 * @returns the key, the key stream positioned after `opening`, and the opened bytes behind the nonce
 */
export function matchKey<Key extends DoorKey>(
  opening: Uint8Array,
  keys: Iterable<Key>,
): { match: Key; keystream: Keystream; plain: Uint8Array } | undefined {
  const nonce = opening.subarray(0, NONCE_BYTES)
  const sealed = opening.subarray(NONCE_BYTES)
  for (const match of keys) {
    const keystream = new Keystream(nonce, match.key)
    const greeting = keystream.apply(sealed.subarray(0, GREETING.byteLength))
    if (!bytesEqual(greeting, GREETING)) {
      keystream.dispose()
      continue
    }
    const plain = new Uint8Array(sealed.byteLength)
    plain.set(greeting)
    keystream.apply(sealed.subarray(GREETING.byteLength), plain.subarray(GREETING.byteLength))
    return { match, keystream, plain }
  }
  return undefined
}
