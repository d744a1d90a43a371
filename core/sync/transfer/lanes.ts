import { LANE_PATIENCE, MOST_LIVE } from '../protocol/limits.ts'

/** What goes first: calls for help, then what was written just now, then all the rest. */
const LANES = ['urgent', 'live', 'bulk'] as const
export type LaneName = (typeof LANES)[number]

/** What waits in a lane. */
export interface Waiting {
  /** Of the document. */
  readonly hex: string
  lane: LaneName | undefined
  /** Who caused it to wait (device, hex); '' where that does not matter. */
  author: string
  /** When it grew here, as a local revision. */
  grewAt: number
}

/** One lane: by author, who take turns; each author's in the order of queueing. */
class Lane<T extends Waiting> {
  readonly name: LaneName
  readonly #authors = new Map<string, Map<string, T>>()
  /** Batches of the lanes before it that went since it was served last, while something waited here. */
  passed = 0

  constructor(name: LaneName) {
    this.name = name
  }

  get isEmpty(): boolean {
    return this.#authors.size === 0
  }

  /** @returns what is too much of this author in this lane: what grew here longest ago */
  add(item: T): T | undefined {
    item.lane = this.name
    const own = this.#authors.get(item.author) ?? new Map<string, T>()
    this.#authors.set(item.author, own.set(item.hex, item))
    if (this.name === 'bulk' || own.size <= MOST_LIVE) return undefined
    const oldest = [...own.values()].reduce((least, one) => (one.grewAt < least.grewAt ? one : least))
    this.delete(oldest)
    return oldest
  }

  delete(item: T): void {
    const own = this.#authors.get(item.author)
    own?.delete(item.hex)
    if (own?.size === 0) this.#authors.delete(item.author)
    if (this.isEmpty) this.passed = 0
    item.lane = undefined
  }

  /** The next of the author whose turn it is. */
  head(): T | undefined {
    return this.#authors.values().next().value?.values().next().value
  }

  /** The next author's turn. */
  turn(): void {
    const [first] = this.#authors
    if (first === undefined || this.#authors.size === 1) return
    this.#authors.delete(first[0])
    this.#authors.set(...first)
  }
}

/**
 * The order in which what waits is sent. Nobody can push another aside: within a lane the authors take turns, of one
 * author's only the newest few are not bulk, and no lane waits for more than a few batches of those before it.
 */
export class Lanes<T extends Waiting> {
  readonly #lanes = LANES.map((name) => new Lane<T>(name))

  /** Queues an item; one that is queued already only ever moves to an earlier lane. */
  add(item: T, name: LaneName, author: string): void {
    if (item.lane !== undefined) {
      if (LANES.indexOf(item.lane) <= LANES.indexOf(name)) return
      this.#of(item.lane).delete(item)
    }
    item.author = name === 'bulk' ? '' : author
    const tooMuch = this.#of(name).add(item)
    if (tooMuch === undefined) return
    tooMuch.author = ''
    this.#of('bulk').add(tooMuch)
  }

  delete(item: T): void {
    if (item.lane !== undefined) this.#of(item.lane).delete(item)
  }

  /** Lanes in which something waits, the one to be served first in front. */
  inOrder(): readonly Pick<Lane<T>, 'name' | 'head' | 'turn'>[] {
    const waiting = this.#lanes.filter((lane) => !lane.isEmpty)
    const passed = waiting.filter((lane) => lane.passed >= LANE_PATIENCE)
    return [...passed.toReversed(), ...waiting.filter((lane) => lane.passed < LANE_PATIENCE)]
  }

  /** A batch of this lane goes. */
  served(name: LaneName): void {
    const at = LANES.indexOf(name)
    this.#lanes[at]!.passed = 0
    for (const lane of this.#lanes.slice(at + 1)) if (!lane.isEmpty) lane.passed += 1
  }

  #of(name: LaneName): Lane<T> {
    return this.#lanes[LANES.indexOf(name)]!
  }
}
