import type { Clock } from '../../shared/clock.ts'

/** What a laptop's clock may be off without anybody minding: what is written ahead by more is marked (PROTOCOL, section 1). */
export const TOLERANCE_MS = 5 * 60_000
/** A wall clock and one that never jumps may drift apart so far before it counts as a jump. */
const JUMP_MS = 60_000
/** What clocks may differ by where days are counted. */
const SHARED_MS = 60 * 60_000

/**
 * By how much this laptop's clock is to be corrected, in milliseconds, by what others' clocks say: the median of its own (0) and theirs,
 * once two people agree that it is off. Of an even number the middle one that corrects less. One person alone, or half of those who were
 * met, moves nothing.
 *
 * @param differences one for each person; positive: their clock is ahead
 */
export function clockCorrection(differences: readonly number[]): number {
  const apart = differences.filter((one) => Math.abs(one) > TOLERANCE_MS)
  const agree = apart.some((one, at) =>
    apart.some((other, place) => place > at && Math.abs(one - other) <= TOLERANCE_MS),
  )
  if (!agree) return 0
  const sorted = [0, ...differences].toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  return Math.abs(low) <= Math.abs(high) ? low : high
}

/**
 * The time as the people of one network have it: this laptop's clock, corrected by what those said whom it has met since it started
 * ({@link clockCorrection}). Timers of calls run by it and entries are dated by it, so that one laptop that is an hour off neither
 * takes a call for over nor raises it too early. Order never rests on it.
 */
export class NetworkClock implements Clock {
  readonly #base: Clock
  readonly #onJump: () => void
  /** By person: what each of their laptops said last, and whether this laptop's clock has gone on evenly since. */
  readonly #said = new Map<string, Map<string, { differenceMs: number; even: boolean }>>()
  /** Wall clock minus the one that never jumps, when it was looked at last. */
  #offset: number
  #correction = 0

  /** @param options.onJump called in a turn of its own when this laptop's clock was set, or it slept: the others are to be asked again */
  constructor(options: { base: Clock; onJump?: () => void }) {
    this.#base = options.base
    this.#onJump = options.onJump ?? (() => undefined)
    this.#offset = options.base.now() - options.base.monotonic()
  }

  now(): number {
    this.#notice()
    return this.#base.now() + this.#correction
  }

  /** The time by this laptop's own clock, in milliseconds: whatever others say, it stays. */
  get own(): number {
    return this.#base.now()
  }

  monotonic(): number {
    return this.#base.monotonic()
  }

  after(delayMs: number, task: () => void): () => void {
    return this.#base.after(delayMs, task)
  }

  /** Milliseconds that are added to this laptop's own clock; 0 as a rule. */
  get correction(): number {
    this.#notice()
    return this.#correction
  }

  /**
   * Whether somebody was met since the start, and at least half of those have about this time: who is alone with theirs counts no days.
   * What was said before the clock jumped does not count: it may have been set to another year.
   */
  get isShared(): boolean {
    this.#notice()
    const voices = this.#voices({ evenOnly: true })
    const near = voices.filter((one) => Math.abs(one - this.#correction) <= SHARED_MS)
    return near.length > 0 && 2 * near.length >= voices.length
  }

  /** What a device said of its clock when it was met. Several of one person have one voice: the one that differs least. */
  met({ person, device, differenceMs }: { person: string; device: string; differenceMs: number }): void {
    if (!Number.isSafeInteger(differenceMs)) return
    this.#notice()
    const devices = this.#said.get(person) ?? new Map<string, { differenceMs: number; even: boolean }>()
    this.#said.set(person, devices.set(device, { differenceMs, even: true }))
    this.#weigh()
  }

  /** Who is no member any more has no voice. */
  keepOnly(isMember: (device: string) => boolean): void {
    for (const [person, devices] of this.#said) {
      for (const device of devices.keys()) if (!isMember(device)) devices.delete(device)
      if (devices.size === 0) this.#said.delete(person)
    }
    this.#weigh()
  }

  #weigh(): void {
    this.#correction = clockCorrection(this.#voices())
  }

  /** Of each person. */
  #voices({ evenOnly = false } = {}): number[] {
    return [...this.#said.values()].flatMap((devices) => {
      const said = [...devices.values()].flatMap(({ differenceMs, even }) => (even || !evenOnly ? [differenceMs] : []))
      return said.length === 0 ? [] : [said.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least))]
    })
  }

  /**
   * A laptop that slept is as far off as before. One whose clock was set back, or set to about what the others say, is not: what they
   * said is of no use any more, until they are met again.
   */
  #notice(): void {
    const offset = this.#base.now() - this.#base.monotonic()
    const jump = offset - this.#offset
    if (Math.abs(jump) <= JUMP_MS) return
    this.#offset = offset
    for (const devices of this.#said.values()) for (const one of devices.values()) one.even = false
    this.#base.after(0, this.#onJump)
    const setRight = this.#correction !== 0 && Math.abs(jump - this.#correction) <= TOLERANCE_MS
    if (jump > 0 && !setRight) return
    this.#said.clear()
    this.#correction = 0
  }
}
