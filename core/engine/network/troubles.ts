import type { EngineEvents } from '../../bridge/contract.ts'
import type { LedgerEvents } from '../../documents/ledger/ports.ts'
import type { Clock } from '../../shared/clock.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { MembershipEvents } from './membership.ts'
import type { SyncEvents } from '../../sync/events.ts'
import type { TwinEvents } from './twins.ts'

/** See the bridge's `trouble:list`. */
type TroubleKind = EngineEvents['trouble:noted']['what']

export interface Trouble {
  /** Device key, hex. */
  readonly device: string
  readonly what: TroubleKind
  /** How often; of `much`, changes within the last ten minutes. */
  readonly count: number
  /** The last time, milliseconds; undefined when that was before this start. */
  readonly at: number | undefined
}

export interface TroubleEvents {
  /** Something new of a kind, at most once in ten minutes for a device and kind. */
  'trouble:noted': { device: string; what: TroubleKind }
}

/** What one device may write within {@link SPAN_MS} before people are told of it: far above what an import makes. */
const MOST_UNITS = 10_000
const MOST_BYTES = 64 << 20
const SPAN_MS = 10 * 60_000
const PARTS = 10
/** Taken out of a record for what they are, and not only because they build on such. */
const FAULTS: ReadonlySet<string> = new Set(['unsound', 'too-slow', 'out-of-memory'])

interface Noted {
  count: number
  at: number | undefined
  told: number | undefined
}

/** Who gave trouble in one network, so that people hear of it by name. Kept in memory but for what the ledger keeps as proof. */
export class Troubles {
  readonly #clock: Clock
  readonly #events = new Emitter<TroubleEvents>()
  readonly #noted = new Map<string, Noted>()
  readonly #came = new Map<string, { part: number; units: number; bytes: number }[]>()
  /** Who wrote more about membership than is taken at once. */
  readonly #crowded = new Set<string>()
  readonly #forked: () => Iterable<string>
  readonly #unsubscribe: readonly (() => void)[]

  constructor(options: {
    ledger: { readonly events: Events<LedgerEvents>; forkedDevices(): Iterable<string> }
    hub: { readonly events: Events<SyncEvents> }
    membership: { readonly events: Events<MembershipEvents> }
    twins: { readonly events: Events<TwinEvents> }
    clock: Clock
    /** Whether a device is known to know that a document is erased (both hex): else it sent it in good faith. */
    knowsOfErasure: (device: string, document: string) => boolean
  }) {
    const { ledger, hub, membership, twins, knowsOfErasure } = options
    this.#clock = options.clock
    this.#forked = once(() => ledger.forkedDevices())
    this.#unsubscribe = [
      twins.events.on('device:twice', ({ device }) => this.#note(device, 'twice')),
      ledger.events.on('session:forked', ({ device }) => this.#note(device, 'two-stories')),
      ledger.events.on('unit:refused', ({ device }) => this.#note(device, 'broken')),
      ledger.events.on('unit:erased', ({ device, document }) => {
        if (knowsOfErasure(device, document)) this.#note(device, 'erased')
      }),
      ledger.events.on('unit:quarantined', ({ device, reason }) => {
        if (FAULTS.has(reason)) this.#note(device, 'broken')
      }),
      ledger.events.on('units:came', (came) => this.#count(came)),
      membership.events.on('membership:crowded', ({ device }) => {
        this.#crowded.add(device)
        this.#note(device, 'much')
      }),
      hub.events.on('peer:refused', ({ device, code }) => {
        if (code === 'sync/protocol-violation' || code === 'sync/message-too-large') this.#note(device, 'rules')
      }),
    ]
  }

  get events(): Events<TroubleEvents> {
    return this.#events
  }

  /** By device and kind; those of earlier starts only where there is proof of them. */
  list(): readonly Trouble[] {
    const found = new Map<string, Trouble>()
    for (const device of this.#forked()) {
      found.set(keyOf(device, 'two-stories'), { device, what: 'two-stories', count: 1, at: undefined })
    }
    for (const [key, { count, at }] of this.#noted) {
      const { device, what } = ofKey(key)
      if (what !== 'much' || this.#crowded.has(device)) found.set(key, { device, what, count, at })
    }
    for (const device of this.#came.keys()) {
      const { units, bytes } = this.#lately(device)
      const at = this.#noted.get(keyOf(device, 'much'))?.at
      if (isMuch(units, bytes)) found.set(keyOf(device, 'much'), { device, what: 'much', count: units, at })
    }
    return [...found.values()]
  }

  stop(): void {
    for (const off of this.#unsubscribe) off()
  }

  #count({ device, units, bytes }: LedgerEvents['units:came']): void {
    const part = this.#part()
    const parts = this.#came.get(device) ?? []
    const last = parts.at(-1)
    if (last?.part === part) {
      last.units += units
      last.bytes += bytes
    } else parts.push({ part, units, bytes })
    this.#came.set(device, parts)
    const lately = this.#lately(device)
    if (isMuch(lately.units, lately.bytes)) this.#note(device, 'much')
  }

  #lately(device: string): { units: number; bytes: number } {
    const parts = this.#came.get(device) ?? []
    while (parts.length > 0 && parts[0]!.part <= this.#part() - PARTS) parts.shift()
    return parts.reduce((sum, one) => ({ units: sum.units + one.units, bytes: sum.bytes + one.bytes }), {
      units: 0,
      bytes: 0,
    })
  }

  #part(): number {
    return Math.floor(this.#clock.monotonic() / (SPAN_MS / PARTS))
  }

  #note(device: string, what: TroubleKind): void {
    const key = keyOf(device, what)
    const noted = this.#noted.get(key) ?? { count: 0, at: undefined, told: undefined }
    this.#noted.set(key, noted)
    noted.count += 1
    noted.at = this.#clock.now()
    const now = this.#clock.monotonic()
    if (noted.told !== undefined && now - noted.told < SPAN_MS) return
    noted.told = now
    this.#events.emit('trouble:noted', { device, what })
  }
}

function isMuch(units: number, bytes: number): boolean {
  return units > MOST_UNITS || bytes > MOST_BYTES
}

function keyOf(device: string, what: TroubleKind): string {
  return `${what} ${device}`
}

function ofKey(key: string): { what: TroubleKind; device: string } {
  const [what, device = ''] = key.split(' ')
  return { what: what as TroubleKind, device }
}

function once<T>(find: () => Iterable<T>): () => readonly T[] {
  let found: readonly T[] | undefined
  return () => (found ??= [...find()])
}
