import type { DocumentsHost } from '../../documents/ports.ts'
import { Ledger } from '../../documents/ledger/ledger.ts'
import { memberDocumentId, networkDocumentId } from '../../documents/unit/document-id.ts'
import { verifySignature } from '../../documents/unit/sealing.ts'
import { makeSession } from '../../documents/unit/session.ts'
import type { NetworkSettings, NetworkView } from '../../domain/records/network.ts'
import { DeviceKey } from '../../identity/device-key.ts'
import type { MembershipState } from '../../identity/log/state.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import { SyncHub } from '../../sync/hub.ts'
import { ErasureDesk } from '../erasure/erasure-desk.ts'
import type { OpenProfile } from '../profile/open-profile.ts'
import type { NetworkEntry } from '../profile/network-rows.ts'
import { domainShapes } from '../records/domain-shapes.ts'
import { Duties } from './duties.ts'
import { Membership } from './membership.ts'
import { NetworkClock } from './network-clock.ts'
import { Obstacles } from './obstacles.ts'
import { OnlineNetwork, type Wifi } from './online-network.ts'
import { Patience } from '../profile/patience.ts'
import { NetworkReplica } from './replica.ts'
import { keptReceiptTime, SavedReceipts } from './saved-receipts.ts'
import { Troubles } from './troubles.ts'
import { Twins } from './twins.ts'

const CLOCK_LOOK_MS = 2_000

/** What the networks of a profile share. */
export interface RuntimeParts {
  readonly profile: OpenProfile
  readonly host: DocumentsHost
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
}

/** One network on this laptop while the profile is unlocked: its membership, its records and, while online, its peers. */
export class NetworkRuntime {
  readonly entry: NetworkEntry
  readonly membership: Membership
  readonly ledger: Ledger
  readonly duties: Duties
  /** What is erased, and whose computers have said so. */
  readonly erasure: ErasureDesk
  /** Dates what is written, and times calls. */
  readonly clock: NetworkClock
  /** Why nothing is exchanged with whom. */
  readonly obstacles: Obstacles
  readonly networkDocument: string
  readonly #parts: RuntimeParts
  readonly #device: DeviceKey
  /** Who has what; conversations only while online. */
  readonly hub: SyncHub
  /** Who gave trouble. */
  readonly troubles: Troubles
  readonly #patience: Patience
  readonly #receipts: SavedReceipts
  readonly #twins: Twins
  readonly #unsubscribe: readonly (() => void)[]
  /** Read once, and again when the network's record changed. */
  #settings: NetworkSettings | undefined
  #online: OnlineNetwork | undefined
  #goingOnline: Promise<OnlineNetwork> | undefined
  #isStopped = false
  #cancelWatch: () => void = () => undefined

