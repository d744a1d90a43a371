import type { Target } from './targets.ts'

/** Who is not heard of through others for one to two times this long is dialled though there are links enough. */
const APART_MS = 5_000
/** One of them at a time: with one come all who are heard of through it. */
const APART_EVERY_MS = 2_000
/** Who is not even known by name may be anybody's invention: so they take nobody's turn. */
const UNKNOWN_EVERY_MS = 4_000
/** However many are not heard of: so many links are no laptop's to seek. */
const MOST_SOUGHT = 10

/** Whom a laptop dials though it has links enough, so that two halves of a room grow together (ADR 0018). */
export class Apart {
  readonly #isWithin: (device: string) => boolean
  readonly #chance: () => number
  /** When somebody was last dialled for being apart: of those known by name, of the others. */
  readonly #fetchedAt = { known: Number.NEGATIVE_INFINITY, unknown: Number.NEGATIVE_INFINITY }

  /** @param options.isWithin whether a device (hex) is heard of through others; `chance` 0 to 1 */
  constructor(options: { isWithin: (device: string) => boolean; chance: () => number }) {
    this.#isWithin = options.isWithin
    this.#chance = options.chance
  }

  /** Whether it is to be dialled now; then it has taken its turn. @param at.now monotonic, ms */
  mayFetch(target: Target, { links, now }: { links: number; now: number }): boolean {
    if (links >= MOST_SOUGHT || !this.#isApart(target, now)) return false
    const [which, everyMs] =
      target.device === undefined ? (['unknown', UNKNOWN_EVERY_MS] as const) : (['known', APART_EVERY_MS] as const)
    if (now - this.#fetchedAt[which] < everyMs) return false
    this.#fetchedAt[which] = now
    return true
  }

  /** Whether nobody says that whom it leads to is in touch with us, and did not for a while: who has just come soon is. */
  #isApart(target: Target, now: number): boolean {
    const { device } = target
    if (device !== undefined && this.#isWithin(device)) {
      target.apartSince = undefined
      return false
    }
    target.apartSince ??= now + APART_MS * this.#chance()
    return now - target.apartSince >= APART_MS
  }
}
