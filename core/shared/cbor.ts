import { decode, encode } from 'cborg'

import { bytesEqual } from './bytes.ts'
import { MeshError } from './errors.ts'

/** What our formats are made of. Maps are plain objects with string keys; no floats other than integers are written. */
export type Cbor = null | boolean | number | string | Uint8Array | readonly Cbor[] | { readonly [key: string]: Cbor }

/** How deep values may lie in each other. What we write is far below; deeper ones cost what checks them by the level. */
const MOST_DEPTH = 64

/** Deterministic CBOR (RFC 8949 section 4.2.1): equal values give equal bytes. */
export function encodeCbor(value: Cbor): Uint8Array {
  return encode(value)
}

/**
 * Strict, bounded decoding of bytes from anywhere: deterministic form only (what {@link encodeCbor} makes of the value, byte for
 * byte), no duplicate keys, no indefinite lengths, no tags, nothing after the value, at most 64 levels.
 *
 * @throws MeshError `sync/protocol-violation` on anything else
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const value = decoded(bytes)
  if (isDeeperThan(MOST_DEPTH, value)) throw new MeshError('sync/protocol-violation', 'Values too deep in each other')
  // The decoder itself takes floats for integers, text that is not UTF-8, and keys in any order
  if (!bytesEqual(encodeCbor(value as Cbor), bytes))
    throw new MeshError('sync/protocol-violation', 'Not the one form of what it says')
  return value
}

/** As {@link decodeCbor}, of an array of that length. @throws MeshError `sync/protocol-violation` */
export function decodeCborArray(bytes: Uint8Array, length: number): readonly unknown[] {
  const value = decodeCbor(bytes)
  if (!Array.isArray(value) || value.length !== length)
    throw new MeshError('sync/protocol-violation', 'Bytes that are not what they claim to be')
  return value
}

function decoded(bytes: Uint8Array): unknown {
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

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  if (levels === 0) return true
  return (Array.isArray(value) ? value : Object.values(value)).some((inner) => isDeeperThan(levels - 1, inner))
}
