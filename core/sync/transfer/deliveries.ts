import { toHex } from '../../shared/bytes.ts'
import type { OutgoingUnit, Replica, Verdict, VectorEntry } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import {
  BULK_BATCH_BYTES,
  BULK_BATCH_UNITS,
  BULK_WINDOW_BYTES,
  MAX_UNITS,
  SMALL_BATCH_BYTES,
  SMALL_WINDOW_BYTES,
} from '../protocol/limits.ts'
import { verdictOf } from '../protocol/messages.ts'
import { type LaneName, Lanes, type Waiting } from './lanes.ts'
import { Refusals } from './refusals.ts'

/** One document on its way to the other side. */
interface Delivery extends Waiting {
  readonly document: Uint8Array
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
  readonly size: Size
  readonly bytes: number
  readonly units: readonly { readonly delivery: Delivery; readonly bytes: Uint8Array }[]
}

/** How something is to wait. */
interface Queued {
  readonly lane: LaneName
  /** Who takes turns with others: device, hex. */
  readonly author: string
}

/** What a batch may hold, and how much of such may be unacknowledged. What is larger than that goes alone. */
interface Size {
  readonly batchBytes: number
  readonly units: number
  readonly windowBytes: number
}
const BULK: Size = { batchBytes: BULK_BATCH_BYTES, units: BULK_BATCH_UNITS, windowBytes: BULK_WINDOW_BYTES }
const SMALL: Size = { batchBytes: SMALL_BATCH_BYTES, units: MAX_UNITS, windowBytes: SMALL_WINDOW_BYTES }

/** Units to be sent next, with the number to send them under. */
export interface Batch {
  readonly number: number
  readonly units: readonly OutgoingUnit[]
}

/**
 * What the other side is to get: by document, so that a call for help, or a document changed just now, overtakes the
 * bulk with all its units the other side lacks, in order. Keeps the credit and knows what is not acknowledged yet.
 */
export class Deliveries {
  readonly refusals = new Refusals()
  readonly #replica: Replica
  readonly #onHeld: (document: Uint8Array, revision: number) => void
  readonly #all = new Map<string, Delivery>()
  readonly #lanes = new Lanes<Delivery>()
  readonly #flight = new Map<number, InFlight>()
  /** Documents of which the other side refused something, with their floor. */
  readonly #failed = new Map<string, number>()
  readonly #unacknowledged = new Map<Size, number>([
    [BULK, 0],
    [SMALL, 0],
  ])
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
    return this.#unacknowledged.get(BULK)! + this.#unacknowledged.get(SMALL)!
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
  ask(document: Uint8Array, vector: readonly VectorEntry[], { lane, author }: Queued): void {
    const hex = toHex(document)
    const delivery = this.#all.get(hex) ?? this.#create(document, hex)
    this.#restart(delivery, vector)
    delivery.sound = true
    delivery.floor = 0
    delivery.grewAt = this.#replica.revisionOf(document) ?? 0
    this.#lanes.add(delivery, lane, author)
  }

  /** A document grew here from `before`; `sound` when the other side is known to hold that much. */
  push(
    document: Uint8Array,
    before: readonly VectorEntry[],
    options: Queued & { revision: number; sound: boolean },
  ): void {
    const hex = toHex(document)
    const present = this.#all.get(hex)
    const delivery = present ?? this.#create(document, hex)
    if (delivery.lane !== undefined) {
      delivery.grown = true
    } else {
      this.#restart(delivery, before)
      delivery.sound = present?.sound ?? (options.sound && !this.#failed.has(hex))
      delivery.failed = present?.failed ?? this.#failed.has(hex)
    }
    delivery.floor = Math.min(delivery.floor, options.revision, this.#failed.get(hex) ?? Infinity)
    delivery.grewAt = options.revision
    this.#lanes.add(delivery, options.lane, options.author)
  }

  /** Whether all the other side lacks of a document is on its way already. */
  onItsWay(document: Uint8Array): boolean {
    const delivery = this.#all.get(toHex(document))
    return delivery !== undefined && delivery.sound && !delivery.failed
  }

  /** The next batch within the credit; undefined when there is none. */
  next(): Batch | undefined {
    for (const lane of this.#lanes.inOrder()) {
      const size = lane.name === 'bulk' ? BULK : SMALL
      const units = this.#fill(lane, size)
      if (units.length === 0) continue
      this.#lanes.served(lane.name)
      const bytes = units.reduce((sum, { unit }) => sum + unit.bytes.byteLength, 0)
      this.#lastBatch += 1
      this.#unacknowledged.set(size, this.#unacknowledged.get(size)! + bytes)
      const sent = units.map(({ delivery, unit }) => ({ delivery, bytes: unit.bytes }))
      this.#flight.set(this.#lastBatch, { size, bytes, units: sent })
      return { number: this.#lastBatch, units: units.map(({ unit }) => unit) }
    }
    return undefined
  }

  /** Takes units of a lane for one batch. */
  #fill(
    lane: { head: () => Delivery | undefined; turn: () => void },
    size: Size,
  ): { delivery: Delivery; unit: OutgoingUnit }[] {
    const open = this.#unacknowledged.get(size)!
    const taken: { delivery: Delivery; unit: OutgoingUnit }[] = []
    // Bulk waits for room for a whole batch instead of trickling.
    if (size === BULK && open > 0 && open + size.batchBytes > size.windowBytes) return taken
    let bytes = 0
    const fits = (more: number): boolean => {
      if (taken.length >= size.units || (bytes > 0 && bytes + more > size.batchBytes)) return false
      return bytes + open === 0 || bytes + more + open <= size.windowBytes
    }
    for (let delivery = lane.head(); delivery !== undefined; delivery = lane.head()) {
      const unit = this.#peek(delivery)
      if (unit === undefined) {
        this.#exhausted(delivery)
        continue
      }
      if (!fits(unit.bytes.byteLength)) break
      taken.push({ delivery, unit })
      bytes += unit.bytes.byteLength
      delivery.peeked = undefined
      delivery.unacknowledged += 1
      lane.turn()
      if (this.#peek(delivery) === undefined) this.#exhausted(delivery)
    }
    return taken
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
    this.#unacknowledged.set(flight.size, this.#unacknowledged.get(flight.size)! - flight.bytes)
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
      lane: undefined,
      author: '',
      grewAt: 0,
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
    this.#lanes.delete(delivery)
    this.#endIfDone(delivery)
  }

  #endIfDone(delivery: Delivery): void {
    const { hex } = delivery
    if (delivery.unacknowledged > 0 || delivery.lane !== undefined) return
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
