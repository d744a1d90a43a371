import { toHex } from '../../shared/bytes.ts'
import type { OutgoingUnit, Replica, Verdict, VectorEntry } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { BATCH_BYTES, BULK_BATCH_BYTES, BULK_WINDOW_BYTES, CREDIT_BYTES, MAX_UNITS } from '../protocol/limits.ts'
import { verdictOf } from '../protocol/messages.ts'
import { Refusals } from './refusals.ts'

/** One document on its way to the other side. */
interface Delivery {
  readonly document: Uint8Array
  readonly hex: string
  vector: readonly VectorEntry[]
  units: Iterator<OutgoingUnit> | undefined
  /** Read and not sent, for want of room. */
  peeked: OutgoingUnit | undefined
  /** Units taken from `units` so far, those skipped included. */
  taken: number
  /** New units came while the iterator was open. */
  grown: boolean
  /** The vector is what the other side told, or known otherwise to be held there. */
  sound: boolean
  /** Earliest local revision not known to be held there; 0 when unknown. */
  floor: number
  unacknowledged: number
  failed: boolean
  /** The document's revision when its units were last listed: all up to there is given. */
  revision: number
}

interface InFlight {
  readonly bytes: number
  readonly units: readonly { readonly delivery: Delivery; readonly bytes: Uint8Array }[]
}

/** Units to be sent next, with the number to send them under. */
export interface Batch {
  readonly number: number
  readonly units: readonly OutgoingUnit[]
}

/**
 * What the other side is to get: by document, so that a document changed just now overtakes the bulk with all its
 * units the other side lacks, in order. Keeps the credit and knows what is not acknowledged yet.
 */
export class Deliveries {
  readonly refusals = new Refusals()
  readonly #replica: Replica
  readonly #onHeld: (document: Uint8Array, revision: number) => void
  readonly #all = new Map<string, Delivery>()
  readonly #live = new Map<string, Delivery>()
  readonly #bulk = new Map<string, Delivery>()
  readonly #flight = new Map<number, InFlight>()
  /** Documents of which the other side refused something, with their floor. */
  readonly #failed = new Map<string, number>()
  #unacknowledgedBytes = 0
  #lastBatch = 0

  constructor(options: { replica: Replica; onHeld: (document: Uint8Array, revision: number) => void }) {
    this.#replica = options.replica
    this.#onHeld = options.onHeld
  }

  /** Nothing waits and nothing is unacknowledged. */
  get idle(): boolean {
    return this.#all.size === 0
  }

  /** Documents not fully acknowledged. */
  get pending(): number {
    return this.#all.size
  }

  get unacknowledgedBytes(): number {
    return this.#unacknowledgedBytes
  }

