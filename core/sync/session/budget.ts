import type { Clock } from '../../shared/clock.ts'

/** How much of something a peer may cause: a burst, refilled over time. */
export class Budget {
  readonly #clock: Clock
  readonly #burst: number
  readonly #perSecond: number
  #left: number
  #at: number

  constructor(options: { clock: Clock; burst: number; perSecond: number }) {
    this.#clock = options.clock
    this.#burst = options.burst
    this.#perSecond = options.perSecond
    this.#left = options.burst
    this.#at = options.clock.monotonic()
  }

  /** @returns false when the peer has used it up */
  take(amount: number): boolean {
    const now = this.#clock.monotonic()
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1_000) * this.#perSecond)
    this.#at = now
    this.#left -= amount
    return this.#left >= 0
  }
}

/** What one connection may cause here; far above what an honest peer with 100,000 documents needs. */
export function peerBudgets(
  clock: Clock,
): Readonly<Record<'messages' | 'ranges' | 'items' | 'wants' | 'records' | 'sessions' | 'receipts', Budget>> {
  return {
    messages: new Budget({ clock, burst: 4_000, perSecond: 500 }),
    ranges: new Budget({ clock, burst: 262_144, perSecond: 16_384 }),
    items: new Budget({ clock, burst: 524_288, perSecond: 16_384 }),
    wants: new Budget({ clock, burst: 262_144, perSecond: 8_192 }),
    records: new Budget({ clock, burst: 131_072, perSecond: 1_000 }),
    sessions: new Budget({ clock, burst: 131_072, perSecond: 1_000 }),
    receipts: new Budget({ clock, burst: 4_096, perSecond: 500 }),
  }
}
