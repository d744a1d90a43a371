import { decode, encode } from 'cborg'

import { MeshError } from './errors.ts'

/** What our formats are made of. Maps are plain objects with string keys; no floats other than integers are written. */
export type Cbor = null | boolean | number | string | Uint8Array | readonly Cbor[] | { readonly [key: string]: Cbor }

/** Deterministic CBOR (RFC 8949 section 4.2.1): equal values give equal bytes. */
export function encodeCbor(value: Cbor): Uint8Array {
  return encode(value)
}

/**
 * Strict, bounded decoding of bytes from anywhere: deterministic form only, no duplicate keys, no indefinite
 * lengths, no tags, nothing after the value, depth limited by the decoder's stack.
 *
 * @throws MeshError `sync/protocol-violation` on anything else
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
      useMaps: false,
    })
  } catch (cause) {
    throw new MeshError('sync/protocol-violation', 'Bytes that are not what they claim to be', { cause })
  }
}
