import { answerCatchUp, askCatchUp } from '../../identity/join/catch-up.ts'
import type { Connector } from '../../network/reconnect.ts'
import type { ConnectedPeer, Transport } from '../../network/ports.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Wire } from '../../shared/wire.ts'
import type { SyncHub } from '../../sync/hub.ts'
import type { Duties } from './duties.ts'
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
/** How long a connection on which sync could not be opened stays for the other side to ask for a catch-up; the next dial begins afresh. */
const ASKED_WITHIN_MS = 2_000

/** Ties a network's connections to what is spoken over them: sync between members, catch-up with who was away. */
export class Links {
  readonly #transport: Transport
  readonly #hub: SyncHub
  readonly #membership: Membership
  readonly #duties: Duties
  readonly #connector: Connector
  readonly #clock: Clock
  readonly #log: Log
  readonly #stop = new AbortController()
  readonly #catchingUp = new Set<string>()

  constructor(options: {
    transport: Transport
    hub: SyncHub
    membership: Membership
    duties: Duties
    connector: Connector
    clock: Clock
    log: Log
  }) {
    this.#transport = options.transport
    this.#hub = options.hub
    this.#membership = options.membership
    this.#duties = options.duties
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
      ['member', 'catch-up'],
      (wire, peer) => void this.#answerCatchUp(wire, peer.device),
    )
    this.#transport.events.on('peer:connected', (peer) => this.#begin(peer))
    this.#transport.events.on('peer:outdated', (peer) => void this.#askCatchUp(peer))
    this.#transport.events.on('peer:disconnected', ({ device }) => void this.#hub.detach(device))
  }

  stop(): void {
    this.#stop.abort()
  }

  #begin({ device, direction }: ConnectedPeer): void {
    this.#duties.help(device)
    if (direction === 'outbound') void this.#open(device)
    else
      this.#clock.after(SILENT_MS, () => {
        if (this.#isSilent(device)) void this.#open(device)
      })
  }

  #isSilent(device: string): boolean {
    const isConnected = this.#transport.connected().some((peer) => peer.device === device)
    return isConnected && !this.#stop.signal.aborted && !this.#hub.status().some((peer) => peer.device === device)
  }

  async #open(device: string): Promise<void> {
    try {
      const wire = await this.#transport.open(device, SYNC_PROTOCOL, { signal: this.#within(OPEN_TIMEOUT_MS) })
      this.#attach(device, { wire, dialler: true })
    } catch {
      this.#log.note('links:sync-not-opened')
      // Who was away dials with a key that serves catch-up alone over there: the other side asks for it, on this connection
      this.#clock.after(ASKED_WITHIN_MS, () => {
        if (this.#isSilent(device) && !this.#catchingUp.has(device)) void this.#transport.disconnect(device)
      })
    }
  }

  #attach(device: string, { wire, dialler }: { wire: Wire; dialler: boolean }): void {
    const { done } = this.#hub.attach({ device }, wire, dialler)
    void done.then(({ reason }) => {
      // A conversation that ended while the connection stands would leave two laptops connected and silent
      // to who is no member any more the goodbye goes out first; what the gate refuses is cut right after (OnlineNetwork)
      if (reason !== 'stopped' && reason !== 'not-a-member') void this.#transport.disconnect(device)
    })
  }

  async #answerCatchUp(wire: Wire, device: string): Promise<void> {
    if (this.#catchingUp.has(device)) return wire.abort() // one at a time; who is cut off here asks again
    await this.#catchUp(device, async (signal) => {
      const beforeSending = async (): Promise<void> => this.#duties.help(device)
      await answerCatchUp(wire, { ...this.#exchange(device), signal, beforeSending })
    })
  }

  async #askCatchUp(peer: ConnectedPeer): Promise<void> {
    await this.#catchUp(peer.device, async (signal) => {
      const wire = await this.#transport.open(peer.device, CATCH_UP_PROTOCOL, { signal })
      await askCatchUp(wire, { ...this.#exchange(peer.device), signal })
    })
    await this.#transport.disconnect(peer.device)
    this.#connector.retryNow()
  }

  #exchange(device: string) {
    const { log } = this.#membership
    return {
      log,
      clock: this.#clock,
      accept: async (records: readonly Uint8Array[]) => this.#membership.accept(records, device),
    }
  }

  async #catchUp(device: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#catchingUp.has(device)) return
    this.#catchingUp.add(device)
    try {
      await work(this.#within(CATCH_UP_TIMEOUT_MS))
    } catch (error) {
      this.#log.note('links:catch-up-failed', { code: error instanceof MeshError ? error.code : 'other' })
    } finally {
      this.#catchingUp.delete(device)
    }
  }

  #within(timeoutMs: number): AbortSignal {
    return AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)])
  }
}
