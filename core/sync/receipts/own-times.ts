import type { Clock } from '../../shared/clock.ts'

/** Kept so far ahead, so that the disk is written to seldom; a crash costs that much. */
const AHEAD_MS = 600_000

/** Port: a time that no receipt of this device has gone beyond, kept from start to start. */
export interface KeptTime {
  /** Milliseconds; 0 where nothing is kept. */
  read(): number
  /** Never fails: where the disk takes nothing, an earlier one stays. */
  keep(at: number): void
}

/**
 * Times of the own receipts, always growing: the newest counts everywhere, and the clock may have been set back since the
 * last one, also between two starts.
 */
export class OwnTimes {
  readonly #clock: Clock
  readonly #kept: KeptTime
  #last: number | undefined
  #keptUpTo = 0

  constructor(options: { clock: Clock; kept: KeptTime }) {
    this.#clock = options.clock
    this.#kept = options.kept
  }

  /** Milliseconds: the clock's, or the least that is more than the one before. */
  next(): number {
    this.#last ??= this.#keptUpTo = this.#kept.read()
    this.#last = Math.max(this.#clock.now(), this.#last + 1)
    if (this.#last > this.#keptUpTo) this.#keep(this.#last + AHEAD_MS)
    return this.#last
  }

  /** The next start goes on from the last one. */
  stop(): void {
    if (this.#last !== undefined) this.#keep(this.#last)
  }

  #keep(at: number): void {
    this.#keptUpTo = at
    this.#kept.keep(at)
  }
}
