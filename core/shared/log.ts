/**
 * What the app notes about itself: codes and counts, never names, texts, keys, ids, addresses or paths
 * (docs/THREATS.md, "Logging"). The production log is a ring in memory; nothing is written to disk.
 */
export interface Log {
  note(code: string, counts?: Readonly<Record<string, number | boolean | string>>): void
}

/** One line of the ring. `count` of equal neighbours is folded into one line. */
export interface LogLine {
  /** Wall-clock milliseconds. */
  at: number
  code: string
  counts: Readonly<Record<string, number | boolean | string>>
}

/** The last `capacity` lines, in memory only. */
export class RingLog implements Log {
  readonly #lines: LogLine[] = []
  readonly #now: () => number
  readonly #capacity: number

  constructor(options: { now: () => number; capacity?: number }) {
    this.#now = options.now
    this.#capacity = options.capacity ?? 500
  }

  note(code: string, counts: Readonly<Record<string, number | boolean | string>> = {}): void {
    this.#lines.push({ at: this.#now(), code, counts })
    if (this.#lines.length > this.#capacity) this.#lines.shift()
  }

  /** Oldest first. */
  lines(): readonly LogLine[] {
    return this.#lines
  }
}
