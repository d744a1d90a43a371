import { bytesEqual, toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Relayed } from '../protocol/messages.ts'
import type { Holding } from '../session/settling.ts'
import { type KeptTime, OwnTimes } from './own-times.ts'
import { isReceiptSigned, readReceipt, signReceipt, type ReceiptSigner, type SignedReceipt } from './signed-receipt.ts'

/** Quiet for so long, what is held is told; a run of changes is told at least so often. */
const TELL_AFTER_MS = 150
const TELL_AT_LEAST_MS = 1_000
/** Told again while nothing changes: that one is still here. */
const REPEAT_MS = 15_000
/** Who was not heard of for so long is not here any more. */
const HERE_MS = 40_000
/** A laptop that is heard of but holds something else for so long is not reached well through the others. */
const LAGGING_MS = 5_000
/** Own holdings remembered, by which others' receipts are understood. */
const MOST_HOLDINGS = 64
/** What came meanwhile goes on in one message: in a full room each receipt comes by several ways. */
const PASS_ON_AFTER_MS = 150
/** Receipts remembered that came, so that what comes again is known at a glance. */
const MOST_REMEMBERED = 1_024

interface Heard {
  readonly receipt: SignedReceipt
  /** Monotonic. */
  readonly at: number
  /** Since when it has held something else than is held here; undefined while it holds the same. */
  differsSince: number | undefined
}

export interface RelayedReceiptsInit {
  readonly network: Uint8Array
  readonly signer: ReceiptSigner
  readonly keptTime: KeptTime
  readonly clock: Clock
  /** What is held here now, and the revision that is. */
  readonly own: () => Holding & { readonly revision: number }
  readonly isMember: (device: string) => boolean
  /** Whether anybody would hear it who does not know already: three devices or more. */
  readonly isOfUse: () => boolean
  /** Neighbours (devices, hex) that receipts are passed on to. */
  readonly neighbours: () => readonly string[]
  readonly send: (device: string, relayed: readonly Relayed[]) => void
  /** A device is known to hold what was held here at a revision. */
  readonly onHeld: (device: string, held: { readonly revision: number; readonly logEqual: boolean }) => void
  /** Somebody is here who was not, or the other way about. */
  readonly onPresence: (device: string) => void
}

/**
 * The receipts of devices that are reached through others, and the own one. Each says what its device holds; which records
 * those are is known where the same was held here once. Only the newest of each device is kept, and passed on once.
 */
export class RelayedReceipts {
  readonly #o: RelayedReceiptsInit
  readonly #self: string
  readonly #heard = new Map<string, Heard>()
  /** By device: what it said up to then, by its clock, says nothing of what it holds. */
  readonly #retracted = new Map<string, number>()
  #here: ReadonlySet<string> = new Set()
  readonly #holdings = new Map<string, number>()
  readonly #times: OwnTimes
  #own: SignedReceipt | undefined
  #ownAt = 0
  #changedAt: number | undefined
  #cancel: () => void = () => undefined
  /** Devices (hex) whose receipts wait to go on, and who they came from. */
  readonly #waiting = new Map<string, string | undefined>()
  readonly #came = new Set<string>()
  #cancelPass: (() => void) | undefined

  constructor(options: RelayedReceiptsInit) {
    this.#o = options
    this.#self = toHex(options.signer.device)
    this.#times = new OwnTimes({ clock: options.clock, kept: options.keptTime })
  }

  start(): void {
    this.#plan(TELL_AFTER_MS)
  }

  stop(): void {
    this.#cancel()
    this.#cancelPass?.()
    this.#times.stop()
  }

  /** What is held here has changed. */
  changed(): void {
    const now = this.#o.clock.monotonic()
    this.#changedAt ??= now
    const latest = this.#changedAt + TELL_AT_LEAST_MS
    this.#plan(Math.max(0, Math.min(TELL_AFTER_MS, latest - now)))
  }

