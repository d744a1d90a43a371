import type { Clock } from '../../shared/clock.ts'
import type { Membership } from './membership.ts'

/** Whoever stays unknown is heard no more often. */
const HEARD_EVERY_MS = 10_000
/** However many come at once, members' own connections are not kept waiting. */
const MOST_AT_ONCE = 4
/** Devices that were heard lately and stayed unknown: anyone with an old key can come under ever new ones. */
const MOST_REMEMBERED = 64

/**
 * Laptops that this one has not heard of. Who was let in elsewhere may come before anybody who knows of it: it holds a key
 * of the network, and is heard out on how it came to be a member (PROTOCOL 5.3).
 */
export class Introductions {
  readonly #membership: Pick<Membership, 'belongs' | 'state'>
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #heardAt = new Map<string, number>()
  readonly #underWay = new Set<string>()

  constructor(options: { membership: Pick<Membership, 'belongs' | 'state'>; clock: Pick<Clock, 'monotonic'> }) {
    this.#membership = options.membership
    this.#clock = options.clock
  }

  /** Whether nothing is known of a device (hex). */
  isUnknown(device: string): boolean {
    const { belongs, state } = this.#membership
    return belongs && !state.devices.has(device)
  }

  /** Whether a device (hex) of which nothing is known may be connected to say who it is. */
  mayMeet(device: string): boolean {
    if (!this.isUnknown(device)) return false
    if (this.#underWay.has(device)) return true
    this.#forgetOld()
    return !this.#heardAt.has(device) && this.#heardAt.size < MOST_REMEMBERED && this.#underWay.size < MOST_AT_ONCE
  }

  /** Hears one device out. @param listen what came of it shows in the log */
  async hear(device: string, listen: () => Promise<void>): Promise<void> {
    this.#underWay.add(device)
    try {
      await listen()
    } finally {
      this.#underWay.delete(device)
      if (this.isUnknown(device)) this.#heardAt.set(device, this.#clock.monotonic())
    }
  }

  #forgetOld(): void {
    const now = this.#clock.monotonic()
    for (const [device, at] of this.#heardAt) if (now - at >= HEARD_EVERY_MS) this.#heardAt.delete(device)
  }
}
