import type { Door } from '../../network/door/door.ts'
import { announcementHint } from '../../network/discovery/announcement.ts'
import { SealedMdns } from '../../network/discovery/sealed-mdns.ts'
import type { InterfaceWatch } from '../../network/interface-watch.ts'
import type { Address, DiscoveryTopic } from '../../network/ports.ts'
import { Connector } from '../../network/reconnect.ts'
import { memberGate } from '../../network/transport/gate.ts'
import { Libp2pTransport } from '../../network/transport/libp2p-transport.ts'
import { fromHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { startInOrder, type Startable } from '../../shared/lifecycle.ts'
import type { Log } from '../../shared/log.ts'
import type { SyncHub } from '../../sync/hub.ts'
import { Acquaintances } from './acquaintances.ts'
import type { Duties } from './duties.ts'
import { Endings } from './endings.ts'
import { Introductions } from './introductions.ts'
import type { OpenInvite } from './answered-invites.ts'
import { InviteDesk } from './invite-desk.ts'
import { KnownAddresses } from './known-addresses.ts'
import { Links } from './links.ts'
import type { Membership } from './membership.ts'
import type { NetworkRows } from '../profile/network-rows.ts'

/** What all networks of a laptop share while it is online. */
export interface Wifi {
  readonly door: Door
  readonly interfaces: InterfaceWatch
  /** Whether laptops nearby are looked for and answered. */
  readonly discovery: boolean
}

const FAREWELL_MS = 2_000
/** Who is left by the last it had, and has found nobody again by then, asks the wifi. */
const ALONE_MS = 2_000
/** How long the connection to a device that is no member any more stays, for the goodbye alone: nothing else is served on it. */
const PARTING_MS = 500

/** One network in touch with others: its members' node, its invite node, discovery, reconnecting and sync. */
export class OnlineNetwork implements Startable {
  readonly transport: Libp2pTransport
  readonly connector: Connector
  readonly #membership: Membership
  readonly #hub: SyncHub
  readonly #duties: Duties
  readonly #desk: InviteDesk
  readonly #links: Links
  readonly #acquaintances: Acquaintances
  readonly #addresses: KnownAddresses
  readonly #discovery: SealedMdns | undefined
  readonly #unsubscribe: (() => void)[] = []
  readonly #clock: Clock
  #cancelParting: () => void = () => undefined
  #openInvites: readonly OpenInvite[] = []
  #stopAll: () => Promise<void> = async () => undefined
  #cancelAlone: () => void = () => undefined

  constructor(options: {
    membership: Membership
    duties: Duties
    hub: SyncHub
    rows: NetworkRows
    wifi: Wifi
    clock: Clock
    random: RandomBytes
    log: Log
  }) {
    const { membership, duties, wifi, clock, random, log } = options
    this.#membership = membership
    this.#duties = duties
    this.#clock = clock
    this.#hub = options.hub
    const keys = (): { newest: Uint8Array; ancestors: readonly Uint8Array[] } =>
      membership.keyring.transportKeys(membership.state) ?? { newest: random(32), ancestors: [] }
    const endings = new Endings({ membership, clock })
    const introductions = new Introductions({ membership, clock })
    this.transport = new Libp2pTransport({
      door: wifi.door,
      seed: membership.device.exportSeed(),
      gate: memberGate({
        isMember: (device) => membership.hasMember(device),
        tells: (device) => endings.mayTell(device),
        meets: (device) => introductions.mayMeet(device),
        keys,
      }),
      interfaces: wifi.interfaces,
      clock,
      random,
      log,
    })
    this.#addresses = new KnownAddresses({ network: membership.networkId, rows: options.rows })
    this.connector = new Connector({
      transport: this.transport,
      clock,
      random,
      log,
      interfaces: wifi.interfaces,
      ownAddresses: () => wifi.door.addresses(),
      ancestors: () => keys().ancestors.length,
      isWithin: (device) => options.hub.isWithin(device),
    })
    this.#links = new Links({
      transport: this.transport,
      hub: options.hub,
      membership,
      duties,
      endings,
      introductions,
      connector: this.connector,
      clock,
      log,
    })
    this.#acquaintances = new Acquaintances({
      transport: this.transport,
      connector: this.connector,
      interfaces: wifi.interfaces,
      port: () => wifi.door.addresses()[0]?.port,
      isMember: (device) => membership.hasMember(device),
      isSettled: (device) => options.hub.status().some((peer) => peer.device === device && peer.state === 'settled'),
      onParting: (device) => options.hub.partsFrom(device),
      clock,
      random,
    })
    this.#discovery = wifi.discovery
      ? new SealedMdns({ clock, random, log, interfaces: wifi.interfaces, addresses: () => wifi.door.addresses() })
      : undefined
    this.#desk = new InviteDesk({
      membership,
      duties,
      door: wifi.door,
      clock,
      random,
      log,
      onChange: (open) => {
        this.#openInvites = open
        this.#announce()
      },
    })
  }

  async start(): Promise<void> {
    this.#links.prepare()
    this.#acquaintances.prepare()
    this.#announce()
    for (const [device, addresses] of this.#addresses.load()) this.connector.remember(addresses, device)
    this.#unsubscribe.push(
      this.#membership.events.on('membership:grown', () => this.#grown()),
      this.transport.events.on('peer:disconnected', () => this.#askIfAlone()),
      this.connector.events.on('address:worked', ({ device, address }) => this.#addresses.worked(device, address)),
    )
    if (this.#discovery !== undefined) {
      this.#unsubscribe.push(
        this.#discovery.events.on('peer:found', ({ topic, addresses, hint, isFresh }) =>
          this.connector.add(addresses, this.#deviceOf(topic.secret, hint), { isAnnounced: isFresh }),
        ),
      )
    }
    this.#stopAll = await startInOrder([
      this.transport,
      ...(this.#discovery === undefined ? [] : [this.#discovery]),
      this.connector,
    ])
    await this.#desk.look()
    this.#duties.look()
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    this.#cancelParting()
    this.#cancelAlone()
    this.#links.stop()
    this.#acquaintances.stop()
    this.#duties.stop()
    await this.#desk.stop()
    await Promise.all(this.#hub.status().map(({ device }) => this.#hub.detach(device)))
    await this.#stopAll()
  }

  /** What this computer owes the others, and who could not be listened to, once more. */
  retry(): void {
    this.#duties.look()
    this.#lookAround()
  }

  /** Everybody connected says what time it is once more. */
  async greetAnew(): Promise<void> {
    await Promise.all(this.transport.connected().map(({ device }) => this.transport.disconnect(device)))
    this.#lookAround()
  }

  /** Lets those connected hear what was just said, as far as they listen within two seconds. */
  async farewell(): Promise<void> {
    await this.#hub.waitSynced({ signal: AbortSignal.timeout(FAREWELL_MS) }).catch(() => undefined)
  }

  /** Resolves when a new invite can be answered. */
  invitesReady(): Promise<void> {
    return this.#desk.look()
  }

  /** Dials right away, for instance the laptop that has just let this one in. */
  reach(addresses: readonly Address[]): void {
    this.connector.add(addresses)
  }

  #lookAround(): void {
    this.connector.retryNow()
    this.#discovery?.ask()
  }

  #askIfAlone(): void {
    this.#cancelAlone()
    this.#cancelAlone = this.#clock.after(ALONE_MS, () => {
      if (this.transport.connected().length === 0) this.#discovery?.ask()
    })
  }

  #grown(): void {
    this.#cancelParting()
    this.#cancelParting = this.#clock.after(PARTING_MS, () => this.transport.recheck())
    this.#announce()
    void this.#desk.look()
    this.#duties.look()
  }

  /** Whose announcement it is; undefined for a device this laptop has not heard of yet. */
  #deviceOf(secret: Uint8Array, hint: string): string | undefined {
    const { devices } = this.#membership.state
    for (const device of devices.keys()) if (announcementHint(secret, fromHex(device)) === hint) return device
    return undefined
  }

  /** Own epochs are asked for and answered, older ones answered only, open invites answered. */
  #announce(): void {
    const { keyring, state, isInTouch, device } = this.#membership
    const newest = keyring.sealingEpoch(state)
    const topics: DiscoveryTopic[] = isInTouch
      ? keyring.epochs().map((epoch) => ({
          secret: keyring.derived(epoch, 'discovery')!,
          hourly: true,
          ask: epoch === newest,
          answer: true,
          hint: announcementHint(keyring.derived(epoch, 'discovery')!, device.publicKey),
        }))
      : []
    for (const { topic, hourly } of this.#openInvites)
      topics.push({
        secret: topic,
        hourly,
        ask: false,
        answer: true,
        hint: announcementHint(topic, device.publicKey),
      })
    this.#discovery?.setTopics(topics)
  }
}
