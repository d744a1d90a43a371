import { inflateRawSync } from 'node:zlib'

import { bytesEqual, compareBytes, toHex } from '../../shared/bytes.ts'

import type { Operations } from './change-ops.ts'
import { ChunkReader, unsound } from './chunk-reader.ts'
import { readOperations } from './operation-reader.ts'
import { sha256 } from './sha256.ts'

/**
 * Limits on what a change depends on and how far its operation numbers may lie ahead (PROTOCOL section 4). As many laptops as there
 * are may have written at once; their heads are half of a unit at most.
 */
export const MAX_DEPENDENCIES = 4_096
export const MAX_OPERATIONS_AHEAD = 10_000
const MAX_CHANGE_BYTES = 256 * 1024
const MAX_OTHER_ACTORS = 8_192
const MAGIC = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83)
const BODY_AT = 8 // after the magic and the checksum

/** What is told about a change without Automerge. */
export interface ChangeHeader {
  /** Hex, 32 bytes: Automerge's hash of the change. */
  readonly hash: string
  /** Hex hashes of the changes it builds on, ascending, at most 4,096. */
  readonly dependencies: readonly string[]
  /** Hex, 16 bytes: the session. */
  readonly actor: string
  /** Automerge's `seq`: counts from 1 within the document and session. */
  readonly number: number
  /** Numbers of its first and last operation, from 1. */
  readonly startOp: number
  readonly lastOp: number
  /** Milliseconds by the author's clock. */
  readonly at: number
}

/**
 * Reads one uncompressed Automerge change chunk (type 1) and nothing else, and checks all of its form in time and
 * memory bounded by its length and 5,000 operations, before Automerge sees a byte. What passes can still be unsound
 * (it may point at operations that are not there), so Automerge stays behind its wall.
 * Format: https://automerge.org/automerge-binary-format-spec/
 *
 * @param limits.maxStartOp greatest acceptable number of the first operation: the greatest known one + 10,000
 * @throws MeshError `documents/unsound` for anything that Muster would not have written
 */
export function readChange(bytes: Uint8Array, limits: { readonly maxStartOp: number }): ChangeHeader {
  return openChange(bytes, limits).header
}

/** A change that was found to be in form. */
export interface OpenedChange {
  readonly header: ChangeHeader
  /** The other actors it names, hex, ascending. */
  readonly others: readonly string[]
  readonly operations: Operations
}

/** As {@link readChange}, with what is in it. */
export function openChange(bytes: Uint8Array, limits: { readonly maxStartOp: number }): OpenedChange {
  if (bytes.byteLength > MAX_CHANGE_BYTES || bytes.byteLength < BODY_AT + 2) throw unsound()
  if (!bytesEqual(bytes.subarray(0, 4), MAGIC) || bytes[BODY_AT] !== 1) throw unsound()
  const reader = new ChunkReader(bytes, BODY_AT + 1, bytes.byteLength)
  if (reader.unsigned() !== bytes.byteLength - reader.at) throw unsound()
  const digest = sha256(bytes.subarray(BODY_AT))
  if (!bytesEqual(digest.subarray(0, 4), bytes.subarray(4, 8))) throw unsound()

  const dependencies = readAscending(reader, MAX_DEPENDENCIES, 32, false)
  if (reader.unsigned() !== 16) throw unsound()
  const actor = toHex(reader.take(16))
  const number = reader.unsigned()
  const startOp = reader.unsigned()
  const at = reader.signed()
  if (number < 1 || startOp < 1 || startOp > limits.maxStartOp || at < 0) throw unsound()
  if (reader.unsigned() !== 0) throw unsound() // messages are not ours
  const others = readAscending(reader, MAX_OTHER_ACTORS, 16, true)
  if (others.includes(actor)) throw unsound()
  const operations = readOperations(reader, startOp, 1 + others.length)
  if (!reader.done) throw unsound()
  const header = {
    hash: toHex(digest),
    dependencies,
    actor,
    number,
    startOp,
    lastOp: startOp + operations.count - 1,
    at,
  }
  return { header, others, operations }
}

/** A list of hashes or actors, ascending, none twice. */
function readAscending(reader: ChunkReader, limit: number, size: number, prefixed: boolean): string[] {
  const count = reader.unsigned()
  if (count > limit) throw unsound()
  const texts: string[] = []
  let last: Uint8Array | undefined
  for (let left = count; left > 0; left--) {
    if (prefixed && reader.unsigned() !== size) throw unsound()
    const item = reader.take(size)
    if (last !== undefined && compareBytes(last, item) >= 0) throw unsound()
    last = item
    texts.push(toHex(item))
  }
  return texts
}

/**
 * A change as it travels: type 1. Automerge may give a fresh change deflated (type 2); ours are inflated here.
 * Never for bytes from elsewhere. @throws MeshError `documents/unsound` over 256 KiB or for another type
 */
export function inflateChange(bytes: Uint8Array): Uint8Array {
  if (bytes[BODY_AT] === 1) return bytes
  if (bytes[BODY_AT] !== 2) throw unsound()
  const reader = new ChunkReader(bytes, BODY_AT + 1, bytes.byteLength)
  const data = inflate(reader.take(reader.unsigned()))
  const length: number[] = []
  for (let left = data.byteLength; ; left = Math.floor(left / 128)) {
    length.push(left < 128 ? left : (left % 128) | 0x80)
    if (left < 128) break
  }
  return Buffer.concat([bytes.subarray(0, BODY_AT), Uint8Array.of(1, ...length), data])
}

function inflate(data: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(data, { maxOutputLength: MAX_CHANGE_BYTES })
  } catch {
    throw unsound()
  }
}
