import { answerCatchUp, askCatchUp } from '../../identity/join/catch-up.ts'
import type { Connector } from '../../network/reconnect.ts'
import type { ConnectedPeer, Transport } from '../../network/ports.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Wire } from '../../shared/wire.ts'
import type { SyncHub } from '../../sync/hub.ts'
import type { Duties } from './duties.ts'
import type { Endings } from './endings.ts'
import type { Introductions } from './introductions.ts'
import type { Membership } from './membership.ts'

export const SYNC_PROTOCOL = '/muster/sync/1'
export const CATCH_UP_PROTOCOL = '/muster/catch-up/1'
const OPEN_TIMEOUT_MS = 5_000
/**
 * Who has dialled opens the conversation. Two laptops that dial each other at once may each have heard of the other's
 * connection first: after so long without a word the one who was dialled opens it as well.
 */
const SILENT_MS = 1_000
const CATCH_UP_TIMEOUT_MS = 20_000
/** How long a connection on which sync is not spoken stays for the other side to ask for a catch-up. */
const ASKED_WITHIN_MS = 2_000

/** The log as it is shown to who shall see nothing of it. */
const NOTHING = { ids: () => [], records: () => [], has: () => true }

/** Ties a network's connections to what is spoken over them: sync between members, catch-up with who was away. */
export class Links {
  readonly #transport: Transport
  readonly #hub: SyncHub
  readonly #membership: Membership
  readonly #duties: Duties
  readonly #endings: Endings
  readonly #introductions: Introductions
  readonly #connector: Connector
  readonly #clock: Clock
  readonly #log: Log
  readonly #stop = new AbortController()
  readonly #asking = new Set<string>()
  readonly #answering = new Map<string, Promise<boolean>>()

  constructor(options: {
    transport: Transport
    hub: SyncHub
    membership: Membership
    duties: Duties
    endings: Endings
    introductions: Introductions
    connector: Connector
    clock: Clock
    log: Log
  }) {
    this.#transport = options.transport
    this.#hub = options.hub
    this.#membership = options.membership
    this.#duties = options.duties
    this.#endings = options.endings
    this.#introductions = options.introductions
    this.#connector = options.connector
    this.#clock = options.clock
    this.#log = options.log
  }

