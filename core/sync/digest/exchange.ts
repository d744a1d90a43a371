import { bytesEqual, compareBytes } from '../../shared/bytes.ts'
import type { DigestItem } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { BATCH_BYTES, LIST_ITEMS, MAX_PIECES, MAX_RANGES, MAX_ROUNDS, SPLIT } from '../protocol/limits.ts'
import type { DigestMessage } from '../protocol/messages.ts'
import type { DigestIndex } from './digest-index.ts'
import { compareUpper, END, rangeBytes, type Range } from './ranges.ts'

/** What one digest message told, and what to answer (empty until the round's last message is in). */
export interface Findings {
  /** Items the other side does not hold at all. */
  readonly theyLack: readonly Uint8Array[]
  /** Documents of which the other side holds something else, or which are not here at all. */
  readonly differing: readonly DigestItem[]
  readonly replies: readonly DigestMessage[]
}

/** One side of the range-based set reconciliation of PROTOCOL 6. Memory is bounded by the own number of items. */
export class DigestExchange {
  readonly #index: DigestIndex
  readonly #dialler: boolean
  /** Round awaited from the other side; 0 when no exchange is under way. */
  #awaited = 0
  #pieces = 0
  #lower: Uint8Array = END
  #reply: Range[] = []
  #asked = false

  constructor(options: { index: DigestIndex; dialler: boolean }) {
    this.#index = options.index
    this.#dialler = options.dialler
  }

  get underWay(): boolean {
    return this.#awaited !== 0
  }

  /** The dialler's opening: the whole range. */
  open(): DigestMessage {
    this.#startRound(2)
    const fingerprint = this.#index.fingerprint(0, this.#index.size)
    return { type: 'digest', round: 1, last: true, ranges: [{ upper: END, mode: 'fingerprint', fingerprint }] }
  }

  /** @throws MeshError `sync/protocol-violation` for a message out of turn or beyond the limits */
  receive(message: DigestMessage): Findings {
    if (!this.underWay && !this.#dialler) this.#startRound(1)
    if (message.round !== this.#awaited || message.round > MAX_ROUNDS) throw violation('round')
    this.#pieces += 1
    if (this.#pieces > MAX_PIECES) throw violation('pieces')
    const theyLack: Uint8Array[] = []
    const differing: DigestItem[] = []
    for (const range of message.ranges) this.#answer(range, theyLack, differing)
    return { theyLack, differing, replies: message.last ? this.#endRound() : [] }
  }

  #startRound(awaited: number): void {
    this.#awaited = awaited
    this.#pieces = 0
    this.#lower = END
    this.#reply = []
    this.#asked = false
  }

  #endRound(): readonly DigestMessage[] {
    const round = this.#awaited + 1
    const reply = this.#reply
    if (!this.#asked || round > MAX_ROUNDS) {
      this.#startRound(0)
      return []
    }
    const open = reply.some((range) => range.mode !== 'skip')
    this.#startRound(open ? round + 1 : 0)
    return open ? inPieces(round, reply) : [{ type: 'digest', round, last: true, ranges: [] }]
  }

  #answer(range: Range, theyLack: Uint8Array[], differing: DigestItem[]): void {
    const lower = this.#lower
    if (this.#pieces > 1 && this.#lower.byteLength === 0 && this.#reply.length > 0) throw violation('bounds')
    if (lower.byteLength > 0 && compareUpper(lower, range.upper) >= 0) throw violation('bounds')
    this.#lower = range.upper
    if (range.mode === 'skip') return this.#skip(range.upper)
    this.#asked = true
    const from = lower.byteLength === 0 ? 0 : this.#index.rank(lower)
    const to = this.#index.rank(range.upper)
    if (range.mode === 'list') {
      if (range.items[0] !== undefined && compareBytes(range.items[0].document, lower) < 0) throw violation('bounds')
      compare(this.#index.slice(from, to), range.items, theyLack, differing)
      return this.#skip(range.upper)
    }
    if (bytesEqual(range.fingerprint, this.#index.fingerprint(from, to))) return this.#skip(range.upper)
    if (to - from <= LIST_ITEMS)
      this.#reply.push({ upper: range.upper, mode: 'list', items: this.#index.slice(from, to) })
    else this.#split(from, to, range.upper)
  }

  #skip(upper: Uint8Array): void {
    if (this.#reply.at(-1)?.mode === 'skip') this.#reply.pop()
    this.#reply.push({ upper, mode: 'skip' })
  }

  #split(from: number, to: number, upper: Uint8Array): void {
    for (let part = 0; part < SPLIT; part += 1) {
      const start = from + Math.floor(((to - from) * part) / SPLIT)
      const end = from + Math.floor(((to - from) * (part + 1)) / SPLIT)
      const bound =
        part === SPLIT - 1 ? upper : separator(this.#index.at(end - 1).document, this.#index.at(end).document)
      this.#reply.push({ upper: bound, mode: 'fingerprint', fingerprint: this.#index.fingerprint(start, end) })
    }
  }
}

/** Both sorted; what only the other side has, or has otherwise, is `differing`. */
function compare(
  own: readonly DigestItem[],
  theirs: readonly DigestItem[],
  theyLack: Uint8Array[],
  differing: DigestItem[],
): void {
  let at = 0
  for (const item of theirs) {
    while (at < own.length && compareBytes(own[at]!.document, item.document) < 0) theyLack.push(own[at++]!.document)
    const same = own[at]
    const held = same !== undefined && bytesEqual(same.document, item.document)
    if (!held || !bytesEqual(same.fingerprint, item.fingerprint)) differing.push(item)
    if (held) at += 1
  }
  for (const item of own.slice(at)) theyLack.push(item.document)
}

/** The shortest bound above `below` and not above `item`. */
function separator(below: Uint8Array, item: Uint8Array): Uint8Array {
  let length = 1
  while (length < item.byteLength && below[length - 1] === item[length - 1]) length += 1
  return item.slice(0, length)
}

function inPieces(round: number, ranges: readonly Range[]): readonly DigestMessage[] {
  const pieces: Range[][] = [[]]
  let bytes = 0
  for (const range of ranges) {
    const size = rangeBytes(range)
    if (pieces.at(-1)!.length >= MAX_RANGES || bytes + size > BATCH_BYTES) {
      pieces.push([])
      bytes = 0
    }
    pieces.at(-1)!.push(range)
    bytes += size
  }
  return pieces.map((part, at) => ({ type: 'digest', round, last: at === pieces.length - 1, ranges: part }))
}
