import type { Address } from '../../core/network/ports.ts'
import type { Delivery, Post } from './memory-wire.ts'

/** Somebody on the segment who may be called. */
export interface Listener {
  readonly address: Address
}

/**
 * A wifi in memory: who is on it, which pairs of addresses cannot reach each other, and whether messages travel
 * at once or when the test hands them over.
 */
export class MemorySegment<Someone extends Listener = Listener> {
  readonly #byHand: boolean
  readonly #listeners = new Set<Someone>()
  readonly #cuts = new Set<string>()
  readonly #onCut = new Set<() => void>()
  #underWay: Delivery[] = []

  constructor(options: { byHand?: boolean } = {}) {
    this.#byHand = options.byHand ?? false
  }

  readonly post: Post = (delivery) => {
    if (this.#byHand) this.#underWay.push(delivery)
    else queueMicrotask(delivery)
  }

  /** Messages not handed over yet. */
  get underWay(): number {
    return this.#underWay.length
  }

  /** Hands over the oldest messages. @returns how many there were */
  deliver(count = Number.POSITIVE_INFINITY): number {
    const due = this.#underWay.splice(0, count)
    for (const delivery of due) delivery()
    return due.length
  }

  attach(someone: Someone): () => void {
    this.#listeners.add(someone)
    return () => this.#listeners.delete(someone)
  }

  /** All others that `ip` can reach. */
  *reachableFrom(ip: string): Generator<Someone> {
    for (const someone of this.#listeners) if (this.connects(ip, someone.address.ip)) yield someone
  }

  connects(ip: string, other: string): boolean {
    return !this.#cuts.has(pair(ip, other))
  }

  /** Nothing passes between the two any more, and both notice. */
  cut(ip: string, other: string): void {
    this.#cuts.add(pair(ip, other))
    for (const notice of [...this.#onCut]) notice()
  }

  heal(): void {
    this.#cuts.clear()
  }

  /** @returns the function that unsubscribes */
  onCut(notice: () => void): () => void {
    this.#onCut.add(notice)
    return () => this.#onCut.delete(notice)
  }
}

function pair(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}
