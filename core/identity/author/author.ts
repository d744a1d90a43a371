import { fromHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import type { Keyring } from '../keyring.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { AUTO_ADMIT, OWN_DEVICE, RECOVERY } from '../log/reduce/reduction.ts'
import { isRecoveryKey } from '../log/state.ts'
import { admission, appendInvite, approval, type Newcomer, type NewInvite, requestRecord } from './admission.ts'
import { appendEpochWithout, epochDueOf, grantsFor, isGrantDue } from './epochs/epoch-duties.ts'
import { inRecords, type LastSequences } from './last-sequences.ts'
import { Pen, type PenOptions } from './pen.ts'
import { saltName, sealName } from './sealed-name.ts'

/** Records that one removal, or one leaving, may take to say what counts. */
const MAX_RECORDS = 8

/**
 * Makes this device's records. Every method checks the right to do so by what the log says now, and gives the new records
 * in order without adding them: the caller makes them durable, then adds them. Call the keyring's `update` after the
 * log grew. Common failures: MeshError `identity/not-a-member`, `identity/removed`, `identity/not-a-coordinator`.
 */
export class Author {
  readonly #pen: Pen

  constructor(options: PenOptions) {
    this.#pen = new Pen(options)
  }

  get log(): MembershipLog {
    return this.#pen.log
  }

  get device(): DeviceKey {
    return this.#pen.device
  }

  get keyring(): Keyring {
    return this.#pen.keyring
  }

  /**
   * A new invite and its seed (16 bytes), which goes into the code and nowhere else.
   *
   * @param options.expires hours since 1970
   * @param options.autoAdmit whether any member lets its bearer in, or a coordinator decides
   * @param options.ownDevice whether it is for a further device of this person
   */
  invite(options: { uses: number; expires: number; autoAdmit: boolean; ownDevice?: boolean }): NewInvite {
    this.#pen.rights.self()
    const { uses, expires } = options
    const flags = (options.autoAdmit ? AUTO_ADMIT : 0) | (options.ownDevice === true ? OWN_DEVICE : 0)
    const draft = this.#pen.draft()
    const made = appendInvite(this.#pen, draft, { uses, expires, flags })
    return { ...made, records: draft.bytes() }
  }

  /**
   * A recovery key of this person, which takes the place of those made before. Coordinators only: anybody else is let in
   * again by one.
   *
   * @param options.expires hours since 1970
   */
  recoveryKey(options: { expires: number }): NewInvite {
    const { rights, state } = this.#pen
    rights.coordinator()
    const { person } = rights.self()
    const draft = this.#pen.draft()
    for (const invite of state.invites.values()) {
      const isOpen = isRecoveryKey(invite) && invite.person === person && !invite.revoked && invite.used < invite.uses
      if (isOpen) draft.append('revoke', { invite: fromHex(invite.id) })
    }
    const flags = AUTO_ADMIT | OWN_DEVICE | RECOVERY
    return { ...appendInvite(this.#pen, draft, { uses: 1, expires: options.expires, flags }), records: draft.bytes() }
  }

  /** @throws MeshError `identity/invite-unknown`, `identity/invite-revoked`; a member revokes its own, a coordinator any */
  revoke(invite: string): Uint8Array[] {
    const self = this.#pen.rights.self()
    const found = this.#pen.rights.invite(invite)
    if (found.revoked) throw new MeshError('identity/invite-revoked', 'This invite has been revoked already')
    if (found.person !== self.person) this.#pen.rights.coordinator()
    return this.#pen.one('revoke', { invite: fromHex(invite) })
  }

  /**
   * Lets a newcomer in under an auto-admit invite. The proof has been checked.
   *
   * @throws MeshError `identity/invite-unknown`, `identity/invite-used-up`, `identity/invite-expired`,
   *   `identity/invite-revoked`, `identity/already-a-member`, `identity/removed`
   */
  admit(invite: string, newcomer: Newcomer): Uint8Array[] {
    return admission(this.#pen, invite, newcomer)
  }

  /** Notes for the coordinators that someone asks to join under an approval invite. @throws MeshError as {@link Author.admit} */
  request(invite: string, newcomer: Newcomer): Uint8Array[] {
    return requestRecord(this.#pen, invite, newcomer)
  }

  /**
   * Lets in who asked, was let in beyond the invite's uses, or lost the right it came by.
   *
   * @param request record id (hex), a key of `state.requests`
   * @throws MeshError `domain/not-found`, `identity/invite-used-up`, `domain/not-allowed-now` when the name cannot be read yet
   */
  approve(request: string): Uint8Array[] {
    return approval(this.#pen, request)
  }

  /** @param request record id (hex), a key of `state.requests` @throws MeshError `domain/not-found` */
  reject(request: string): Uint8Array[] {
    this.#pen.rights.coordinator()
    this.#pen.rights.request(request)
    return this.#pen.one('reject', { request: fromHex(request) })
  }

  /** Makes a person (hex) coordinator. @throws MeshError `domain/not-found`, `domain/not-allowed-now` when it is one already */
  promote(person: string): Uint8Array[] {
    this.#pen.rights.coordinator()
    if (this.#pen.rights.person(person).role !== 'member')
      throw new MeshError('domain/not-allowed-now', 'This person coordinates already')
    return this.#pen.one('promote', { person: fromHex(person) })
  }

  /** @throws MeshError `domain/not-found`, `domain/not-allowed-now` when it is none, `identity/last-coordinator` */
  demote(person: string): Uint8Array[] {
    this.#pen.rights.coordinator()
    if (this.#pen.rights.person(person).role === 'member')
      throw new MeshError('domain/not-allowed-now', 'This person does not coordinate')
    this.#pen.rights.keepACoordinator((it) => it.person !== person)
    return this.#pen.one('demote', { person: fromHex(person) })
  }

  /**
   * Takes devices (hex) out, and makes a new epoch for those who stay.
   *
   * @throws MeshError `domain/not-found` when none of them was ever in, `domain/not-allowed-now` for this device itself
   *   (it leaves), `identity/last-coordinator`
   */
  remove(devices: readonly string[], last: LastSequences): Uint8Array[] {
    this.#pen.rights.coordinator()
    // Were the removal void in the end, its author would lack the key it made for the others.
    if (devices.includes(this.device.hex))
      throw new MeshError('domain/not-allowed-now', 'A laptop cannot remove itself')
    const state = this.#pen.state
    if (!devices.some((device) => state.devices.has(device)))
      throw new MeshError('domain/not-found', 'No such device in this network')
    this.#pen.rights.keepACoordinator((it) => !devices.includes(it.device))
    const draft = this.#pen.draft()
    for (const part of inRecords(last, { most: MAX_RECORDS }))
      draft.append('remove', { devices: devices.map(fromHex), last: part.map((one) => [...one]) })
    appendEpochWithout(this.#pen, draft, devices)
    return draft.bytes()
  }

  /**
   * Says that this person, or some of its devices (hex), are in the network no more. Empty for the only one left:
   * there is nobody to tell.
   *
   * @throws MeshError `identity/last-coordinator` while others would be left without one
   */
  leave(last: LastSequences, options: { devices?: readonly string[] } = {}): Uint8Array[] {
    const self = this.#pen.rights.self()
    const own = this.#pen.rights.members().filter((it) => it.person === self.person)
    const going = options.devices ?? own.map((it) => it.device)
    if (!going.every((device) => own.some((it) => it.device === device)))
      throw new MeshError('domain/forbidden', 'Not a device of this person')
    if (this.#pen.rights.members().every((it) => going.includes(it.device))) return []
    this.#pen.rights.keepACoordinator((it) => !going.includes(it.device))
    // None of them has seen another: after the first its author would be in the network no more
    return inRecords(last, { most: MAX_RECORDS }).flatMap((part) =>
      this.#pen.one('leave', { devices: going.map(fromHex), last: part.map((one) => [...one]) }),
    )
  }

  /** @throws MeshError `domain/invalid-input` */
  rename(name: string): Uint8Array[] {
    const self = this.#pen.rights.self()
    const salted = saltName(name, this.#pen.random)
    const { epoch, logKey } = this.#pen.sealing()
    return this.#pen.one('name', {
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
    return grantsFor(this.#pen, options.devices)
  }

  /** Whether {@link Author.grant} has something to do. */
  grantDue(): boolean {
    return isGrantDue(this.#pen)
  }

  /**
   * Why this coordinator should make a new epoch: `exposed`, someone who is gone holds the newest key: at once;
   * `concurrent`, several to merge: in time, the most senior first. Undefined when there is none, or no right.
   */
  epochDue(): 'exposed' | 'concurrent' | undefined {
    return epochDueOf(this.#pen)
  }

  /** A new epoch for all present members, merging those that are concurrent. */
  renewEpoch(): Uint8Array[] {
    this.#pen.rights.coordinator()
    const draft = this.#pen.draft()
    appendEpochWithout(this.#pen, draft, [])
    return draft.bytes()
  }
}