  /** Devices (hex) that gave a receipt lately. */
  here(): ReadonlySet<string> {
    return new Set([...this.#heard.keys()].filter((device) => this.isHere(device)))
  }

  isHere(device: string): boolean {
    const heard = this.#heard.get(device)
    return heard !== undefined && this.#o.clock.monotonic() - heard.at < HERE_MS && this.#o.isMember(device)
  }

  /** Whether what is new comes to this device through others, and from it. */
  isReached(device: string): boolean {
    const heard = this.#heard.get(device)
    const now = this.#o.clock.monotonic()
    if (heard === undefined || now - heard.at >= HERE_MS) return false
    return heard.differsSince === undefined || now - heard.differsSince < LAGGING_MS
  }

  /** It was in touch and is not: until it is heard of again, it is not here. */
  lost(device: string): void {
    const heard = this.#heard.get(device)
    if (heard === undefined) return
    this.#heard.set(device, { ...heard, at: Number.NEGATIVE_INFINITY })
    this.#tellPresence()
  }

  /**
   * It lacks what it once told to hold: what it said before counts for nothing any more, nor what others pass on of that.
   *
   * @param at milliseconds by the device's clock
   */
  retract(device: string, at: number): void {
    this.#retracted.set(device, Math.max(at, this.#heard.get(device)?.receipt.at ?? 0))
  }

  /** All that is worth telling to somebody who has just come. */
  all(): readonly Relayed[] {
    if (!this.#o.isOfUse()) return []
    const now = this.#o.clock.monotonic()
    return [this.#self, ...this.#heard.keys()].flatMap((device) => this.#relayed(device, now))
  }

  /** Takes what a neighbour passed on; what is new and signed goes on to the others. */
  heard(relayed: readonly Relayed[], from: string): void {
    const now = this.#o.clock.monotonic()
    for (const { age, receipt: raw } of relayed) {
      if (this.#cameBefore(raw)) continue
      const receipt = readReceipt(raw, this.#o.network)
      if (receipt === undefined || receipt.device === this.#self || !this.#o.isMember(receipt.device)) continue
      const before = this.#heard.get(receipt.device)
      if (before !== undefined && before.receipt.at >= receipt.at) continue
      if (!isReceiptSigned(receipt, this.#o.signer)) continue
      const heard: Heard = { receipt, at: now - age, differsSince: before?.differsSince }
      this.#heard.set(receipt.device, heard)
      this.#understand(heard)
      this.#passOn(receipt.device, from)
    }
    this.#tellPresence()
  }

  #plan(afterMs: number): void {
    this.#cancel()
    this.#cancel = this.#o.clock.after(afterMs, () => this.#tell())
  }

  #tell(): void {
    this.#changedAt = undefined
    this.#plan(REPEAT_MS)
    this.#tellPresence()
    if (!this.#o.isOfUse()) return
    const { network, clock, signer } = this.#o
    const holding = this.#remember()
    for (const heard of this.#heard.values()) this.#understand(heard)
    this.#own = signReceipt(network, { holding, at: this.#times.next() }, signer)
    this.#ownAt = clock.monotonic()
    this.#passOn(this.#self, undefined)
  }

  #cameBefore(raw: Uint8Array): boolean {
    const receipt = Buffer.from(raw).toString('latin1') // all of it: the signature alone may stand below other words
    if (this.#came.has(receipt)) return true
    this.#came.add(receipt)
    if (this.#came.size > MOST_REMEMBERED) this.#came.delete(this.#came.values().next().value!)
    return false
  }

  #passOn(device: string, from: string | undefined): void {
    this.#waiting.set(device, from)
    this.#cancelPass ??= this.#o.clock.after(PASS_ON_AFTER_MS, () => {
      this.#cancelPass = undefined
      const now = this.#o.clock.monotonic()
      const waiting = [...this.#waiting]
      this.#waiting.clear()
      for (const neighbour of this.#o.neighbours()) {
        const relayed = waiting
          .filter(([about, source]) => source !== neighbour && about !== neighbour)
          .flatMap(([about]) => this.#relayed(about, now))
        if (relayed.length > 0) this.#o.send(neighbour, relayed)
      }
    })
  }

  #relayed(device: string, now: number): readonly Relayed[] {
    if (device === this.#self)
      return this.#own === undefined ? [] : [{ age: now - this.#ownAt, receipt: this.#own.bytes }]
    const heard = this.#heard.get(device)
    return heard === undefined || now - heard.at >= HERE_MS
      ? []
      : [{ age: now - heard.at, receipt: heard.receipt.bytes }]
  }

  #tellPresence(): void {
    const before = this.#here
    this.#here = this.here()
    for (const device of new Set([...before, ...this.#here]))
      if (before.has(device) !== this.#here.has(device)) this.#o.onPresence(device)
  }

  #remember(): Holding {
    const { root, count, logDigest, revision } = this.#o.own()
    const key = keyOf({ root, count })
    this.#holdings.delete(key)
    this.#holdings.set(key, revision)
    if (this.#holdings.size > MOST_HOLDINGS) this.#holdings.delete(this.#holdings.keys().next().value!)
    return { root, count, logDigest }
  }

  #understand(heard: Heard): void {
    const { receipt } = heard
    const own = this.#remember()
    const isRetracted = receipt.at <= (this.#retracted.get(receipt.device) ?? -1)
    const revision = isRetracted ? undefined : this.#holdings.get(keyOf(receipt))
    const logEqual = bytesEqual(receipt.logDigest, own.logDigest)
    if (revision !== undefined) this.#o.onHeld(receipt.device, { revision, logEqual })
    heard.differsSince =
      revision !== undefined && logEqual ? undefined : (heard.differsSince ?? this.#o.clock.monotonic())
  }
}

function keyOf({ root, count }: { root: Uint8Array; count: number }): string {
  return `${count} ${toHex(root)}`
}
