import { compareBytes, toHex } from '../../shared/bytes.ts'
import { decodeCbor, decodeCborArray, encodeCbor } from '../../shared/cbor.ts'
import type { DeviceKey, SignatureChecker } from '../device-key.ts'

const CONTEXT = 'muster/seen/1'
/** Most heads a statement names. */
export const MAX_SEEN_HEADS = 32
/** Most records it leaves out. */
export const MAX_LEFT_OUT = 64
/** Largest statement: 32 heads and 64 records left out, 34 bytes each, and what is around them. */
export const MAX_SEEN_BYTES = 4096

/**
 * What one device says of itself: everything that was erased by the log up to these heads is gone from its disk
 * (PROTOCOL section 2). Only a claim: what else it does with the bytes nobody can see.
 */
export interface SeenStatement {
  /** Network id, 16 bytes. */
  readonly networkId: Uint8Array
  /** Device key, hex. */
  readonly device: string
  /** Milliseconds by its clock, and more than in all its earlier ones: the newest counts. */
  readonly at: number
  /** Record ids, hex. */
  readonly heads: readonly string[]
  /**
   * Records among their ancestors (ids, hex) that erase something but did not count there, so that nothing was dropped for
   * them; in the place of many of one author that device's key (hex), for all of them.
   */
  readonly leftOut: readonly string[]
  readonly bytes: Uint8Array
}

/** @param fields.heads 32 bytes each, at most 32 @param fields.leftOut the same, at most 64 */
export function signSeen(
  fields: { networkId: Uint8Array; at: number; heads: readonly Uint8Array[]; leftOut: readonly Uint8Array[] },
  device: DeviceKey,
): SeenStatement {
  const { networkId, at, heads, leftOut } = fields
  const signed = encodeCbor([
    CONTEXT,
    networkId,
    device.publicKey,
    at,
    heads.toSorted(compareBytes),
    leftOut.toSorted(compareBytes),
  ])
  const statement = readSeen(encodeCbor([signed, device.sign(signed)]))
  if (statement === undefined) throw new Error('A statement was made that cannot be read')
  return statement
}

/** Reads a statement from hostile bytes; undefined when its form is not exactly that. The signature is not checked. */
export function readSeen(bytes: Uint8Array): SeenStatement | undefined {
  if (bytes.byteLength > MAX_SEEN_BYTES) return undefined
  try {
    const [signed, signature] = decodeCborArray(bytes, 2)
    if (!(signed instanceof Uint8Array) || !isBytes(signature, 64)) return undefined
    const [context, networkId, device, at, heads, leftOut] = decodeCborArray(signed, 6)
    if (context !== CONTEXT || !isBytes(networkId, 16) || !isBytes(device, 32)) return undefined
    if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) return undefined
    if (!areIds(heads, MAX_SEEN_HEADS) || !areIds(leftOut, MAX_LEFT_OUT) || heads.length === 0) return undefined
    return {
      networkId: networkId.slice(),
      device: toHex(device),
      at,
      heads: heads.map(toHex),
      leftOut: leftOut.map(toHex),
      bytes: bytes.slice(),
    }
  } catch {
    return undefined
  }
}

/** Whether the device it speaks of signed it. */
export function isSeenSigned({ bytes }: SeenStatement, checker: SignatureChecker): boolean {
  const [signed, signature] = decodeCbor(bytes) as [Uint8Array, Uint8Array]
  const [, , publicKey] = decodeCbor(signed) as [string, Uint8Array, Uint8Array]
  return checker.verify(signed, { publicKey, signature })
}

function areIds(value: unknown, most: number): value is readonly Uint8Array[] {
  if (!Array.isArray(value) || value.length > most || !value.every((id) => isBytes(id, 32))) return false
  return value.every((id, at) => at === 0 || compareBytes(value[at - 1] as Uint8Array, id) < 0)
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength === length
}