  private constructor(entry: NetworkEntry, parts: RuntimeParts) {
    const { clock, random, log } = parts
    this.entry = entry
    this.#parts = parts
    this.#patience = new Patience(parts.profile.store)
    this.clock = new NetworkClock({ base: clock, onJump: () => void this.#online?.greetAnew() })
    this.#device = new DeviceKey(entry.seed)
    const sign = (message: Uint8Array): Uint8Array => this.#device.sign(message)
    const { rows } = parts.profile
    this.membership = new Membership({ networkId: entry.id, device: this.#device, rows, clock })
    this.membership.load()
    this.duties = new Duties({ membership: this.membership, clock, random, log })
    const session = makeSession(
      { network: toHex(entry.id), deviceKey: this.#device.publicKey, started: clock.now() },
      { sign, randomBytes: random },
    )
    this.ledger = new Ledger({
      store: parts.profile.sealed,
      host: parts.host,
      authority: this.membership.authority,
      shapes: domainShapes(this.clock),
      networkId: toHex(entry.id),
      session: { id: session.id, record: session.bytes, sign },
      clock: this.clock,
      randomBytes: random,
      log,
    })
    const { membership, ledger } = this
    this.erasure = new ErasureDesk({ membership, ledger, rows: parts.profile.rows, clock, log })
    const replica = new NetworkReplica({
      ledger,
      membership,
      erasure: this.erasure,
      sessionRecord: session.bytes,
      patience: this.#patience,
    })
    this.hub = new SyncHub({
      replica,
      clock,
      log,
      isMember: (device) => this.membership.hasMember(device),
      deviceCount: () => this.membership.present().flatMap(({ devices }) => devices).length,
      relay: {
        signer: { device: this.#device.publicKey, sign, verify: verifySignature },
        keptTime: keptReceiptTime({ network: entry.id, rows, log }),
      },
    })
    this.obstacles = new Obstacles({ hub: this.hub })
    this.#receipts = new SavedReceipts({ hub: this.hub, network: entry.id, rows: parts.profile.rows, clock, log })
    const own = { device: this.#device.hex, startedAt: session.started }
    this.#twins = new Twins({ ledger, hub: this.hub, own })
    this.troubles = new Troubles({
      ledger,
      hub: this.hub,
      membership,
      twins: this.#twins,
      clock,
      knowsOfErasure: (device, document) => this.#knowsOfErasure(device, document),
    })
    this.networkDocument = networkDocumentId(this.id)
    this.#unsubscribe = [
      this.membership.events.on('membership:grown', ({ before }) => {
        this.erasure.look()
        this.#applyCuts()
        this.#rereadOthers(before)
        this.clock.keepOnly((device) => this.membership.hasMember(device))
      }),
      this.ledger.events.on('record:gone', ({ id }) => this.#receipts.forget(id)),
      this.hub.events.on('peer:greeted', ({ device, clockDifferenceMs }) =>
        this.#compareClocks(device, clockDifferenceMs),
      ),
      this.ledger.events.on('record:changed', ({ id }) => {
        if (id === this.networkDocument) this.#settings = undefined
      }),
    ]
  }

  /** Reads what is on disk; nobody is spoken to before {@link goOnline}. @throws MeshError `documents/*` */
  static async open(entry: NetworkEntry, parts: RuntimeParts): Promise<NetworkRuntime> {
    const runtime = new NetworkRuntime(entry, parts)
    await runtime.ledger.start()
    runtime.erasure.start()
    runtime.#receipts.load(runtime.ledger.revision())
    const lastMet = Math.max(...runtime.hub.receipts.receipts().map(({ at }) => at), entry.joinedAt)
    runtime.membership.wasAway(parts.clock.now() - lastMet)
    runtime.#applyCuts()
    return runtime
  }

  /** Network id, hex. */
  get id(): string {
    return this.membership.network
  }

  /** By its own record, or until that has come, as it was founded; empty for who has just joined. */
  get name(): string {
    const record = this.ledger.get(this.networkDocument)?.record as { name?: string | null } | undefined
    return record?.name ?? this.entry.name
  }

  /** Undefined while nobody is spoken to. */
  get online(): OnlineNetwork | undefined {
    return this.#online
  }

  /** The network's settings, with defaults; undefined until its record has come. */
  get settings(): NetworkSettings | undefined {
    if (this.#settings !== undefined) return this.#settings
    const record = this.ledger.get(this.networkDocument)?.record as NetworkView | undefined
    return (this.#settings = record?.settings)
  }

  /** Persons of whom a laptop is here: connected, or heard of through others lately. */
  personsHere(): ReadonlySet<string> {
    return new Set([...this.hub.present()].flatMap((device) => this.membership.personOfDevice(device) ?? []))
  }

  memberDocument(person: string): string {
    return memberDocumentId(this.id, person)
  }

  /** Once, however often it is asked for. @throws MeshError `shared/aborted` once stopped */
  async goOnline(wifi: Wifi): Promise<OnlineNetwork> {
    if (this.#isStopped) throw new MeshError('shared/aborted', 'This network is closed')
    this.#goingOnline ??= this.#startOnline(wifi)
    try {
      return await this.#goingOnline
    } catch (error) {
      this.#goingOnline = undefined
      throw error
    }
  }

  async #startOnline(wifi: Wifi): Promise<OnlineNetwork> {
    const { clock, random, log, profile } = this.#parts
    const online = new OnlineNetwork({
      membership: this.membership,
      duties: this.duties,
      hub: this.hub,
      rows: profile.rows,
      wifi,
      clock,
      random,
      log,
    })
    await online.start()
    if (this.#isStopped) return online // who stops it waits for it
    this.#online = online
    this.obstacles.watch(online.connector)
    void this.hub.prepare()
    this.#watchClock()
    return online
  }

  /** The disk takes something again: what it refused is done now. */
  retry(): void {
    this.ledger.retry()
    this.#online?.retry()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#online = undefined
    this.#cancelWatch()
    const online = await this.#goingOnline?.catch(() => undefined)
    await online?.stop()
    this.#patience.stop()
    await this.hub.stop()
    this.#receipts.stop()
    this.erasure.stop()
    this.troubles.stop()
    this.#twins.stop()
    for (const off of this.#unsubscribe) off()
    await this.ledger.stop()
    this.membership.stop()
    this.membership.keyring.forget()
    this.#device.forget()
    this.entry.seed.fill(0)
  }

  #knowsOfErasure(device: string, document: string): boolean {
    const erasure = this.membership.state.erasures.get(document)
    if (erasure === undefined) return false
    return this.hub.receipts.receipt(device)?.logEqual === true || this.erasure.book.confirms(device, erasure)
  }

  /** A clock that was set is noticed also while nobody asks for the time. */
  #watchClock(): void {
    this.#cancelWatch = this.#parts.clock.after(CLOCK_LOOK_MS, () => {
      this.clock.now()
      this.#watchClock()
    })
  }

  #compareClocks(device: string, differenceMs: number): void {
    const person = this.membership.personOfDevice(device)
    if (person !== undefined) this.clock.met({ person, device, differenceMs })
  }

  /** A later record of admission may say that a device is another person's: what it wrote is read as theirs from then on. */
  #rereadOthers(before: MembershipState): void {
    const { devices } = this.membership.state
    const others = [...before.devices.values()].filter(({ device, person }) => devices.get(device)?.person !== person)
    this.ledger.peopleChanged(new Set(others.map(({ device }) => device)))
  }

  /** Units that a removed device wrote count where a removal lets them, all of them if it turns out not to be removed. */
  #applyCuts(): void {
    const gone = [...this.membership.state.devices.values()].filter(
      ({ status }) => status === 'removed' || status === 'left',
    )
    void this.ledger.applyCuts(new Set(gone.map(({ device }) => device)))
  }
}
