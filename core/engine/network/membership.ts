import { memberDocumentId, networkDocumentId } from '../../documents/unit/document-id.ts'
import { cleanLabel } from '../../domain/text/clean.ts'
import type { DeviceKey } from '../../identity/device-key.ts'
import { personIdOf } from '../../identity/hashes.ts'
import { Keyring } from '../../identity/keyring.ts'
import { LogIntake } from '../../identity/log/intake/intake.ts'
import { MembershipLog } from '../../identity/log/membership-log.ts'
import {
  isCurrentDevice,
  mayAuthor,
  type MembershipState,
  type PersonState,
  type SealedName,
} from '../../identity/log/state.ts'
import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { NetworkRows } from '../profile/network-rows.ts'

/** How often what waits is looked at. */
const TURN_MS = 10_000
/** How many times as long as useless records took, nothing more is taken from who sent them. */
const RESTS = 4
const LONGEST_REST_MS = 1_000

export interface MembershipEvents {
  /** Records are durable and the state is new. `origin`: the device (hex) they came from, undefined for our own. */
  'membership:grown': { records: readonly Uint8Array[]; origin: string | undefined; before: MembershipState }
  /** A device (hex) writes more records than people do: they are taken later. */
  'membership:crowded': { device: string }
}

/**
 * One network's membership log with its keys, kept on disk: the one place where records come in. What the rest of the
 * engine asks about people, devices and keys it asks here.
 */
export class Membership {
  readonly networkId: Uint8Array
  /** Network id, hex. */
  readonly network: string
  readonly device: DeviceKey
  readonly keyring: Keyring
  readonly #rows: NetworkRows
  readonly #events = new Emitter<MembershipEvents>()
  readonly #clock: Clock
  readonly #intake: LogIntake
  #cancelWaiting: (() => void) | undefined
  #log: MembershipLog

  constructor(options: { networkId: Uint8Array; device: DeviceKey; rows: NetworkRows; clock: Clock }) {
    this.networkId = options.networkId
    this.network = toHex(options.networkId)
    this.device = options.device
    this.keyring = new Keyring(options.device)
    this.#rows = options.rows
    this.#clock = options.clock
    this.#log = new MembershipLog(options.networkId)
    this.#intake = new LogIntake({ log: () => this.#log, clock: options.clock })
  }

  get events(): Events<MembershipEvents> {
    return this.#events
  }

  /** Records at hand, taken or still waiting for their turn: what is compared with others and passed on. */
  get intake(): Pick<LogIntake, 'ids' | 'digest' | 'records'> {
    return this.#intake
  }

  get log(): MembershipLog {
    return this.#log
  }

  get state(): MembershipState {
    return this.#log.state()
  }

  /** Reads the log from disk. @throws MeshError `documents/corrupt` when it has lost its beginning */
  load(): void {
    const log = new MembershipLog(this.networkId)
    log.load(this.#rows.logRecords(this.networkId), { verified: true })
    if (log.size === 0)
      throw new MeshError('documents/corrupt', 'The membership of a network cannot be read', { details: { space: 2 } })
    this.#log = log
    this.keyring.update(log.state())
  }

  /**
   * Takes records from another laptop or from our own hand; durable when it returns. What is not sound is left out.
   * @throws MeshError `documents/disk-full`, `documents/read-only`; then nothing was taken
   */
  accept(records: readonly Uint8Array[], origin?: string): void {
    const before = this.state
    if (origin === undefined) this.#keep(this.#log.add(records).added, { origin, before })
    else this.#acceptFrom(origin, records)
  }

  /**
   * As {@link accept}, with a rest after what was of no use: whoever sends more of that waits for longer than this laptop
   * works on it.
   */
  async acceptWithRest(records: readonly Uint8Array[], origin: string): Promise<void> {
    const began = this.#clock.monotonic()
    const useless = this.#acceptFrom(origin, records)
    if (useless === 0) return
    const restMs = Math.min(LONGEST_REST_MS, RESTS * (this.#clock.monotonic() - began))
    if (restMs > 1) await new Promise<void>((resolve) => this.#clock.after(restMs, resolve))
  }

  /** @returns how many of them were not taken */
  #acceptFrom(origin: string, records: readonly Uint8Array[]): number {
    const before = this.state
    const { added, ignored, crowding } = this.#intake.add(records)
    this.#keep(added, { origin, before })
    for (const device of crowding) this.#events.emit('membership:crowded', { device })
    this.#takeTurns()
    return ignored.length
  }

  /** This laptop has met nobody for so many milliseconds: others may have taken much meanwhile. */
  wasAway(ms: number): void {
    this.#intake.wasAway(ms)
  }

  stop(): void {
    this.#cancelWaiting?.()
  }

  /** What came faster than its authors' allowance is taken bit by bit. */
  #takeTurns(): void {
    if (this.#intake.waiting === 0) return
    this.#cancelWaiting ??= this.#clock.after(TURN_MS, () => {
      this.#cancelWaiting = undefined
      const before = this.state
      try {
        // told to everybody: who sent it may have said it to this laptop alone
        this.#keep(this.#intake.addWaiting().added, { origin: undefined, before })
      } catch {
        // a full disk: it comes again with the next exchange
      }
      this.#takeTurns()
    })
  }

  #keep(
    added: readonly Uint8Array[],
    { origin, before }: { origin: string | undefined; before: MembershipState },
  ): void {
    if (added.length === 0) return
    try {
      this.#rows.appendLog(this.networkId, added)
    } catch (error) {
      this.load() // memory must not know what the disk does not
      throw error
    }
    this.keyring.update(this.state)
    this.#events.emit('membership:grown', { records: added, origin, before })
  }

