import { z } from 'zod'

import { fromHex, toHex } from '../shared/bytes.ts'
import type { Receipt } from './ports.ts'

/** The persisted form: plain values, newest knowledge of every device ever met. */
export const ReceiptSnapshot = z.array(
  z.strictObject({
    device: z.string().regex(/^[0-9a-f]{64}$/),
    revision: z.int().nonnegative(),
    at: z.int().nonnegative(),
    logEqual: z.boolean(),
    hasNewer: z.boolean(),
    /** Documents held beyond `revision`: id in hex, and the revision they are held at. */
    documents: z.array(z.tuple([z.string().regex(/^[0-9a-f]{32}$/), z.int().nonnegative()])).max(10_000),
  }),
)
export type ReceiptSnapshot = z.infer<typeof ReceiptSnapshot>

interface Entry {
  revision: number
  at: number
  logEqual: boolean
  hasNewer: boolean
  readonly documents: Map<string, number>
}

const MOST_SAVED_DOCUMENTS = 10_000

/**
 * Who has what, as far as their own devices said so: never more than was told. In local revisions, so it means
 * nothing on another laptop.
 */
export class ReceiptBook {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  readonly #revisionOf: (document: Uint8Array) => number | undefined
  readonly #onReceipt: (receipt: Receipt) => void
  readonly #onRetract: (device: string) => void

  constructor(options: {
    now: () => number
    revisionOf: (document: Uint8Array) => number | undefined
    onReceipt?: (receipt: Receipt) => void
    /** What a device told to hold does not count any more. */
    onRetract?: (device: string) => void
  }) {
    this.#now = options.now
    this.#revisionOf = options.revisionOf
    this.#onReceipt = options.onReceipt ?? (() => undefined)
    this.#onRetract = options.onRetract ?? (() => undefined)
  }

  /** The device told, one way or another, that it holds everything held here up to `revision`. Never goes back. */
  advance(device: string, revision: number): void {
    const entry = this.#of(device)
    entry.at = this.#now()
    if (revision <= entry.revision) return
    entry.revision = revision
    for (const [document, held] of entry.documents) if (held <= revision) entry.documents.delete(document)
    this.#tell(device, entry)
  }

  /** The device holds one document as it was here at `revision`. */
  hold(device: string, document: Uint8Array, revision: number): void {
    const entry = this.#of(device)
    entry.at = this.#now()
    if (revision <= entry.revision) return
    const hex = toHex(document)
    entry.documents.set(hex, Math.max(revision, entry.documents.get(hex) ?? 0))
    this.#tell(device, entry)
  }

  /** A document (id, hex) is erased: nothing is known of it any more. */
  forget(document: string): void {
    for (const { documents } of this.#entries.values()) documents.delete(document)
  }

  /** The device lacks something it once told to hold (a lost disk, an old backup): nothing it told counts any more. */
  retract(device: string): void {
    const entry = this.#of(device)
    entry.revision = 0
    entry.documents.clear()
    this.#onRetract(device)
    this.#tell(device, entry)
  }

  /** Notes what the device's last statement says about its log and about news it has. */
  state(device: string, facts: { logEqual?: boolean; hasNewer?: boolean }): void {
    const entry = this.#of(device)
    const { logEqual = entry.logEqual, hasNewer = entry.hasNewer } = facts
    if (logEqual === entry.logEqual && hasNewer === entry.hasNewer) return
    entry.logEqual = logEqual
    entry.hasNewer = hasNewer
    this.#tell(device, entry)
  }

  /** The log grew here: nobody is known to hold it all. */
  logGrew(): void {
    for (const device of this.#entries.keys()) this.state(device, { logEqual: false })
  }

  receipt(device: string): Receipt | undefined {
    const entry = this.#entries.get(device)
    return entry === undefined ? undefined : receiptOf(device, entry)
  }

  /** One per device that ever told anything. */
  receipts(): readonly Receipt[] {
    return [...this.#entries].map(([device, entry]) => receiptOf(device, entry))
  }

  /** Whether the device told that it holds all of the documents and of the log, as they are here at `revision`. */
  hasEverything(device: string, revision: number): boolean {
    const entry = this.#entries.get(device)
    return entry !== undefined && entry.logEqual && entry.revision >= revision
  }

  /** Whether the device told that it holds all of this document that is held here. */
  holds(device: string, document: Uint8Array): boolean {
    const entry = this.#entries.get(device)
    const revision = this.#revisionOf(document)
    if (entry === undefined || revision === undefined) return false
    return Math.max(entry.revision, entry.documents.get(toHex(document)) ?? 0) >= revision
  }

  /** Devices (hex) that told to hold all of this document that is held here. */
  whoHas(document: Uint8Array): readonly string[] {
    return [...this.#entries.keys()].filter((device) => this.holds(device, document))
  }

  snapshot(): ReceiptSnapshot {
    return [...this.#entries].map(([device, entry]) => ({
      device,
      revision: entry.revision,
      at: entry.at,
      logEqual: entry.logEqual,
      hasNewer: entry.hasNewer,
      documents: [...entry.documents].slice(-MOST_SAVED_DOCUMENTS),
    }))
  }

  /**
   * Takes up what {@link snapshot} gave, cut down to the store's present revision.
   *
   * @throws ZodError when it is not a snapshot
   */
  restore(saved: unknown, revision: number): void {
    for (const { device, documents, ...entry } of ReceiptSnapshot.parse(saved)) {
      const kept = documents.filter(([hex, held]) => (this.#revisionOf(fromHex(hex)) ?? 0) >= held)
      this.#entries.set(device, { ...entry, revision: Math.min(entry.revision, revision), documents: new Map(kept) })
    }
  }

  #of(device: string): Entry {
    const entry = this.#entries.get(device) ?? {
      revision: 0,
      at: this.#now(),
      logEqual: false,
      hasNewer: false,
      documents: new Map<string, number>(),
    }
    this.#entries.set(device, entry)
    return entry
  }

  #tell(device: string, entry: Entry): void {
    this.#onReceipt(receiptOf(device, entry))
  }
}

function receiptOf(device: string, { revision, at, logEqual, hasNewer }: Entry): Receipt {
  return { device, revision, at, logEqual, hasNewer }
}
