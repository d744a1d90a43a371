import { toHex } from '../../shared/bytes.ts'
import type { VectorEntry } from '../ports.ts'
import { BATCH_BYTES, MAX_WANTS } from '../protocol/limits.ts'
import type { Want } from '../protocol/messages.ts'

/** Documents asked for at once: far more than honest laptops differ in. What is more is asked for in a later exchange. */
const MOST_ASKED = 262_144

/** What was asked of the other side, so that nothing is asked twice in vain. */
export class Wants {
  /** Document -> own vector at the last asking. */
  readonly #asked = new Map<string, string>()
  /** Documents of which the other side has told to hold more. */
  readonly #open = new Set<string>()

  /** Documents asked for and not come yet. */
  get open(): number {
    return this.#open.size
  }

  /** @returns false when the same was asked before and nothing has changed since, or too much is asked for already */
  ask(document: Uint8Array, vector: readonly VectorEntry[]): boolean {
    if (Math.max(this.#open.size, this.#asked.size) >= MOST_ASKED) return false
    const hex = toHex(document)
    const key = vectorKey(vector)
    this.#open.add(hex)
    if (this.#asked.get(hex) === key) return false
    this.#asked.set(hex, key)
    return true
  }

  came(document: Uint8Array): void {
    this.#open.delete(toHex(document))
  }

  /** The other side has sent all it has. */
  clear(): void {
    this.#open.clear()
  }

  /** A new exchange may ask again. */
  restart(): void {
    this.#asked.clear()
  }
}

/** What of our own sessions they hold, and which side has changes the other lacks. */
export function compareVectors(
  own: readonly VectorEntry[],
  theirs: readonly VectorEntry[],
): { held: readonly VectorEntry[]; weHaveMore: boolean; theyHaveMore: boolean } {
  const there = new Map(theirs.map(([session, number]) => [toHex(session), number]))
  const held: VectorEntry[] = []
  let weHaveMore = false
  let theyHaveMore = false
  for (const [session, number] of own) {
    const hex = toHex(session)
    const known = there.get(hex)
    there.delete(hex)
    if (known !== undefined) held.push([session, Math.min(known, number)])
    if ((known ?? 0) < number) weHaveMore = true
    if ((known ?? 0) > number) theyHaveMore = true
  }
  // Only what is held here too is kept of a peer's vector: its size is theirs to choose.
  return { held, weHaveMore, theyHaveMore: theyHaveMore || there.size > 0 }
}

/** A vector as a comparable text, whatever its order. */
export function vectorKey(vector: readonly VectorEntry[]): string {
  return vector
    .map(([session, number]) => `${toHex(session)}:${number}`)
    .toSorted()
    .join()
}

/** Splits wants so that no message is over its size. */
export function wantsInParts(wants: readonly Want[]): readonly (readonly Want[])[] {
  const parts: Want[][] = []
  let bytes = Infinity
  for (const want of wants) {
    const size = 24 + 27 * want.vector.length
    if (bytes + size > BATCH_BYTES || parts.at(-1)!.length >= MAX_WANTS) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(want)
    bytes += size
  }
  return parts
}
