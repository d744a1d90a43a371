import { MeshError } from '../shared/errors.ts'
import { Emitter } from '../shared/events.ts'
import { Apart } from './apart.ts'
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
  /** {@link Connector.blocked} has one more, or one less. */
  'device:blocked': { device: string }
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
  /**
   * Whether a device (hex) is known to be in touch with others who are in touch with this one: then it need not be
   * dialled once there are links enough. Absent: nobody is.
   */
  readonly isWithin?: (device: string) => boolean
}

const PARALLEL_DIALS = 8
/** Of these, for what is named just now: what is only remembered may take long to fail. */
const KEPT_FREE = 3
/** On one wifi somebody answers within this; a dial that takes longer is no longer counted on. */
const HOPEFUL_MS = 400
/** What was named just now is tried before what is only remembered. */
const JUST_NAMED_MS = 3_000
const DIAL_TIMEOUT_MS = 4000
/**
 * Links that are enough: what is new goes on from laptop to laptop. Three that everybody chooses by chance hold a room
 * together, and who is not heard of through them is dialled all the same (ADR 0018).
 */
const LINKS = 3
/** What is due and not dialled now is looked at again. */
const LEFT_ASIDE_MS = 2_000
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
  #told: ReadonlySet<string> = new Set()
  readonly #apart: Apart
  #cancelTimer: () => void = () => undefined
  #unsubscribe: (() => void)[] = []

  constructor(init: ConnectorInit) {
    this.#init = init
    this.#events = new Emitter({ onListenerError: () => init.log.note('connector:listener-failed') })
    this.#apart = new Apart({ isWithin: (device) => init.isWithin?.(device) === true, chance: () => this.#chance() })
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
   * Addresses that may lead to a member: those of an invite, those just seen on the wifi or told by somebody.
   * They are tried at once and kept until forgotten.
   *
   * @param device device key (hex) where the caller knows it: then it is not dialled while connected
   * @param said.isAnnounced whoever is there said so itself, just now
   */
  add(addresses: readonly Address[], device?: string, said: { isAnnounced?: boolean } = {}): void {
    const now = this.#now()
    for (const address of addresses) {
      const target = this.#targets.touch(address, device, now)
      target.namedAt = now
      if (said.isAnnounced === true) target.announcedAt = now
    }
    this.#pump()
  }

  /** Addresses where a member was met before, the latest first: the same, but what was named just now goes first. */
  remember(addresses: readonly Address[], device: string): void {
    const now = this.#now()
    for (const address of addresses.toReversed()) this.#targets.prove(this.#targets.touch(address, device, now), device)
    this.#pump()
  }

  /** A device asks not to be dialled for a while; it is all the same when nobody else is connected. */
  leaveAlone(device: string, forMs: number): void {
    this.#targets.leaveAlone(device, this.#now() + forMs)
  }

  /** Devices (hex) that say on the wifi that they are here while nothing at their addresses takes a connection. */
  blocked(): ReadonlySet<string> {
    const connected = this.#connected()
    return new Set(this.#targets.inVain(this.#now()).filter((device) => !connected.has(device)))
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
    this.#tellBlocked()
    const now = this.#now()
    const connected = this.#connected()
    if (connected.size === 0) this.#targets.leaveNobodyAlone(now)
    const own = new Set(this.#init.ownAddresses().map(keyOf))
    const waiting = [...this.#targets]
      .filter(
        ({ dialling, device, address }) =>
          !dialling && !own.has(keyOf(address)) && !(device !== undefined && connected.has(device)),
      )
      .toSorted((a, b) => a.nextAt - b.nextAt)
    let hopeful = [...this.#targets].filter(({ dialling, triedAt }) => dialling && now - triedAt < HOPEFUL_MS).length
    for (const target of this.#inTurn(waiting, now)) {
      if (this.#dials >= (isJustNamed(target, now) ? PARALLEL_DIALS : PARALLEL_DIALS - KEPT_FREE)) continue
      if (connected.size + hopeful >= LINKS) {
        if (!this.#apart.mayFetch(target, { links: connected.size, now })) continue
      }
      void this.#try(target)
      hopeful++
    }
    const idle = waiting.filter(({ dialling, nextAt }) => !dialling && nextAt < Number.POSITIVE_INFINITY)
    if (idle.length === 0) return
    const aside = now + (hopeful > 0 ? HOPEFUL_MS : LEFT_ASIDE_MS)
    const nextAt = Math.min(...idle.map((target) => (target.nextAt > now ? target.nextAt : aside)))
    this.#cancelTimer = this.#init.clock.after(nextAt - now, () => this.#pump())
  }

  /** Those that are due: what was named just now first, else by chance, so that a room does not gather around one laptop. */
  #inTurn(targets: readonly Target[], now: number): readonly Target[] {
    return targets
      .filter(({ nextAt }) => nextAt <= now)
      .map((target) => ({ target, rank: this.#chance() + (isJustNamed(target, now) ? 0 : 1) }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ target }) => target)
  }

  async #try(target: Target): Promise<void> {
    this.#dials += 1
    target.dialling = true
    target.triedAt = this.#now()
    try {
      const device = await this.#dial(target, 0)
      this.#targets.prove(target, device)
      target.unreachableSince = undefined
      if (this.#connected().has(device)) {
        this.#targets.rest(device)
        this.#events.emit('address:worked', { device, address: target.address })
      } else this.#failed(target) // gone again already, or not heard of yet
    } catch (error) {
      const failure = error instanceof MeshError ? error : undefined
      const stage = failure?.details['stage']
      if (stage !== 'connect' && failure?.code !== 'shared/aborted') target.unreachableSince = undefined
      else this.#targets.foundNothing(target)
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
        this.#targets.prove(target, await this.#dial(target, index))
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

  #tellBlocked(): void {
    const before = this.#told
    this.#told = this.blocked()
    for (const device of new Set([...before, ...this.#told]))
      if (before.has(device) !== this.#told.has(device)) this.#events.emit('device:blocked', { device })
  }

  #failed(target: Target): void {
    this.#targets.failed(target, this.#now(), this.#chance())
  }

  /** 0 to 1. */
  #chance(): number {
    return (this.#init.random(1)[0] ?? 0) / 255
  }

  #connected(): ReadonlySet<string> {
    return new Set(this.#init.transport.connected().map(({ device }) => device))
  }

  #now(): number {
    return this.#init.clock.monotonic()
  }
}

function isJustNamed({ namedAt }: Target, now: number): boolean {
  return now - namedAt < JUST_NAMED_MS
}
