import { compareBytes, toHex } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { bytes, integer, tuple } from '../protocol/checks.ts'
import { MAX_RECEIPT_BYTES } from '../protocol/limits.ts'
import type { Holding } from '../session/settling.ts'

const CONTEXT = 'muster/receipt/1'

/** Port: signatures by device keys. */
export interface ReceiptSigner {
  /** Own device key, 32 bytes. */
  readonly device: Uint8Array
  /** Ed25519 by the own device. */
  readonly sign: (message: Uint8Array) => Uint8Array
  readonly verify: (message: Uint8Array, signature: Uint8Array, device: Uint8Array) => boolean
}

/** What one device says of itself to everybody, passed on by others: this is all I hold (PROTOCOL 5.1, message 14). */
export interface SignedReceipt extends Holding {
  /** Device key, hex. */
  readonly device: string
  /** Milliseconds by its clock, and more than in all its earlier ones: the newest counts. */
  readonly at: number
  readonly bytes: Uint8Array
}

/** @param holding what is held now @param at milliseconds */
export function signReceipt(
  network: Uint8Array,
  { holding, at }: { holding: Holding; at: number },
  { device, sign }: ReceiptSigner,
): SignedReceipt {
  const { root, count, logDigest } = holding
  const signed = encodeCbor([CONTEXT, network, device, at, root, count, logDigest])
  return { ...holding, device: toHex(device), at, bytes: encodeCbor([signed, sign(signed)]) }
}

/** Reads hostile bytes; undefined when the form or the network is another. The signature is not checked. */
export function readReceipt(raw: Uint8Array, network: Uint8Array): SignedReceipt | undefined {
  try {
    const [context, of, device, at, root, count, logDigest] = tuple(decodeCbor(opened(raw).signed), 7)
    if (context !== CONTEXT || compareBytes(bytes(of, 16), network) !== 0) return undefined
    return {
      device: toHex(bytes(device, 32)),
      at: integer(at),
      root: bytes(root, 16),
      count: integer(count),
      logDigest: bytes(logDigest, 32),
      bytes: raw.slice(),
    }
  } catch {
    return undefined
  }
}

/** Whether the device it names signed it. @param receipt as {@link readReceipt} gave it */
export function isReceiptSigned(receipt: SignedReceipt, { verify }: ReceiptSigner): boolean {
  const { signed, signature } = opened(receipt.bytes)
  return verify(signed, signature, Buffer.from(receipt.device, 'hex'))
}

/** @throws MeshError `sync/protocol-violation` */
function opened(raw: Uint8Array): { signed: Uint8Array; signature: Uint8Array } {
  const [signed, signature] = tuple(decodeCbor(raw), 2)
  return { signed: bytes(signed, 1, MAX_RECEIPT_BYTES), signature: bytes(signature, 64) }
}
