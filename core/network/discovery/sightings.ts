import type { Address } from '../ports.ts'

/** Who was seen lately, within a bound that no flood of answers exceeds. */
export const MAX_CANDIDATES = 50
const FORGET_MS = 60_000
const REMEMBERED_NONCES = 512
/** The same addresses are told again at most this often. */
const REPEAT_MS = 1000

interface Sighting {
  readonly addresses: string
  readonly at: number
}

/** Lets through what is new, and holds back repetitions, replays and floods. */
export class Sightings {
  readonly #seen = new Map<string, Sighting>()
  readonly #nonces = new Set<string>()

  get size(): number {
    return this.#seen.size
  }

  /** Whether this sealed text is seen for the first time: several interfaces hear the same, and anyone can repeat it. */
  firstTime(nonceHex: string): boolean {
    if (this.#nonces.has(nonceHex)) return false
    this.#nonces.add(nonceHex)
    if (this.#nonces.size > REMEMBERED_NONCES) this.#nonces.delete(this.#nonces.keys().next().value ?? '')
    return true
  }

  /** Whether this sighting of `who` should be told. @param now milliseconds, monotonic */
  worthTelling(who: string, addresses: readonly Address[], now: number): boolean {
    const text = addresses.map(({ ip, port }) => `${ip} ${port}`).join()
    const before = this.#seen.get(who)
    if (before !== undefined && before.addresses === text && now - before.at < REPEAT_MS) return false
    if (before === undefined && this.#seen.size >= MAX_CANDIDATES && !this.#forgetOldest(now)) return false
    this.#seen.delete(who)
    this.#seen.set(who, { addresses: text, at: now })
    return true
  }

  #forgetOldest(now: number): boolean {
    const [oldest] = this.#seen
    if (oldest === undefined || now - oldest[1].at < FORGET_MS) return false
    return this.#seen.delete(oldest[0])
  }
}
