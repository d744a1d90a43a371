import { encodeCbor } from '../../shared/cbor.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { SyncHub } from '../../sync/hub.ts'
import type { KeptTime } from '../../sync/receipts/own-times.ts'
import type { NetworkRows } from '../profile/network-rows.ts'

/** Receipts come in bursts; one that a crash loses is told again at the next meeting. */
const SAVE_AFTER_MS = 2_000

/** Keeps what others told to hold, so that "Ana has it" is still known after a restart. */
export class SavedReceipts {
  readonly #hub: SyncHub
  readonly #network: Uint8Array
  readonly #rows: NetworkRows
  readonly #clock: Clock
  readonly #log: Log
  readonly #unsubscribe: () => void
  #cancel: (() => void) | undefined

  constructor(options: { hub: SyncHub; network: Uint8Array; rows: NetworkRows; clock: Clock; log: Log }) {
    this.#hub = options.hub
    this.#network = options.network
    this.#rows = options.rows
    this.#clock = options.clock
    this.#log = options.log
    this.#unsubscribe = this.#hub.events.on('sync:receipt', () => this.#saveSoon())
  }

  /** A document (id, hex) is no more: nothing kept here names it. */
  forget(document: string): void {
    this.#hub.receipts.forget(document)
    this.#saveSoon()
  }

  /** @param revision up to which the ledger holds anything now: nobody can have more of ours */
  load(revision: number): void {
    const saved = this.#rows.receipts(this.#network)
    if (saved === undefined) return
    try {
      this.#hub.receipts.restore(saved, revision)
    } catch {
      this.#log.note('receipts:unreadable') // under-claiming is safe
    }
  }

  /** Writes what is not written yet. */
  stop(): void {
    this.#unsubscribe()
    if (this.#cancel !== undefined) this.#save()
  }

  #saveSoon(): void {
    this.#cancel ??= this.#clock.after(SAVE_AFTER_MS, () => this.#save())
  }

  #save(): void {
    this.#cancel?.()
    this.#cancel = undefined
    try {
      this.#rows.saveReceipts(this.#network, encodeCbor(this.#hub.receipts.snapshot()))
    } catch {
      this.#log.note('receipts:not-saved')
    }
  }
}

/** How far the times of this device's own receipts have gone. */
export function keptReceiptTime({
  network,
  rows,
  log,
}: {
  readonly network: Uint8Array
  readonly rows: NetworkRows
  readonly log: Log
}): KeptTime {
  return {
    read: () => rows.receiptTime(network),
    keep: (at) => {
      try {
        rows.saveReceiptTime(network, at)
      } catch {
        log.note('receipts:not-saved')
      }
    },
  }
}
