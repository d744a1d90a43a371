import { hash } from 'node:crypto'

import { bytesEqual, compareBytes } from '../../shared/bytes.ts'
import type { DigestItem } from '../ports.ts'

const MODULUS_BITS = 256
/** A chunk is split in two when it grows to this; half of it is what a fresh one holds. */
const CHUNK = 128

interface Entry extends DigestItem {
  readonly hash: bigint
}

interface Chunk {
  readonly entries: Entry[]
  sum: bigint
}

/**
 * All items sorted by document id, in short chunks with their sums: changing one item costs one chunk, and the sum
 * over any range costs two partial chunks, at 100,000 items as at 100.
 */
export class DigestIndex {
  #chunks: Chunk[] = []
  /** Count and sum before each chunk and in all; rebuilt when asked for after a change. */
  #counts: number[] | undefined
  #sums: bigint[] = []

  /** @param items sorted by document id */
  constructor(items: readonly DigestItem[] = []) {
    this.replaceAll(items)
  }

  get size(): number {
    return this.#prefix().at(-1) ?? 0
  }

  /** @param items sorted by document id */
  replaceAll(items: readonly DigestItem[]): void {
    this.#chunks = []
    this.append(items)
  }

  /** @param items sorted by document id, all of them after those that are there */
  append(items: readonly DigestItem[]): void {
    for (let at = 0; at < items.length; at += CHUNK / 2) {
      const entries = items.slice(at, at + CHUNK / 2).map(entryOf)
      this.#chunks.push({ entries, sum: entries.reduce((sum, entry) => sum + entry.hash, 0n) })
    }
    this.#counts = undefined
  }

  /** Brings the index to `items` (sorted), hashing only what differs. */
  refresh(items: readonly DigestItem[]): void {
    const changes: { document: Uint8Array; fingerprint: Uint8Array | undefined }[] = []
    let at = 0
    for (const own of this.#all()) {
      while (at < items.length && compareBytes(items[at]!.document, own.document) < 0) changes.push(items[at++]!)
      const item = items[at]
      if (item === undefined || compareBytes(item.document, own.document) !== 0) {
        changes.push({ document: own.document, fingerprint: undefined })
        continue
      }
      at += 1
      if (item.fingerprint !== own.fingerprint && !bytesEqual(item.fingerprint, own.fingerprint)) changes.push(item)
    }
    changes.push(...items.slice(at))
    if (changes.length > items.length / 4) this.replaceAll(items)
    else for (const change of changes) this.set(change.document, change.fingerprint)
  }

  /** Puts, changes or (with undefined) takes out one item. */
  set(document: Uint8Array, fingerprint: Uint8Array | undefined): void {
    const at = this.#chunkOf(document)
    const chunk = this.#chunks[at]
    if (chunk === undefined) {
      if (fingerprint !== undefined) this.replaceAll([{ document, fingerprint }])
      return
    }
    const place = lowerBound(chunk.entries, document)
    const present = chunk.entries[place]
    const found = present !== undefined && compareBytes(present.document, document) === 0
    if (found && fingerprint !== undefined && bytesEqual(present.fingerprint, fingerprint)) return
    const entry = fingerprint === undefined ? [] : [entryOf({ document, fingerprint })]
    chunk.entries.splice(place, found ? 1 : 0, ...entry)
    chunk.sum += (entry[0]?.hash ?? 0n) - (found ? present.hash : 0n)
    if (chunk.entries.length === 0) this.#chunks.splice(at, 1)
    if (chunk.entries.length >= CHUNK) this.#halve(at, chunk)
    this.#counts = undefined
  }

  /** Number of items below a bound; the empty bound is above all. */
  rank(bound: Uint8Array): number {
    if (bound.byteLength === 0) return this.size
    const at = this.#chunkOf(bound)
    const chunk = this.#chunks[at]
    return chunk === undefined ? 0 : this.#prefix()[at]! + lowerBound(chunk.entries, bound)
  }

  /** The item of a rank from 0. */
  at(rank: number): DigestItem {
    const [chunk, place] = this.#locate(rank)
    return this.#chunks[chunk]!.entries[place]!
  }

  /** Items from rank `from` up to but not including rank `to`. */
  slice(from: number, to: number): readonly DigestItem[] {
    return Array.from({ length: to - from }, (_, offset) => this.at(from + offset))
  }

  /** Fingerprint of the items from rank `from` up to but not including rank `to` (PROTOCOL 6, mode 1). */
  fingerprint(from: number, to: number): Uint8Array {
    const sum = BigInt.asUintN(MODULUS_BITS, this.#sumBefore(to) - this.#sumBefore(from))
    const buffer = Buffer.alloc(40)
    buffer.writeBigUInt64BE(BigInt(to - from))
    for (let word = 0; word < 4; word += 1)
      buffer.writeBigUInt64LE(BigInt.asUintN(64, sum >> BigInt(64 * word)), 8 + 8 * word)
    return new Uint8Array(hash('sha256', buffer, 'buffer').subarray(0, 16))
  }

  *#all(): Iterable<Entry> {
    for (const chunk of this.#chunks.slice()) yield* chunk.entries
  }

  #halve(at: number, chunk: Chunk): void {
    const upper = chunk.entries.splice(CHUNK / 2)
    const sum = upper.reduce((total, entry) => total + entry.hash, 0n)
    chunk.sum -= sum
    this.#chunks.splice(at + 1, 0, { entries: upper, sum })
  }

  /** Index of the chunk a document is in or belongs into. */
  #chunkOf(document: Uint8Array): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (compareBytes(this.#chunks[middle]!.entries[0]!.document, document) <= 0) low = middle
      else high = middle - 1
    }
    return low
  }

  #prefix(): readonly number[] {
    if (this.#counts !== undefined) return this.#counts
    const counts = [0]
    const sums = [0n]
    for (const [at, chunk] of this.#chunks.entries()) {
      counts.push(counts[at]! + chunk.entries.length)
      sums.push(sums[at]! + chunk.sum)
    }
    this.#sums = sums
    this.#counts = counts
    return counts
  }

  /** Chunk and place of a rank; the rank after the last is the end of the last chunk. */
  #locate(rank: number): readonly [chunk: number, place: number] {
    const counts = this.#prefix()
    let low = 0
    let high = Math.max(0, this.#chunks.length - 1)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (counts[middle]! <= rank) low = middle
      else high = middle - 1
    }
    return [low, rank - counts[low]!]
  }

  #sumBefore(rank: number): bigint {
    const [chunk, place] = this.#locate(rank)
    let sum = this.#sums[chunk]!
    for (let at = 0; at < place; at += 1) sum += this.#chunks[chunk]!.entries[at]!.hash
    return sum
  }
}

function entryOf(item: DigestItem): Entry {
  const digest = hash('sha256', Buffer.concat([item.document, item.fingerprint]), 'buffer')
  return {
    document: item.document,
    fingerprint: item.fingerprint,
    hash: BigInt(`0x${digest.reverse().toString('hex')}`),
  }
}

function lowerBound(entries: readonly Entry[], document: Uint8Array): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareBytes(entries[middle]!.document, document) < 0) low = middle + 1
    else high = middle
  }
  return low
}
