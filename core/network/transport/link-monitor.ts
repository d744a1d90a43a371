import type { Clock } from '../../shared/clock.ts'
import type { SealedLink } from './sealed-link.ts'

/** A connection on which nothing came for this long is dead: both sides ask each other every 2 s, whatever else they send. */
export const DEAD_AFTER_MS = 5000
const TICK_MS = 1000
/** After this laptop has slept or was blocked, the others get one round of asking before they are judged. */
const AFTER_SLEEP_MS = 2500

/** Notices connections whose other side is gone without a word: wifi lost, laptop closed. */
export class LinkMonitor {
  readonly #clock: Clock
  readonly #links: () => Iterable<SealedLink>
  #cancel: (() => void) | undefined

  constructor(options: { clock: Clock; links: () => Iterable<SealedLink> }) {
    this.#clock = options.clock
    this.#links = options.links
  }

  start(): void {
    if (this.#cancel === undefined) this.#schedule()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #schedule(): void {
    const due = this.#clock.monotonic() + TICK_MS
    this.#cancel = this.#clock.after(TICK_MS, () => {
      const now = this.#clock.monotonic()
      const late = now - due > TICK_MS
      for (const link of this.#links()) {
        if (late) link.excuse(now - DEAD_AFTER_MS + AFTER_SLEEP_MS)
        else if (now - link.heardAt > DEAD_AFTER_MS) link.abort(new Error('Nothing heard for too long'))
      }
      this.#schedule()
    })
  }
}
