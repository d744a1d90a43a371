import { encodeCbor } from '../../shared/cbor.ts'

/** Most records of which it is remembered since when they are to be erased: the others wait for their turn. */
const MAX_NOTICES = 2_000
const ID = /^[0-9a-f]{32}$/

/** Where a network keeps a small row of its own. */
export interface NoticeRows {
  /** Decoded; undefined when there is none that can be read. */
  notices(network: Uint8Array): unknown
  saveNotices(network: Uint8Array, bytes: Uint8Array): void
}

/**
 * Since when this laptop has known of each record that it is to be erased, kept over restarts. Nothing is erased that was not known for
 * a while: dates in a record and in the settings are whatever somebody wrote, and a clock can be set.
 */
export class Notices {
  readonly #network: Uint8Array
  readonly #rows: NoticeRows
  #since: Map<string, number>

  constructor(options: { network: Uint8Array; rows: NoticeRows }) {
    this.#network = options.network
    this.#rows = options.rows
    this.#since = new Map(readRow(options.rows.notices(options.network)))
  }

  /**
   * Takes note of what is to be erased now, in the order given; of what is not among them nothing is remembered. What was noted at a time
   * that has not come yet was noted by a wrong clock, and is noted anew.
   * @returns since when each has been known
   */
  note(ids: readonly string[], now: number): ReadonlyMap<string, number> {
    const before = this.#since
    this.#since = new Map(
      ids.slice(0, MAX_NOTICES).map((id) => {
        const since = before.get(id)
        return [id, since === undefined || since > now ? now : since]
      }),
    )
    const same = before.size === this.#since.size && [...this.#since].every(([id, at]) => before.get(id) === at)
    if (!same) this.#rows.saveNotices(this.#network, encodeCbor([1, [...this.#since].map((one) => [...one])]))
    return this.#since
  }
}

function readRow(row: unknown): [string, number][] {
  const all: unknown = Array.isArray(row) && row[0] === 1 ? row[1] : undefined
  if (!Array.isArray(all)) return []
  return all.flatMap((one: unknown): [string, number][] => {
    const [id, at] = Array.isArray(one) ? (one as unknown[]) : []
    return typeof id === 'string' && ID.test(id) && Number.isSafeInteger(at) ? [[id, at as number]] : []
  })
}
