import { MeshError } from '../shared/errors.ts'
import { Emitter } from '../shared/events.ts'
import { keyOf, Targets } from './targets.ts'
import type { Clock, RandomBytes } from '../shared/clock.ts'
import type { Events } from '../shared/events.ts'
import type { Startable } from '../shared/lifecycle.ts'
import type { Log } from '../shared/log.ts'
import type { InterfaceWatch } from './interface-watch.ts'
import type { Address, Transport } from './ports.ts'
import type { Target } from './targets.ts'

export interface ConnectorEvents {
  /** A device was reached there: worth remembering across restarts. */
  'address:worked': { device: string; address: Address }
}

/** What a {@link Connector} is made of. */
export interface ConnectorInit {
  readonly transport: Pick<Transport, 'dial' | 'connected' | 'events'>
  readonly interfaces: Pick<InterfaceWatch, 'events'>
  /** Never dialled. */
  readonly ownAddresses: () => readonly Address[]
  /** How many ancestor epochs' keys can be tried. */
  readonly ancestors: () => number
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  /** No further dials while so many devices are connected. */
  readonly maxPeers?: number
}

const PARALLEL_DIALS = 4
const DIAL_TIMEOUT_MS = 4000
const MAX_PEERS = 12
/** A door that does not know our newest key is tried with older ones this often, so many at a time. */
const CATCH_UP_EVERY_MS = 10_000
const ANCESTORS_AT_ONCE = 4

/**
 * Keeps one network's laptops connected and never gives up: dials every known address whose device is not connected,
 * at once when it is seen or an interface changes, else again and again. A door that refuses the newest key is tried
 * with ancestors' keys; whoever is reached so is told by the transport's `peer:outdated`.
 */
export class Connector implements Startable {
  readonly #init: ConnectorInit
  readonly #events: Emitter<ConnectorEvents>
  readonly #targets = new Targets()
  #stopping = new AbortController()
  #running = false
  #dials = 0
  #cancelTimer: () => void = () => undefined
  #unsubscribe: (() => void)[] = []

  constructor(init: ConnectorInit) {
    this.#init = init
    this.#events = new Emitter({ onListenerError: () => init.log.note('connector:listener-failed') })
  }

  get events(): Events<ConnectorEvents> {
    return this.#events
  }

  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#stopping = new AbortController()
    const { transport, interfaces } = this.#init
    this.#unsubscribe = [
      interfaces.events.on('interfaces:changed', () => this.retryNow()),
      transport.events.on('peer:connected', ({ device }) => this.#targets.rest(device)),
      transport.events.on('peer:disconnected', ({ device }) => {
        this.#targets.lost(device, this.#now())
        this.#pump()
      }),
    ]
    this.#pump()
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#cancelTimer()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#unsubscribe = []
    this.#stopping.abort()
  }

  /**
   * Addresses that may lead to a member: remembered ones, those of an invite, those just seen on the wifi.
   * They are tried at once and kept until forgotten.
   *
   * @param device device key (hex) where the caller knows it: then it is not dialled while connected
   */
  add(addresses: readonly Address[], device?: string): void {
    const now = this.#now()
    for (const address of addresses) this.#targets.touch(address, device, now)
    this.#pump()
  }

  /** Drops a device's addresses: it is a member no more. */
  forget(device: string): void {
    this.#targets.forget((target) => target.device === device)
  }

  /** Tries everybody now, as if just started. */
  retryNow(): void {
    const now = this.#now()
    for (const target of this.#targets) this.#targets.hurry(target, now)
    this.#pump()
  }

  /** Starts what is due, and sleeps until the next is. */
  #pump(): void {
    this.#cancelTimer()
    if (!this.#running) return
    const now = this.#now()
    const connected = this.#connected()
    const own = new Set(this.#init.ownAddresses().map(keyOf))
    const full = connected.size >= (this.#init.maxPeers ?? MAX_PEERS)
    const waiting = [...this.#targets]
      .filter(
        ({ dialling, device, address }) =>
          !dialling && !own.has(keyOf(address)) && !(device !== undefined && connected.has(device)),
      )
      .toSorted((a, b) => a.nextAt - b.nextAt)
    for (const target of waiting) {
      if (full || this.#dials >= PARALLEL_DIALS || target.nextAt > now) break
      void this.#try(target)
    }
    const next = waiting.find(({ dialling, nextAt }) => !dialling && nextAt > now)
    if (next !== undefined && next.nextAt < Number.POSITIVE_INFINITY)
      this.#cancelTimer = this.#init.clock.after(next.nextAt - now, () => this.#pump())
  }

  async #try(target: Target): Promise<void> {
    this.#dials += 1
    target.dialling = true
    target.triedAt = this.#now()
    try {
      const device = await this.#dial(target, 0)
      target.device = device
      if (this.#connected().has(device)) this.#targets.rest(device)
      else this.#failed(target) // gone again already
      this.#events.emit('address:worked', { device, address: target.address })
    } catch (error) {
      const stage = error instanceof MeshError ? error.details['stage'] : undefined
      if (stage === 'self') this.#targets.forget((one) => one === target)
      else if (stage === 'door') await this.#tryAncestors(target)
      this.#failed(target)
    } finally {
      target.dialling = false
      this.#dials -= 1
      this.#pump()
    }
  }

  async #tryAncestors(target: Target): Promise<void> {
    const count = this.#init.ancestors()
    if (count === 0 || this.#now() - target.caughtUpAt < CATCH_UP_EVERY_MS) return
    target.caughtUpAt = this.#now()
    for (let tried = 0; tried < Math.min(ANCESTORS_AT_ONCE, count); tried++) {
      const index = target.nextAncestor > count ? 1 : target.nextAncestor
      try {
        target.device = await this.#dial(target, index)
        target.nextAncestor = index // the next try begins where this one ended
        return
      } catch {
        target.nextAncestor = index + 1
      }
    }
  }

  async #dial({ address }: Target, keyIndex: number): Promise<string> {
    const timeout = new AbortController()
    const cancel = this.#init.clock.after(DIAL_TIMEOUT_MS, () => timeout.abort())
    try {
      const signal = AbortSignal.any([this.#stopping.signal, timeout.signal])
      const { device } = await this.#init.transport.dial(address, { signal, keyIndex })
      return device
    } finally {
      cancel()
    }
  }

  #failed(target: Target): void {
    this.#targets.failed(target, this.#now(), (this.#init.random(1)[0] ?? 0) / 255)
  }

  #connected(): ReadonlySet<string> {
    return new Set(this.#init.transport.connected().map(({ device }) => device))
  }

  #now(): number {
    return this.#init.clock.monotonic()
  }
}
