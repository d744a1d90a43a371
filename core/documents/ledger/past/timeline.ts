import type { Clock } from '../../../shared/clock.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'

const SPACE = 12
/** Units that came within this time of each other are told apart by no clock. */
const STEP_MS = 1_000

/** How far units had come at a moment: those below `order` were here by then. */
export interface Cut {
  readonly order: number
  /** Documents that have not grown since this revision had all of their units by then. */
  readonly revision: number
}

/** One row: from `order` on, units came at `ms` or later. */
interface Mark extends Cut {
  readonly ms: number
}

/**
 * When units came to this laptop, by its own order of acceptance (ADR 0014): what changes say of their time can be a lie. At most one
 * row a second, and only while units come.
 */
export class Timeline {
  readonly #store: SealedStore
  readonly #network: Uint8Array
  readonly #clock: Clock
  #last: number | undefined

  constructor(options: { store: SealedStore; network: Uint8Array; clock: Clock }) {
    this.#store = options.store
    this.#network = options.network
    this.#clock = options.clock
  }

  /**
   * Notes in a batch that the unit of this order came now, unless one that came just before is noted.
   * @returns what to call once it is committed; undefined where nothing was to be noted
   */
  note(batch: Batch, { order, revision }: Cut): (() => void) | undefined {
    const ms = this.#clock.now()
    const last = this.#last
    if (last !== undefined && ms >= last && ms < last + STEP_MS) return undefined
    batch.put({ space: SPACE, group: this.#group(), item: order }, encodeCbor([1, ms, revision]))
    return () => void (this.#last = ms)
  }

  /** What was here at a moment (milliseconds); undefined for one before the first unit came, or before any of this was noted. */
  cut(at: number): Cut | undefined {
    const marks = inOrder(this.#marks())
    const next = marks.findIndex(({ ms }) => ms > at)
    if (next === 0 || marks.length === 0) return undefined
    return next === -1 ? { order: Number.MAX_SAFE_INTEGER, revision: Number.MAX_SAFE_INTEGER } : marks[next]
  }

  /** Adds to a batch the end of it: the network is left. */
  deleteAll(batch: Batch): void {
    batch.deleteGroup(SPACE, this.#group())
  }

  /** Damaged rows are passed over: what came at that time counts as having come with the row before. */
  #marks(): Mark[] {
    const marks: Mark[] = []
    for (const { number, value } of this.#store.list(SPACE, this.#group())) {
      if (value === undefined) continue
      const [version, ms, revision] = decodeCbor(value) as [number, number, number]
      if (version === 1) marks.push({ order: number, ms, revision })
    }
    return marks
  }

  #group(): Uint8Array {
    return Buffer.concat([this.#network, Buffer.from('timeline')])
  }
}

/**
 * The longest part of the marks whose times never go back: what a clock said while it was set wrong stands against all the rest,
 * and is passed over.
 */
export function inOrder<T extends { readonly ms: number }>(marks: readonly T[]): T[] {
  // tails[n]: position of the smallest time that ends a run of n + 1
  const tails: number[] = []
  const before: number[] = []
  for (const [at, { ms }] of marks.entries()) {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (marks[tails[middle]!]!.ms <= ms) low = middle + 1
      else high = middle
    }
    before[at] = low === 0 ? -1 : tails[low - 1]!
    tails[low] = at
  }
  const run: T[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) run.push(marks[at]!)
  return run.toReversed()
}
