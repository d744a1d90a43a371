import type { Path, Write } from '../write.ts'
import { isHighSurrogate, isLowSurrogate } from './clean.ts'

/** One change of a text: at UTF-16 `index` take out `remove` units, then insert `insert`. */
export interface Splice {
  readonly index: number
  readonly remove: number
  readonly insert: string
}

/** Above this many differing words on either side the middle is replaced as one piece: the comparison costs their product. */
const MAX_WORDS = 600

/**
 * The small changes that turn `before` into `after`, last position first, so that applying them one after the other
 * needs no shifting. Words that stay are not touched, so what others write beside them at the same time survives.
 * No splice begins or ends inside a surrogate pair.
 */
export function splicesBetween(before: string, after: string): Splice[] {
  const from = commonStart(before, after)
  const tail = commonEnd(before, after, from)
  const removed = before.slice(from, before.length - tail)
  const inserted = after.slice(from, after.length - tail)
  if (removed === '' && inserted === '') return []
  const a = words(removed)
  const b = words(inserted)
  if (a.length <= 1 || b.length <= 1 || a.length > MAX_WORDS || b.length > MAX_WORDS) {
    return [{ index: from, remove: removed.length, insert: inserted }]
  }
  return wordSplices(a, b, from)
}

/** {@link splicesBetween} as writes to the co-edited text at `path`. */
export function textWrites(path: Path, before: string, after: string): Write[] {
  return splicesBetween(before, after).map((splice) => ({ op: 'splice', path, ...splice }))
}

/** Applies splices in the order given. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  return splices.reduce(
    (result, { index, remove, insert }) => result.slice(0, index) + insert + result.slice(index + remove),
    text,
  )
}

function commonStart(a: string, b: string): number {
  const max = Math.min(a.length, b.length)
  let at = 0
  while (at < max && a.charCodeAt(at) === b.charCodeAt(at)) at++
  return at > 0 && isHighSurrogate(a.charCodeAt(at - 1)) ? at - 1 : at
}

function commonEnd(a: string, b: string, from: number): number {
  const max = Math.min(a.length, b.length) - from
  let count = 0
  while (count < max && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++
  return count > 0 && isLowSurrogate(a.charCodeAt(a.length - count)) ? count - 1 : count
}

/** Runs of word characters, runs of spaces, and everything else by code point. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu) ?? []
}

/** Longest common subsequence of words, turned into splices, last first. */
function wordSplices(a: readonly string[], b: readonly string[], offset: number): Splice[] {
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const splices: Splice[] = []
  let open: { index: number; remove: number; insert: string } | undefined
  let [i, j, index] = [0, 0, offset]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      if (open !== undefined) splices.push(open)
      open = undefined
      index += a[i]!.length
      i++
      j++
      continue
    }
    open ??= { index, remove: 0, insert: '' }
    if (j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      open.remove += a[i]!.length
      index += a[i]!.length
      i++
    } else {
      open.insert += b[j]!
      j++
    }
  }
  if (open !== undefined) splices.push(open)
  return splices.toReversed()
}