  /** The greatest revision up to which nothing is open; `revision` when nothing is. */
  provenUpTo(revision: number): number {
    let least = revision + 1
    for (const { floor } of this.#all.values()) least = Math.min(least, floor)
    for (const floor of this.#failed.values()) least = Math.min(least, floor)
    return least - 1
  }

  /** The exchange has shown everything the other side lacks: what is not open here is held there. */
  settle(): void {
    for (const delivery of this.#all.values()) delivery.sound = true
  }

  /** Both sides hold the same: nothing is open, whatever was refused before. */
  equal(): void {
    this.#failed.clear()
  }

  /** The other side lacks what lies beyond `vector`, by its own words. */
  ask(document: Uint8Array, vector: readonly VectorEntry[], live: boolean): void {
    const hex = toHex(document)
    const delivery = this.#all.get(hex) ?? this.#create(document, hex)
    this.#restart(delivery, vector)
    delivery.sound = true
    delivery.floor = 0
    this.#queue(delivery, live)
  }

  /** A document grew here from `before`; `sound` when the other side is known to hold that much. */
  push(document: Uint8Array, before: readonly VectorEntry[], options: { revision: number; sound: boolean }): void {
    const hex = toHex(document)
    const present = this.#all.get(hex)
    const delivery = present ?? this.#create(document, hex)
    if (this.#live.has(hex) || this.#bulk.has(hex)) {
      delivery.grown = true
    } else {
      this.#restart(delivery, before)
      delivery.sound = present?.sound ?? (options.sound && !this.#failed.has(hex))
      delivery.failed = present?.failed ?? this.#failed.has(hex)
    }
    delivery.floor = Math.min(delivery.floor, options.revision, this.#failed.get(hex) ?? Infinity)
    this.#queue(delivery, true)
  }

  /** Whether all the other side lacks of a document is on its way already. */
  onItsWay(document: Uint8Array): boolean {
    const delivery = this.#all.get(toHex(document))
    return delivery !== undefined && delivery.sound && !delivery.failed
  }

  /** The next batch within the credit; undefined when there is none. */
  next(): Batch | undefined {
    const live = this.#live.size > 0
    const window = live ? CREDIT_BYTES : BULK_WINDOW_BYTES
    const most = live ? BATCH_BYTES : BULK_BATCH_BYTES
    // Bulk waits for room for a whole batch instead of trickling.
    if (!live && this.#unacknowledgedBytes > 0 && this.#unacknowledgedBytes + most > window) return undefined
    const taken: { delivery: Delivery; unit: OutgoingUnit }[] = []
    let bytes = 0
    // The first unit may be larger than a batch; it keeps to the credit all the same.
    const fits = (size: number): boolean => {
      if (bytes > 0 && bytes + size > most) return false
      return bytes + this.#unacknowledgedBytes === 0 || bytes + size + this.#unacknowledgedBytes <= window
    }
    const queue = live ? this.#live : this.#bulk
    // A Map's own order is the order of queueing; entries that end are taken out as we go.
    for (const delivery of queue.values()) {
      let unit = this.#peek(delivery)
      while (unit !== undefined && taken.length < MAX_UNITS && fits(unit.bytes.byteLength)) {
        taken.push({ delivery, unit })
        bytes += unit.bytes.byteLength
        delivery.peeked = undefined
        delivery.unacknowledged += 1
        unit = this.#peek(delivery)
      }
      if (unit !== undefined) break
      this.#exhausted(delivery)
    }
    if (taken.length === 0) return live && this.#live.size === 0 && this.#bulk.size > 0 ? this.next() : undefined
    this.#lastBatch += 1
    this.#unacknowledgedBytes += bytes
    this.#flight.set(this.#lastBatch, {
      bytes,
      units: taken.map(({ delivery, unit }) => ({ delivery, bytes: unit.bytes })),
    })
    return { number: this.#lastBatch, units: taken.map(({ unit }) => unit) }
  }

  /**
   * The other side holds the batch durably, except what it refused.
   *
   * @returns whether it took anything
   * @throws MeshError `sync/protocol-violation` for a batch or index that was not sent
   */
  acknowledge(number: number, refused: readonly (readonly [index: number, error: number])[]): boolean {
    const flight = this.#flight.get(number)
    if (flight === undefined) throw violation('ack')
    if ((refused.at(-1)?.[0] ?? 0) >= flight.units.length) throw violation('ack')
    this.#flight.delete(number)
    this.#unacknowledgedBytes -= flight.bytes
    for (const [index, error] of refused) this.#refuse(flight.units[index]!, verdictOf(error))
    for (const { delivery } of flight.units) {
      delivery.unacknowledged -= 1
      this.#endIfDone(delivery)
    }
    return refused.length < flight.units.length
  }

  #refuse({ delivery, bytes }: { delivery: Delivery; bytes: Uint8Array }, verdict: Verdict): void {
    delivery.failed = true
    this.refusals.add(delivery.hex, bytes, verdict)
  }

  #create(document: Uint8Array, hex: string): Delivery {
    const delivery: Delivery = {
      document,
      hex,
      vector: [],
      units: undefined,
      peeked: undefined,
      taken: 0,
      grown: false,
      sound: false,
      floor: Infinity,
      unacknowledged: 0,
      failed: false,
      revision: 0,
    }
    this.#all.set(hex, delivery)
    return delivery
  }

  #restart(delivery: Delivery, vector: readonly VectorEntry[]): void {
    delivery.units?.return?.()
    delivery.units = undefined
    delivery.vector = vector
    delivery.peeked = undefined
    delivery.taken = 0
    delivery.grown = false
    delivery.failed = false
  }

  #queue(delivery: Delivery, live: boolean): void {
    if (this.#live.has(delivery.hex)) return
    if (live) this.#bulk.delete(delivery.hex)
    const queue = live ? this.#live : this.#bulk
    queue.set(delivery.hex, delivery)
  }

  /** The next unit to send, skipping what was refused before. */
  #peek(delivery: Delivery): OutgoingUnit | undefined {
    while (delivery.peeked === undefined) {
      delivery.units ??= this.#open(delivery)
      const next = delivery.units.next()
      if (next.done === true) {
        delivery.units = undefined
        if (!delivery.grown) return undefined
        delivery.grown = false
        continue
      }
      delivery.taken += 1
      if (this.refusals.skips(delivery.hex, next.value.bytes)) delivery.failed = true
      else delivery.peeked = next.value
    }
    return delivery.peeked
  }

  #open(delivery: Delivery): Iterator<OutgoingUnit> {
    delivery.revision = this.#replica.revisionOf(delivery.document) ?? 0
    return skip(this.#replica.unitsBeyond(delivery.document, delivery.vector), delivery.taken)
  }

  #exhausted(delivery: Delivery): void {
    this.#live.delete(delivery.hex)
    this.#bulk.delete(delivery.hex)
    this.#endIfDone(delivery)
  }

  #endIfDone(delivery: Delivery): void {
    const { hex } = delivery
    if (delivery.unacknowledged > 0 || this.#live.has(hex) || this.#bulk.has(hex)) return
    if (!this.#all.delete(hex)) return
    if (delivery.failed) {
      this.#failed.set(hex, Math.min(delivery.floor, this.#failed.get(hex) ?? Infinity))
    } else if (delivery.sound) {
      this.#failed.delete(hex)
      this.#onHeld(delivery.document, delivery.revision)
    }
  }
}

function skip(units: Iterable<OutgoingUnit>, count: number): Iterator<OutgoingUnit> {
  const iterator = units[Symbol.iterator]()
  for (let at = 0; at < count; at += 1) if (iterator.next().done === true) break
  return iterator
}
