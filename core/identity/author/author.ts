import { fromHex, toHex } from '../../shared/bytes.ts'
import { encodeCbor } from '../../shared/cbor.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import { utf8 } from '../hashes.ts'
import { inviteKeysOf } from '../invite/keys.ts'
import type { Keyring } from '../keyring.ts'
import type { BodyOf, KnownType } from '../log/record/bodies.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { AUTO_ADMIT, OWN_DEVICE } from '../log/reduce/reduction.ts'
import { isCoordinator, type InviteState, type MembershipState } from '../log/state.ts'
import { seal } from '../sodium.ts'
import { Draft } from './draft.ts'
import { appendEpoch, mergeable } from './new-epoch.ts'
import { BOXES_PER_RECORD, Recipients } from './recipients.ts'
import { Rights } from './rights.ts'
import { labelOf, type SaltedName, saltName, sealName } from './sealed-name.ts'

const NONE = new Uint8Array(0)

/** The last accepted sequence of each session (16 bytes) of the devices that go. */
export type LastSequences = readonly (readonly [session: Uint8Array, sequence: number])[]

/** Whom to let in: what the joiner sent and proved. */
export interface Newcomer {
  /** 32 bytes. */
  readonly device: Uint8Array
  readonly salted: SaltedName
  /** 64 bytes, by the invite's key. */
  readonly proof: Uint8Array
}

/**
 * Makes this device's records. Every method checks the right to do so by what the log says now, and gives the new records
 * in order without adding them: the caller makes them durable, then adds them. Call the keyring's `update` after the
 * log grew. Common failures: MeshError `identity/not-a-member`, `identity/removed`, `identity/not-a-coordinator`.
 */
export class Author {
  readonly log: MembershipLog
  readonly device: DeviceKey
  readonly keyring: Keyring
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #recipients = new Recipients()
  readonly #rights: Rights

  constructor(options: { log: MembershipLog; device: DeviceKey; keyring: Keyring; clock: Clock; random: RandomBytes }) {
    this.log = options.log
    this.device = options.device
    this.keyring = options.keyring
    this.#clock = options.clock
    this.#random = options.random
    this.#rights = new Rights(options)
  }

  /**
   * A new invite and its seed (16 bytes), which goes into the code and nowhere else.
   *
   * @param options.expires hours since 1970
   * @param options.autoAdmit whether any member lets its bearer in, or a coordinator decides
   * @param options.ownDevice whether it is for a further device of this person
   */
  invite(options: { uses: number; expires: number; autoAdmit: boolean; ownDevice?: boolean }): {
    records: Uint8Array[]
    /** Record id, 32 bytes. */
    id: Uint8Array
    seed: Uint8Array
    flags: number
  } {
    this.#rights.self()
    const seed = this.#random(16)
    const keys = inviteKeysOf(seed)
    const { epoch, logKey } = this.#sealing()
    const flags = (options.autoAdmit ? AUTO_ADMIT : 0) | (options.ownDevice === true ? OWN_DEVICE : 0)
    const secrets = seal(logKey, { ad: utf8('invite'), text: encodeCbor([keys.listen, keys.topic]) })
    const draft = this.#draft()
    const { uses, expires } = options
    const record = draft.append('invite', {
      key: keys.signing.publicKey,
      uses,
      expires,
      flags,
      epoch: fromHex(epoch),
      secrets,
    })
    keys.signing.forget()
    return { records: draft.bytes(), id: record.id, seed, flags }
  }

  /** @throws MeshError `identity/invite-unknown`, `identity/invite-revoked`; a member revokes its own, a coordinator any */
  revoke(invite: string): Uint8Array[] {
    const self = this.#rights.self()
    const found = this.#rights.invite(invite)
    if (found.revoked) throw new MeshError('identity/invite-revoked', 'This invite has been revoked already')
    if (found.person !== self.person) this.#rights.coordinator()
    return this.#one('revoke', { invite: fromHex(invite) })
  }

  /**
   * Lets a newcomer in under an auto-admit invite. The proof has been checked.
   *
   * @throws MeshError `identity/invite-unknown`, `identity/invite-used-up`, `identity/invite-expired`,
   *   `identity/invite-revoked`, `identity/already-a-member`, `identity/removed`
   */
  admit(invite: string, newcomer: Newcomer): Uint8Array[] {
    this.#rights.self()
    const found = this.#rights.openInvite(invite, newcomer)
    return this.#admission({ invite: found, request: NONE, ...newcomer, label: labelOf(newcomer.salted) })
  }