  /** Call before the transport starts. */
  prepare(): void {
    this.#transport.handle(SYNC_PROTOCOL, ['member'], (wire, peer) =>
      this.#attach(peer.device, { wire, dialler: false }),
    )
    this.#transport.handle(
      CATCH_UP_PROTOCOL,
      ['member', 'catch-up', 'introduction'],
      (wire, peer) => void this.#answerCatchUp(wire, peer),
    )
    this.#transport.events.on('peer:connected', (peer) => this.#begin(peer))
    this.#transport.events.on('peer:outdated', (peer) => void this.#beginOutdated(peer))
    this.#transport.events.on('peer:disconnected', ({ device }) => void this.#hub.detach(device))
  }

  stop(): void {
    this.#stop.abort()
  }

  #begin({ device, direction }: ConnectedPeer): void {
    this.#duties.help(device)
    if (direction === 'outbound') void this.#open(device)
    else this.#openIfSilent(device)
  }

  async #beginOutdated(peer: ConnectedPeer): Promise<void> {
    const { device } = peer
    if (this.#membership.hasMember(device)) await this.#askCatchUp(peer)
    else if (this.#introductions.isUnknown(device)) await this.#introductions.hear(device, () => this.#askCatchUp(peer))
    else await this.#tellEnding(device)
  }

  #openIfSilent(device: string): void {
    this.#clock.after(SILENT_MS, () => {
      if (this.#isSilent(device)) void this.#open(device)
    })
  }

  #isSilent(device: string): boolean {
    const isConnected = this.#connectionTo(device) !== undefined
    return isConnected && !this.#stop.signal.aborted && !this.#hub.status().some((peer) => peer.device === device)
  }

  #connectionTo(device: string): ConnectedPeer | undefined {
    return this.#transport.connected().find((peer) => peer.device === device)
  }

  async #open(device: string): Promise<void> {
    try {
      const wire = await this.#transport.open(device, SYNC_PROTOCOL, { signal: this.#within(OPEN_TIMEOUT_MS) })
      this.#attach(device, { wire, dialler: true })
    } catch {
      this.#log.note('links:sync-not-opened')
      this.#partLater(device)
    }
  }

  #attach(device: string, { wire, dialler }: { wire: Wire; dialler: boolean }): void {
    const { session, done } = this.#hub.attach({ device }, wire, dialler)
    void done.then(({ reason }) => {
      // A conversation that ended while the connection stands would leave two laptops connected and silent
      // to who is no member any more the goodbye goes out first; what the gate refuses is cut right after (OnlineNetwork)
      if (reason === 'stopped' || reason === 'not-a-member') return
      if (session.status().lastExchangeAt === undefined) this.#partLater(device)
      else {
        // Only the connection it ran on: who comes back at once, from another address too, has a newer one by now
        void this.#transport.hangUp(wire)
        this.#openIfSilent(device)
      }
    })
  }

  /**
   * Ends a connection on which sync is not spoken, so that the next dial begins afresh; but not at once: where our newest key
   * is an older one to the other side, it serves and asks for a catch-up alone, on this connection.
   */
  #partLater(device: string): void {
    const connection = this.#connectionTo(device)
    this.#clock.after(ASKED_WITHIN_MS, () => {
      if (this.#connectionTo(device) !== connection) return
      const isCatchingUp = this.#asking.has(device) || this.#answering.has(device)
      if (this.#isSilent(device) && !isCatchingUp) void this.#transport.disconnect(device)
    })
  }

  async #answerCatchUp(wire: Wire, peer: ConnectedPeer): Promise<void> {
    const { device } = peer
    // Two that lack something of each other both ask; the exchange goes both ways, so that of the lower key is enough
    const isOursEnough = this.#asking.has(device) && this.#membership.device.hex < device
    if (this.#answering.has(device) || isOursEnough) return wire.abort()
    const answer = this.#catchUp(async (signal) => {
      const beforeSending = async (): Promise<void> => {
        if (this.#membership.hasMember(device)) this.#duties.help(device)
      }
      await answerCatchUp(wire, { ...this.#exchange(peer), signal, beforeSending })
    })
    this.#answering.set(device, answer)
    await answer
    this.#answering.delete(device)
  }

  async #askCatchUp(peer: ConnectedPeer): Promise<void> {
    const { device } = peer
    if (this.#asking.has(device)) return
    this.#asking.add(device)
    const isDone = await this.#catchUp(async (signal) => {
      const wire = await this.#transport.open(device, CATCH_UP_PROTOCOL, { signal })
      await askCatchUp(wire, { ...this.#exchange(peer), signal })
    })
    this.#asking.delete(device)
    // Cut off because the other side asks as well: it is about to
    if (!isDone) await new Promise<void>((resolve) => void this.#clock.after(ASKED_WITHIN_MS, resolve))
    await this.#answering.get(device)
    await this.#transport.disconnect(device)
    if (this.#membership.hasMember(device)) this.#connector.retryNow()
  }

  /** It hears as much of the log as says that it is out, and what it has itself is nobody's business. */
  async #tellEnding(device: string): Promise<void> {
    if (!this.#endings.mayTell(device)) return this.#transport.disconnect(device)
    const log = this.#endings.tell(device)
    await this.#catchUp(async (signal) => {
      const wire = await this.#transport.open(device, CATCH_UP_PROTOCOL, { signal })
      await askCatchUp(wire, { log, clock: this.#clock, accept: async () => undefined, signal })
    })
    await this.#transport.disconnect(device)
  }

  /** Who is not heard of and came by an older key may have been let in by somebody who is out: it is heard, and told nothing. */
  #exchange({ device, scope }: ConnectedPeer) {
    const { log } = this.#membership
    const isToldNothing = scope.kind === 'catch-up' && !this.#membership.hasMember(device)
    return {
      log: isToldNothing ? NOTHING : log,
      clock: this.#clock,
      accept: async (records: readonly Uint8Array[]) => this.#membership.accept(records, device),
    }
  }

  /** @returns whether it came to its end */
  async #catchUp(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    try {
      await work(this.#within(CATCH_UP_TIMEOUT_MS))
      return true
    } catch (error) {
      this.#log.note('links:catch-up-failed', { code: error instanceof MeshError ? error.code : 'other' })
      return false
    }
  }

  #within(timeoutMs: number): AbortSignal {
    return AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)])
  }
}