  /** Our own person id, hex: the one our device was let in as. */
  get person(): string {
    return this.state.devices.get(this.device.hex)?.person ?? toHex(personIdOf(this.networkId, this.device.publicKey))
  }

  /** Whether this laptop belongs to the network now. */
  get belongs(): boolean {
    return isCurrentDevice(this.state, this.device.hex)
  }

  /** Where this laptop stands: let in over an invite's uses it is pending, until a coordinator decides. */
  get standing(): 'current' | 'pending' | 'removed' | 'left' {
    const status = this.state.devices.get(this.device.hex)?.status ?? 'pending'
    return status === 'member' ? 'current' : status
  }

  /** Whether this laptop speaks with members: while it is pending too, or it could never hear what a coordinator decided. */
  get isInTouch(): boolean {
    return this.standing === 'current' || this.standing === 'pending'
  }

  /** Whether a device (hex) may be spoken to now. */
  hasMember(device: string): boolean {
    return this.isInTouch && isCurrentDevice(this.state, device)
  }

  /** A person's name as they last gave it; their short id where it cannot be read (yet). */
  nameOf(person: string): string {
    const sealed = this.state.persons.get(person)?.name
    return (sealed && this.openName(sealed)) ?? person.slice(0, 8)
  }

  /** A name out of the log, cleaned as a label is: whoever gave it may run something else. Undefined where nothing is left to read. */
  openName(sealed: SealedName): string | undefined {
    const name = cleanLabel(this.keyring.openName(sealed) ?? '')
    return name === '' ? undefined : name
  }

  /** Persons with at least one current device, by seniority. */
  present(): PersonState[] {
    return [...this.state.persons.values()]
      .filter((person) => person.present)
      .toSorted((a, b) => a.seniority - b.seniority)
  }

  personOfDevice(device: string): string | undefined {
    return this.state.devices.get(device)?.person
  }

  /** What documents asks of membership (its port `Authority`). */
  readonly authority = {
    mayAuthor: (device: string, session: string, sequence: number): 'yes' | 'not-a-member' | 'beyond-removal' => {
      const known = this.state.devices.get(device)
      if (known === undefined || known.status === 'pending') return 'not-a-member'
      return mayAuthor(this.state, { device, session, sequence }) ? 'yes' : 'beyond-removal'
    },
    personOf: (device: string): string | undefined => this.personOfDevice(device),
    unitKey: (epoch: string): Uint8Array | undefined => this.keyring.derived(epoch, 'units'),
    newestEpoch: (): { id: string; unitKey: Uint8Array } => {
      const id = this.keyring.sealingEpoch(this.state)
      if (id === undefined) throw new MeshError('identity/not-a-member', 'This laptop holds no key of the network')
      return { id, unitKey: this.keyring.derived(id, 'units')! }
    },
    isFixedDocument: (kind: 'network' | 'member', document: string): boolean =>
      kind === 'network' ? document === networkDocumentId(this.network) : this.#isMemberDocument(document),
    isErased: (document: string): boolean => this.state.erasures.has(document),
  }

  #isMemberDocument(document: string): boolean {
    for (const person of this.state.persons.keys()) {
      if (memberDocumentId(this.network, person) === document) return true
    }
    return false
  }
}
