import { compareBytes } from '../../shared/bytes.ts'
import type { Cbor } from '../../shared/cbor.ts'
import type { DigestItem } from '../ports.ts'
import { bytes, list, tuple, violation } from '../protocol/checks.ts'
import { LIST_ITEMS, MAX_RANGES } from '../protocol/limits.ts'

/** One part of the ordered id space; its lower bound is the upper bound of the one before (PROTOCOL 6). */
export type Range =
  | { readonly upper: Uint8Array; readonly mode: 'skip' }
  | { readonly upper: Uint8Array; readonly mode: 'fingerprint'; readonly fingerprint: Uint8Array }
  | { readonly upper: Uint8Array; readonly mode: 'list'; readonly items: readonly DigestItem[] }

/** The bound above every id. */
export const END = new Uint8Array()

/** Order of upper bounds: as bytes, but the empty one is above all. */
export function compareUpper(a: Uint8Array, b: Uint8Array): number {
  if (a.byteLength === 0 || b.byteLength === 0) return (a.byteLength === 0 ? 1 : 0) - (b.byteLength === 0 ? 1 : 0)
  return compareBytes(a, b)
}

/** One range in its travelling form. */
export function rangeToCbor(range: Range): Cbor {
  if (range.mode === 'skip') return [range.upper, 0, null]
  if (range.mode === 'fingerprint') return [range.upper, 1, range.fingerprint]
  return [range.upper, 2, range.items.map((item) => [item.document, item.fingerprint])]
}

/** Bytes one range takes in a message, at most. */
export function rangeBytes(range: Range): number {
  return 24 + (range.mode === 'fingerprint' ? 17 : range.mode === 'list' ? 35 * range.items.length : 0)
}

/**
 * Ranges of one message, bounds strictly ascending, list items sorted and below their bound.
 *
 * @throws MeshError `sync/protocol-violation`
 */
export function rangesFromCbor(value: unknown): readonly Range[] {
  let previous: Uint8Array | undefined
  return list(value, MAX_RANGES).map((raw) => {
    const range = readRange(raw)
    if (previous !== undefined && compareUpper(previous, range.upper) >= 0) throw violation('bounds')
    previous = range.upper
    return range
  })
}

function readRange(value: unknown): Range {
  const [rawUpper, mode, payload] = tuple(value, 3)
  const upper = bytes(rawUpper, 0, 16)
  if (mode === 0 && payload === null) return { upper, mode: 'skip' }
  if (mode === 1) return { upper, mode: 'fingerprint', fingerprint: bytes(payload, 16) }
  if (mode !== 2) throw violation('mode')
  let previous: Uint8Array | undefined
  const items = list(payload, LIST_ITEMS).map((raw) => {
    const [rawDocument, fingerprint] = tuple(raw, 2)
    const document = bytes(rawDocument, 16)
    if (previous !== undefined && compareBytes(previous, document) >= 0) throw violation('order')
    previous = document
    return { document, fingerprint: bytes(fingerprint, 16) }
  })
  if (previous !== undefined && upper.byteLength > 0 && compareBytes(previous, upper) >= 0) throw violation('bounds')
  return { upper, mode: 'list', items }
}
