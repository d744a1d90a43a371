import type { EngineEvents } from '../bridge/contract.ts'
import type { DocumentsHost } from '../documents/ports.ts'
import type { AttentionItem } from '../domain/attention/attention.ts'
import { toHex } from '../shared/bytes.ts'
import type { Clock, RandomBytes } from '../shared/clock.ts'
import { MeshError } from '../shared/errors.ts'
import type { Emitter } from '../shared/events.ts'
import type { Log } from '../shared/log.ts'
import { acknowledgeAlerts } from './alerts/arrivals.ts'
import type { AttentionDesk } from './attention/attention-desk.ts'
import { openDesk } from './attention/open-desk.ts'
import { tellNetworkEvents } from './network/network-events.ts'
import { NetworkRuntime, type RuntimeParts } from './network/network-runtime.ts'
import type { Wifi } from './network/online-network.ts'
import type { OpenProfile } from './profile/open-profile.ts'
import type { NetworkEntry } from './profile/network-rows.ts'
import { StorageCare } from './profile/storage-care.ts'
import { RecordWriter } from './records/record-writer.ts'
import { openRetention } from './retention/open-retention.ts'
import type { RetentionCarrier } from './retention/retention-carrier.ts'

/** What the engine is made of, whatever is open. */
export interface EngineParts {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
}

/** The engine while its profile is unlocked: every network of it. */
export class Unlocked {
  readonly profile: OpenProfile
  readonly host: DocumentsHost
  readonly parts: EngineParts
  #wifi: Wifi | undefined
  readonly #events: Emitter<EngineEvents>
  readonly #attended: boolean
  readonly #networks = new Map<string, NetworkRuntime>()
  readonly #desks = new Map<string, AttentionDesk>()
  readonly #retention = new Map<string, RetentionCarrier>()
  readonly #unsubscribe = new Map<string, () => void>()
  readonly #storage: StorageCare
  readonly #closing = new AbortController()

