import type { Ledger } from '../../documents/ledger/ledger.ts'
import { toHex } from '../../shared/bytes.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { SyncEvents } from '../../sync/events.ts'

export interface TwinEvents {
  /** A device (key, hex) runs in two places: its profile was copied, or restored while the old computer goes on. */
  'device:twice': { device: string }
}

/** Starts of other devices that are remembered, for each. */
const MOST_STARTS = 32

/**
 * Notices one device key on two running computers. A start of Muster is never continued, so a device that greets with a start
 * it had left before for another is two; and what our own device wrote elsewhere after our own start was not written by us.
 */
export class Twins {
  readonly #events = new Emitter<TwinEvents>()
  /** Device -> session records (hex) it greeted with, the last one last. */
  readonly #starts = new Map<string, string[]>()
  readonly #unsubscribe: readonly (() => void)[]

  /** @param options.own key (hex) and time of this start, milliseconds by this laptop's clock */
  constructor(options: {
    ledger: Pick<Ledger, 'events' | 'writtenElsewhere'>
    hub: { readonly events: Events<SyncEvents> }
    own: { readonly device: string; readonly startedAt: number }
  }) {
    const { ledger, hub, own } = options
    this.#unsubscribe = [
      hub.events.on('peer:greeted', ({ device, session }) => this.#greeted(device, toHex(session))),
      ledger.events.on('unit:stored', ({ document, origin, author }) => {
        if (origin === undefined || author !== own.device) return
        if (ledger.writtenElsewhere(toHex(document), own.device) > own.startedAt)
          this.#events.emit('device:twice', { device: own.device })
      }),
    ]
  }

  get events(): Events<TwinEvents> {
    return this.#events
  }

  stop(): void {
    for (const off of this.#unsubscribe) off()
  }

  #greeted(device: string, session: string): void {
    const starts = this.#starts.get(device) ?? []
    this.#starts.set(device, starts)
    const at = starts.indexOf(session)
    if (at !== -1 && at < starts.length - 1) this.#events.emit('device:twice', { device })
    if (at !== -1) starts.splice(at, 1)
    starts.push(session)
    if (starts.length > MOST_STARTS) starts.shift()
  }
}
