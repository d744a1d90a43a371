import type { Account } from './account.ts'

/** What one account may have taken at once, and what of it comes back in a minute. */
const SIZES = {
  coordinator: { records: 5_000, bytes: 32 << 20, recordsBack: 100, bytesBack: 1 << 20 },
  member: { records: 300, bytes: 1 << 20, recordsBack: 6, bytesBack: 8 << 10 },
  gone: { records: 30, bytes: 256 << 10, recordsBack: 1, bytesBack: 4 << 10 },
} as const
/** What is taken ahead of time because others build on it. */
const MOST_OWED = { records: 5_000, bytes: 16 << 20 }
const MINUTE_MS = 60_000
const LONGEST_AWAY_MS = 90 * 24 * 60 * MINUTE_MS

interface Bucket {
  records: number
  bytes: number
  /** Monotonic milliseconds. */
  at: number
}

/**
 * How many records of each account are taken now, by this laptop's own clock: far more than people make, and after that a
 * trickle. What is over is only taken later, never left out: all laptops end up with the same log.
 */
export class Allowance {
  readonly #buckets = new Map<string, Bucket>()
  readonly #monotonic: () => number
  #awayMs = 0

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** This laptop has met nobody for so long: there may be as much more to take as the others took meanwhile. */
  wasAway(ms: number): void {
    this.#awayMs = Math.min(Math.max(0, ms), LONGEST_AWAY_MS)
    this.#buckets.clear()
  }

  /** Takes the record's share out. @returns false, with nothing taken, where the account has no room now */
  take(account: Account, bytes: number): boolean {
    const bucket = this.#of(account)
    // One record of any size goes through as soon as there is something left: it must not wait for ever
    if (bucket.records < 1 || bucket.bytes <= 0) return false
    bucket.records -= 1
    bucket.bytes -= bytes
    return true
  }

  /** Whether something of the account may be taken ahead of time, as others build on it. */
  mayOwe(account: Account): boolean {
    const { records, bytes } = this.#of(account)
    return records > -MOST_OWED.records && bytes > -MOST_OWED.bytes
  }

  /** Takes the share out of what is there or will be. */
  owe(account: Account, bytes: number): void {
    const bucket = this.#of(account)
    bucket.records -= 1
    bucket.bytes -= bytes
  }

  #of({ person, size }: Account): Bucket {
    const limit = SIZES[size]
    const now = this.#monotonic()
    const key = `${size} ${person}`
    const known = this.#buckets.get(key)
    if (known === undefined) {
      const away = this.#awayMs / MINUTE_MS
      const records = limit.records + away * limit.recordsBack
      const full = { records, bytes: limit.bytes + away * limit.bytesBack, at: now }
      this.#buckets.set(key, full)
      return full
    }
    const minutes = (now - known.at) / MINUTE_MS
    known.records = Math.max(known.records, Math.min(limit.records, known.records + minutes * limit.recordsBack))
    known.bytes = Math.max(known.bytes, Math.min(limit.bytes, known.bytes + minutes * limit.bytesBack))
    known.at = now
    return known
  }
}