  constructor(options: {
    profile: OpenProfile
    host: DocumentsHost
    parts: EngineParts
    events: Emitter<EngineEvents>
    /** Whether anybody watches its events. */
    attended: boolean
  }) {
    this.profile = options.profile
    this.host = options.host
    this.parts = options.parts
    this.#events = options.events
    this.#attended = options.attended
    this.#storage = new StorageCare({
      ...options.parts,
      profile: options.profile,
      onChange: (code) => {
        this.#events.emit('storage:changed', code === undefined ? {} : { code })
        if (code === undefined) for (const runtime of this.networks()) runtime.retry()
      },
    })
  }

  /**
   * Opens every network of the profile.
   * @param wifi undefined: nobody is spoken to
   * @throws MeshError `documents/*`
   */
  async open(wifi: Wifi | undefined): Promise<void> {
    this.#wifi = wifi
    for (const entry of this.profile.rows.networks()) await this.#add(entry)
  }

  /** Ends what waits when the profile is locked. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Undefined while nobody is spoken to. */
  get wifi(): Wifi | undefined {
    return this.#wifi
  }

  /** In order of joining. */
  networks(): readonly NetworkRuntime[] {
    return [...this.#networks.values()].toSorted((a, b) => a.entry.joinedAt - b.entry.joinedAt)
  }

  has(network: string): boolean {
    return this.#networks.has(network)
  }

  /** @throws MeshError `identity/unknown-network` */
  network(id: string): NetworkRuntime {
    const found = this.#networks.get(id)
    if (found === undefined) throw new MeshError('identity/unknown-network', 'This laptop is in no such network')
    return found
  }

  /** What asks for this laptop's person in a network. */
  attention(runtime: NetworkRuntime): readonly AttentionItem[] {
    return this.#desks.get(runtime.id)?.items() ?? []
  }

  writer(runtime: NetworkRuntime): RecordWriter {
    return new RecordWriter({ runtime, clock: runtime.clock, random: this.parts.random })
  }

  /**
   * Takes a new network in: its entry and first records become durable together, then its own records are written, then
   * it goes online. What a crash interrupts is finished by the next start.
   */
  async adopt(entry: NetworkEntry, records: readonly Uint8Array[]): Promise<NetworkRuntime> {
    if (this.has(toHex(entry.id)))
      throw new MeshError('identity/already-a-member', 'This laptop is in that network already')
    this.profile.rows.saveNetwork({ ...entry, state: 'making' }, records)
    const runtime = await this.#add({ ...entry, state: 'making' })
    this.#events.emit('network:changed', { network: runtime.id })
    return runtime
  }

  /**
   * Opens a network out of a backup, whose entry and log are saved, with nobody spoken to; {@link enlist} follows once its
   * records are in.
   */
  async openRestored(entry: NetworkEntry): Promise<NetworkRuntime> {
    return await NetworkRuntime.open(entry, { ...this.parts, profile: this.profile, host: this.host })
  }

  /** Takes a network that was opened among the others, and goes online with it. */
  async enlist(runtime: NetworkRuntime): Promise<void> {
    await this.#enlist(runtime)
    this.#events.emit('network:changed', { network: runtime.id })
  }

  /** Leaves nothing of the network here. */
  async drop(runtime: NetworkRuntime): Promise<void> {
    this.#networks.delete(runtime.id)
    this.#unsubscribe.get(runtime.id)?.()
    this.#unsubscribe.delete(runtime.id)
    await this.#retention.get(runtime.id)?.stop()
    this.#retention.delete(runtime.id)
    await runtime.stop()
    runtime.ledger.eraseAll()
    this.profile.rows.removeNetwork(runtime.entry.id)
    this.profile.sealed.scrub()
    this.#events.emit('network:changed', { network: runtime.id })
  }

  /** Never rejects. */
  async close(): Promise<void> {
    this.#closing.abort()
    for (const unsubscribe of this.#unsubscribe.values()) unsubscribe()
    this.#unsubscribe.clear()
    await Promise.all(Array.from(this.#retention.values(), (carrier) => carrier.stop()))
    this.#retention.clear()
    this.#storage.stop()
    await Promise.all(this.networks().map((runtime) => runtime.stop()))
    this.#networks.clear()
    await this.host.stop()
    await this.profile.close()
  }

  async #add(entry: NetworkEntry): Promise<NetworkRuntime> {
    const parts: RuntimeParts = { ...this.parts, profile: this.profile, host: this.host }
    const runtime = await NetworkRuntime.open(entry, parts)
    await this.#enlist(runtime)
    return runtime
  }

  async #enlist(runtime: NetworkRuntime): Promise<void> {
    this.#networks.set(runtime.id, runtime)
    const offs = [
      tellNetworkEvents(runtime, this.#events),
      acknowledgeAlerts(runtime, this.writer(runtime), this.parts.log),
    ]
    this.#unsubscribe.set(runtime.id, () => offs.forEach((off) => off()))
    if (runtime.entry.state === 'making') await this.#finish(runtime)
    offs.push(this.#watch(runtime))
    if (this.#wifi !== undefined)
      this.#retention.set(runtime.id, openRetention(runtime, { rows: this.profile.rows, log: this.parts.log }))
    if (this.#wifi !== undefined && runtime.membership.isInTouch) await runtime.goOnline(this.#wifi)
  }

  #watch(runtime: NetworkRuntime): () => void {
    const { desk, stop } = openDesk(runtime, {
      writer: this.writer(runtime),
      sealed: this.profile.sealed,
      rows: this.profile.rows,
      events: this.#events,
      log: this.parts.log,
      online: this.#wifi !== undefined,
      attended: this.#attended,
    })
    this.#desks.set(runtime.id, desk)
    return () => {
      this.#desks.delete(runtime.id)
      stop()
    }
  }

  /** Writes the records a network begins with here: its own, where this person founded it, and the person's. */
  async #finish(runtime: NetworkRuntime): Promise<void> {
    const { entry, membership, ledger } = runtime
    const writer = this.writer(runtime)
    // A further device of a person finds their records, and the network's, at the others
    const isFirst = membership.state.persons.get(membership.person)?.devices[0] === membership.device.hex
    const founded = isFirst && membership.state.founder === membership.person
    if (founded && ledger.get(runtime.networkDocument) === undefined) {
      await writer.addFixed('network', runtime.networkDocument, { name: entry.name, kind: entry.kind })
    }
    const own = runtime.memberDocument(membership.person)
    if (isFirst && ledger.get(own) === undefined)
      await writer.addFixed('member', own, { person: membership.person, displayName: entry.as })
    this.profile.rows.saveNetwork({ ...entry, state: 'active' })
  }
}
