import { isIPv4 } from 'node:net'

/** How many strangers may stand at the door. */
export interface DoorLimits {
  /** Connections of one IP (IPv6: of one /64) that have not shown a key yet. */
  readonly pendingPerIp: number
  /** The same over all. */
  readonly pendingInAll: number
  /** Connections per second and IP, on average; beyond `burst`, further ones are closed at once. */
  readonly ratePerSecond: number
  readonly burst: number
}

/** Chosen so that 40 laptops behind one address still get in, while a flood costs an accept and a close each. */
export const DOOR_LIMITS: DoorLimits = { pendingPerIp: 4, pendingInAll: 100, ratePerSecond: 32, burst: 128 }

/** Somebody who has connected and not shown a key yet. */
export interface Waiting {
  readonly ip: string
  /** Has sent something: dropped after those who have not. */
  readonly heard: boolean
  drop(): void
}

const REMEMBERED_IPS = 4096

/** Decides who may wait, and who must go so that others can. Counts only; sockets and timers are the door's. */
export class WaitingRoom {
  readonly #limits: DoorLimits
  readonly #monotonic: () => number
  /** In order of arrival. */
  readonly #waiting = new Set<Waiting>()
  readonly #perIp = new Map<string, Set<Waiting>>()
  readonly #rates = new Map<string, { tokens: number; at: number }>()

  constructor(limits: DoorLimits, monotonic: () => number) {
    this.#limits = limits
    this.#monotonic = monotonic
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Whether one more connection of `ip` may be looked at now. Counts it. */
  mayEnter(ip: string): boolean {
    const key = group(ip)
    const now = this.#monotonic()
    const before = this.#rates.get(key) ?? { tokens: this.#limits.burst, at: now }
    const tokens = Math.min(this.#limits.burst, before.tokens + ((now - before.at) / 1000) * this.#limits.ratePerSecond)
    this.#rates.delete(key)
    this.#rates.set(key, { tokens: Math.max(0, tokens - 1), at: now })
    if (this.#rates.size > REMEMBERED_IPS) this.#rates.delete(this.#rates.keys().next().value ?? '')
    return tokens >= 1
  }

  /** Adds one; drops the oldest, silent ones first, of its IP and of all, where that makes one too many. */
  enter(guest: Waiting): void {
    const key = group(guest.ip)
    const neighbours = this.#perIp.get(key) ?? new Set()
    this.#perIp.set(key, neighbours)
    if (neighbours.size >= this.#limits.pendingPerIp) this.#dropOneOf(neighbours)
    if (this.#waiting.size >= this.#limits.pendingInAll) this.#dropOneOf(this.#waiting)
    neighbours.add(guest)
    this.#perIp.set(key, neighbours)
    this.#waiting.add(guest)
  }

  /** Removes one; safe twice. */
  leave(guest: Waiting): void {
    this.#waiting.delete(guest)
    const key = group(guest.ip)
    const neighbours = this.#perIp.get(key)
    neighbours?.delete(guest)
    if (neighbours?.size === 0) this.#perIp.delete(key)
  }

  #dropOneOf(guests: ReadonlySet<Waiting>): void {
    let oldest: Waiting | undefined
    for (const guest of guests) {
      oldest ??= guest
      if (guest.heard) continue
      oldest = guest
      break
    }
    if (oldest === undefined) return
    this.leave(oldest)
    oldest.drop()
  }
}

/** One IPv6 host owns a whole /64. */
function group(ip: string): string {
  return isIPv4(ip) ? ip : ip.split(':').slice(0, 4).join(':')
}
