import type { Clock } from '../../core/shared/clock.ts'

/** A clock that stands still until it is told to move. Timers run in the order in which they are due. */
export class FakeClock implements Clock {
  #wall: number
  #monotonic = 0
  #order = 0
  readonly #timers = new Map<number, { due: number; task: () => void }>()

  /** @param start wall-clock milliseconds at the beginning */
  constructor(start = Date.UTC(2026, 5, 1, 8, 30)) {
    this.#wall = start
  }

  now(): number {
    return this.#wall
  }

  monotonic(): number {
    return this.#monotonic
  }

  after(delayMs: number, task: () => void): () => void {
    const id = this.#order++
    this.#timers.set(id, { due: this.#monotonic + Math.max(0, delayMs), task })
    return () => void this.#timers.delete(id)
  }

  /** Timers that have not run. */
  get pending(): number {
    return this.#timers.size
  }

  /** Moves on, running what falls due on the way at its own time. */
  advance(ms: number): void {
    const end = this.#monotonic + ms
    for (;;) {
      const next = [...this.#timers]
        .filter(([, { due }]) => due <= end)
        .toSorted(([a, x], [b, y]) => x.due - y.due || a - b)[0]
      if (next === undefined) break
      const [id, { due, task }] = next
      this.#timers.delete(id)
      this.#moveTo(Math.max(due, this.#monotonic))
      task()
    }
    this.#moveTo(end)
  }

  /** The same in steps, letting promises settle in between: for code that waits between its timers. */
  async advanceGently(ms: number, stepMs = 100): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.advance(Math.min(stepMs, left))
      await settled()
    }
  }

  /** A wall clock that somebody has set; the monotonic one stays. */
  jump(ms: number): void {
    this.#wall += ms
  }

  #moveTo(monotonic: number): void {
    this.#wall += monotonic - this.#monotonic
    this.#monotonic = monotonic
  }
}

/** Lets every promise that can settle do so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