  /** Notes for the coordinators that someone asks to join under an approval invite. @throws MeshError as {@link Author.admit} */
  request(invite: string, newcomer: Newcomer): Uint8Array[] {
    this.#rights.self()
    this.#rights.openInvite(invite, newcomer)
    const { epoch, logKey } = this.#sealing()
    return this.#one('request', {
      invite: fromHex(invite),
      device: newcomer.device,
      label: labelOf(newcomer.salted),
      name: sealName(newcomer.salted, { key: logKey, type: 'request' }),
      epoch: fromHex(epoch),
      proof: newcomer.proof,
    })
  }

  /**
   * Lets in who asked, was let in beyond the invite's uses, or lost the right it came by.
   *
   * @param request record id (hex), a key of `state.requests`
   * @throws MeshError `domain/not-found`, `identity/invite-used-up`, `domain/not-allowed-now` when the name cannot be read yet
   */
  approve(request: string): Uint8Array[] {
    this.#rights.coordinator()
    const asked = this.#rights.request(request)
    const salted = this.keyring.openSalted(asked.name)
    if (salted === undefined)
      throw new MeshError('domain/not-allowed-now', 'This laptop lacks the key that names who asked')
    const invite = this.#state().invites.get(asked.invite)
    if (asked.kind === 'request' && invite !== undefined && invite.used >= invite.uses) {
      throw new MeshError('identity/invite-used-up', 'This invite has been used')
    }
    const device = fromHex(asked.device)
    const label = labelOf(salted)
    if (invite === undefined || invite.revoked)
      return this.#admission({ invite: undefined, request: fromHex(request), device, salted, label, proof: NONE })
    return this.#admission({ invite, request: fromHex(request), device, salted, label, proof: this.#proofOf(request) })
  }

  /** @param request record id (hex), a key of `state.requests` @throws MeshError `domain/not-found` */
  reject(request: string): Uint8Array[] {
    this.#rights.coordinator()
    this.#rights.request(request)
    return this.#one('reject', { request: fromHex(request) })
  }

  /** Makes a person (hex) coordinator. @throws MeshError `domain/not-found`, `domain/not-allowed-now` when it is one already */
  promote(person: string): Uint8Array[] {
    this.#rights.coordinator()
    if (this.#rights.person(person).role !== 'member')
      throw new MeshError('domain/not-allowed-now', 'This person coordinates already')
    return this.#one('promote', { person: fromHex(person) })
  }

  /** @throws MeshError `domain/not-found`, `domain/not-allowed-now` when it is none, `identity/last-coordinator` */
  demote(person: string): Uint8Array[] {
    this.#rights.coordinator()
    if (this.#rights.person(person).role === 'member')
      throw new MeshError('domain/not-allowed-now', 'This person does not coordinate')
    this.#rights.keepACoordinator((it) => it.person !== person)
    return this.#one('demote', { person: fromHex(person) })
  }

  /**
   * Takes devices (hex) out, and makes a new epoch for those who stay.
   *
   * @throws MeshError `domain/not-found` when none of them was ever in, `domain/not-allowed-now` for this device itself
   *   (it leaves), `identity/last-coordinator`
   */
  remove(devices: readonly string[], last: LastSequences): Uint8Array[] {
    this.#rights.coordinator()
    // Were the removal void in the end, its author would lack the key it made for the others.
    if (devices.includes(this.device.hex))
      throw new MeshError('domain/not-allowed-now', 'A laptop cannot remove itself')
    const state = this.#state()
    if (!devices.some((device) => state.devices.has(device)))
      throw new MeshError('domain/not-found', 'No such device in this network')
    this.#rights.keepACoordinator((it) => !devices.includes(it.device))
    const draft = this.#draft()
    draft.append('remove', {
      devices: devices.map(fromHex),
      last: last.map(([session, sequence]) => [session, sequence]),
    })
    this.#appendEpoch(draft, { without: devices })
    return draft.bytes()
  }

  /**
   * Says that this person, or some of its devices (hex), are in the network no more. Empty for the only one left:
   * there is nobody to tell.
   *
   * @throws MeshError `identity/last-coordinator` while others would be left without one
   */
  leave(last: LastSequences, options: { devices?: readonly string[] } = {}): Uint8Array[] {
    const self = this.#rights.self()
    const own = this.#rights.members().filter((it) => it.person === self.person)
    const going = options.devices ?? own.map((it) => it.device)
    if (!going.every((device) => own.some((it) => it.device === device)))
      throw new MeshError('domain/forbidden', 'Not a device of this person')
    if (this.#rights.members().every((it) => going.includes(it.device))) return []
    this.#rights.keepACoordinator((it) => !going.includes(it.device))
    return this.#one('leave', {
      devices: going.map(fromHex),
      last: last.map(([session, sequence]) => [session, sequence]),
    })
  }

  /** @throws MeshError `domain/invalid-input` */
  rename(name: string): Uint8Array[] {
    const self = this.#rights.self()
    const salted = saltName(name, this.#random)
    const { epoch, logKey } = this.#sealing()
    return this.#one('name', {
      person: fromHex(self.person),
      name: sealName(salted, { key: logKey, type: 'name' }),
      epoch: fromHex(epoch),
    })
  }

  /**
   * Seals the newest epoch's key to members that lack it, and the keys of unmerged epochs to coordinators that lack them,
   * so that they can merge them (to all, or to those named, hex). Empty when there is nothing to do.
   */
  grant(options: { devices?: readonly string[] } = {}): Uint8Array[] {
    this.#rights.self()
    const draft = this.#draft()
    for (const { epoch, key, lacking } of this.#grantable()) {
      const named = lacking.filter((device) => options.devices?.includes(device) ?? true)
      const keys = this.#recipients.seal(key, named.slice(0, BOXES_PER_RECORD))
      if (keys.length > 0) draft.append('grant', { epoch: fromHex(epoch), keys })
    }
    return draft.bytes()
  }

  /** Whether {@link Author.grant} has something to do. */
  grantDue(): boolean {
    return this.#grantable().some(({ lacking }) => lacking.length > 0)
  }

  /**
   * Why this coordinator should make a new epoch: `exposed`, someone who is gone holds the newest key: at once;
   * `concurrent`, several to merge: in time, the most senior first. Undefined when there is none, or no right.
   */
  epochDue(): 'exposed' | 'concurrent' | undefined {
    const state = this.#state()
    if (!isCoordinator(state, this.device.hex)) return undefined
    if (state.tip?.exposed === true) return 'exposed'
    return mergeable(state, this.keyring).length > 1 ? 'concurrent' : undefined
  }

  /** A new epoch for all present members, merging those that are concurrent. */
  renewEpoch(): Uint8Array[] {
    this.#rights.coordinator()
    const draft = this.#draft()
    this.#appendEpoch(draft, { without: [] })
    return draft.bytes()
  }

  #grantable(): { epoch: string; key: Uint8Array; lacking: readonly string[] }[] {
    const { tip, leaves, epochs } = this.#state()
    const coordinators = this.#rights.members().filter((it) => it.role !== 'member')
    const lackingOf = (epoch: string): readonly string[] => {
      if (epoch === tip?.id) return tip.lacking
      return coordinators.map((it) => it.device).filter((device) => epochs.get(epoch)?.holders.has(device) === false)
    }
    return [...new Set(tip === undefined ? leaves : [tip.id, ...leaves])].flatMap((epoch) => {
      const key = this.keyring.epochKey(epoch)
      return key === undefined ? [] : [{ epoch, key, lacking: lackingOf(epoch) }]
    })
  }

  #admission(options: {
    invite: InviteState | undefined
    request: Uint8Array
    device: Uint8Array
    salted: SaltedName
    label: Uint8Array
    proof: Uint8Array
  }): Uint8Array[] {
    const { epoch, logKey } = this.#sealing()
    const keys = this.#recipients.sealTo(this.keyring.epochKey(epoch)!, toHex(options.device))
    if (keys === undefined)
      throw new MeshError('domain/invalid-input', 'The device key is not sound', { details: { field: 'device' } })
    const { invite } = options
    return this.#one('admit', {
      invite: invite === undefined ? NONE : fromHex(invite.id),
      request: options.request,
      device: options.device,
      person: invite !== undefined && (invite.flags & OWN_DEVICE) !== 0 ? fromHex(invite.person) : NONE,
      label: options.label,
      name: sealName(options.salted, { key: logKey, type: 'admit' }),
      epoch: fromHex(epoch),
      keys,
      proof: options.proof,
    })
  }

  #appendEpoch(draft: Draft, options: { without: readonly string[] }): void {
    const devices = this.#rights.members().map((it) => it.device)
    const staying = devices.filter((device) => !options.without.includes(device))
    appendEpoch(draft, {
      state: this.#state(),
      keyring: this.keyring,
      recipients: this.#recipients,
      devices: staying,
      random: this.#random,
    })
  }

  #proofOf(request: string): Uint8Array {
    const { content } = this.log.record(request)!
    return content.type === 'request' || content.type === 'admit' ? content.body.proof : NONE
  }

  #sealing(): { epoch: string; logKey: Uint8Array } {
    const epoch = this.keyring.sealingEpoch(this.#state())
    if (epoch === undefined)
      throw new MeshError('domain/not-allowed-now', 'This laptop holds no key of the network yet')
    return { epoch, logKey: this.keyring.derived(epoch, 'log')! }
  }

  #state(): MembershipState {
    return this.log.state()
  }

  #draft(): Draft {
    return new Draft({ log: this.log, author: this.device, clock: this.#clock })
  }

  #one<Type extends KnownType>(type: Type, body: BodyOf<Type>): Uint8Array[] {
    const draft = this.#draft()
    draft.append(type, body)
    return draft.bytes()
  }
}
