import type { Address } from '../ports.ts'

/** Who was seen lately, within a bound that no flood of answers exceeds. */
export const MAX_CANDIDATES = 50
const FORGET_MS = 60_000
const REMEMBERED_NONCES = 512
/** The same is told again at most this often. */
const REPEAT_MS = 1000

/** What somebody on this wifi says: who is where. */
interface Sighting {
  readonly who: string
  readonly addresses: readonly Address[]
  /** IP that said it. */
  readonly from: string
}

/** Lets through what is new, and holds back repetitions, replays and floods. */
export class Sightings {
  /** By what is said, and by whom; what was said longest ago comes first. */
  readonly #seen = new Map<string, { readonly from: string; readonly at: number }>()
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

  /** Whether this should be told. @param now milliseconds, monotonic */
  worthTelling({ who, addresses, from }: Sighting, now: number): boolean {
    const said = [from, who, ...addresses.map(({ ip, port }) => `${ip} ${port}`)].join()
    const before = this.#seen.get(said)
    if (before === undefined ? !this.#makeRoom(from, now) : now - before.at < REPEAT_MS) return false
    this.#seen.delete(said)
    this.#seen.set(said, { from, at: now })
    return true
  }

  /** Where all is full, who says much gives way to who says less. */
  #makeRoom(from: string, now: number): boolean {
    const [oldest] = this.#seen
    if (oldest === undefined || this.#seen.size < MAX_CANDIDATES) return true
    if (now - oldest[1].at >= FORGET_MS) return this.#seen.delete(oldest[0])
    const bySender = Map.groupBy(this.#seen, ([, sighting]) => sighting.from)
    const most = [...bySender.values()].reduce((a, b) => (b.length > a.length ? b : a))
    return most.length > (bySender.get(from)?.length ?? 0) + 1 && this.#seen.delete(most[0]![0])
  }
}
