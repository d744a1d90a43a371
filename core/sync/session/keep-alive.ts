import type { Clock } from '../../shared/clock.ts'
import { DEAD_AFTER_MS, PING_AFTER_MS } from '../protocol/limits.ts'

/** Notices that the other side has gone without a word. */
export class KeepAlive {
  readonly #clock: Clock
  readonly #onPing: () => void
  readonly #onDead: () => void
  #heard: number
  #cancel: () => void = () => undefined

  constructor(options: { clock: Clock; onPing: () => void; onDead: () => void }) {
    this.#clock = options.clock
    this.#onPing = options.onPing
    this.#onDead = options.onDead
    this.#heard = options.clock.monotonic()
  }

  start(): void {
    this.#heard = this.#clock.monotonic()
    this.#arm(PING_AFTER_MS)
  }

  stop(): void {
    this.#cancel()
  }

  /** Something came from the other side. */
  heard(): void {
    this.#heard = this.#clock.monotonic()
  }

  #arm(delayMs: number): void {
    this.#cancel = this.#clock.after(delayMs, () => this.#look())
  }

  #look(): void {
    const silent = this.#clock.monotonic() - this.#heard
    if (silent >= DEAD_AFTER_MS) return this.#onDead()
    if (silent >= PING_AFTER_MS) this.#onPing()
    this.#arm(silent >= PING_AFTER_MS ? PING_AFTER_MS : PING_AFTER_MS - silent)
  }
}
