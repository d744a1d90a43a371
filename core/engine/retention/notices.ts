import { encodeCbor } from '../../shared/cbor.ts'

/** Most records of which it is remembered since when they are to be erased: the others wait for their turn. */
const MAX_NOTICES = 2_000
const VERSION = 2
const ID = /^[0-9a-f]{32}$/

/** Where a network keeps a small row of its own. */
export interface NoticeRows {
  /** Decoded; undefined when there is none that can be read. */
  notices(network: Uint8Array): unknown
  saveNotices(network: Uint8Array, bytes: Uint8Array): void
}

/** A moment by two clocks, in milliseconds: by this laptop's own, which nobody else sets, and by the network's. */
export interface Moment {
  readonly own: number
  readonly network: number
}

/**
 * Since when this laptop has known of each record that it is to be erased, kept over restarts. Nothing is erased that was not known for
 * a while: dates in a record and in the settings are whatever somebody wrote, a person can set this laptop's clock, and a crowd the
 * network's.
 */
export class Notices {
  readonly #network: Uint8Array
  readonly #rows: NoticeRows
  #since: ReadonlyMap<string, Moment>

  constructor(options: { network: Uint8Array; rows: NoticeRows }) {
    this.#network = options.network
    this.#rows = options.rows
    this.#since = readRow(options.rows.notices(options.network))
  }

  /**
   * Takes note of what is to be erased now, in the order given; of what is not among them nothing is remembered. What was noted at a time
   * that has not come yet was noted by a wrong clock, and is noted anew by that one.
   * @returns for how long each has been known, in milliseconds, by whichever clock says less
   */
  note(ids: readonly string[], now: Moment): ReadonlyMap<string, number> {
    const before = this.#since
    const since = new Map(
      ids.slice(0, MAX_NOTICES).map((id) => {
        const { own, network } = before.get(id) ?? now
        return [id, { own: Math.min(own, now.own), network: Math.min(network, now.network) }]
      }),
    )
    this.#since = since
    const same = (id: string, { own, network }: Moment): boolean =>
      before.get(id)?.own === own && before.get(id)?.network === network
    if (before.size !== since.size || ![...since].every(([id, moment]) => same(id, moment))) this.#save()
    return new Map(
      Array.from(since, ([id, { own, network }]) => [id, Math.min(now.own - own, now.network - network)] as const),
    )
  }

  #save(): void {
    const all = Array.from(this.#since, ([id, { own, network }]) => [id, network, own])
    this.#rows.saveNotices(this.#network, encodeCbor([VERSION, all]))
  }
}

/** What an earlier version noted, by one clock, counts for nothing. */
function readRow(row: unknown): ReadonlyMap<string, Moment> {
  const all: unknown = Array.isArray(row) && row[0] === VERSION ? row[1] : undefined
  if (!Array.isArray(all)) return new Map()
  return new Map(
    all.flatMap((one: unknown): [string, Moment][] => {
      const [id, network, own] = Array.isArray(one) ? (one as unknown[]) : []
      const isSound =
        typeof id === 'string' && ID.test(id) && Number.isSafeInteger(network) && Number.isSafeInteger(own)
      return isSound ? [[id, { own: own as number, network: network as number }]] : []
    }),
  )
}
