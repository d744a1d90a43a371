import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { type DeviceState, inviteClosure, type InviteState, type PersonState, type RequestState } from '../log/state.ts'

/** What this device may do and to whom, by what the log says at the moment of asking. */
export class Rights {
  readonly #log: MembershipLog
  readonly #device: DeviceKey
  readonly #clock: Clock

  constructor(options: { log: MembershipLog; device: DeviceKey; clock: Clock }) {
    this.#log = options.log
    this.#device = options.device
    this.#clock = options.clock
  }

  /** The invite, if this newcomer may use it now. @throws MeshError `identity/invite-*`, `identity/already-a-member`, `identity/removed` */
  openInvite(id: string, newcomer: { readonly device: Uint8Array }): InviteState {
    const invite = this.invite(id)
    const known = this.#log.state().devices.get(toHex(newcomer.device))
    if (known?.status === 'member' || known?.status === 'pending')
      throw new MeshError('identity/already-a-member', 'This device is a member already')
    if (known !== undefined) throw new MeshError('identity/removed', 'This device was taken out of the network')
    const closure = inviteClosure(invite, this.#clock.now())
    if (closure !== undefined) throw new MeshError(`identity/invite-${closure}`, 'This invite cannot be used any more')
    return invite
  }

  /** This device, if it is a member. @throws MeshError `identity/not-a-member`, `identity/removed` */
  self(): DeviceState {
    const self = this.#log.state().devices.get(this.#device.hex)
    if (self === undefined || self.status === 'pending')
      throw new MeshError('identity/not-a-member', 'This laptop is no member of the network')
    if (self.status !== 'member') throw new MeshError('identity/removed', 'This laptop was taken out of the network')
    return self
  }

  /** @throws MeshError `identity/not-a-coordinator`, and as {@link Rights.self} */
  coordinator(): void {
    if (this.self().role === 'member')
      throw new MeshError('identity/not-a-coordinator', 'Only a coordinator may do this')
  }

  /** @throws MeshError `identity/last-coordinator` when no coordinator's device stays */
  keepACoordinator(stays: (device: DeviceState) => boolean): void {
    if (this.members().some((it) => it.role !== 'member' && stays(it))) return
    throw new MeshError('identity/last-coordinator', 'The network would be left without a coordinator')
  }

  /** Member devices, in order of joining. */
  members(): DeviceState[] {
    return [...this.#log.state().devices.values()].filter((it) => it.status === 'member')
  }

  /** @throws MeshError `domain/not-found` */
  person(person: string): PersonState {
    const found = this.#log.state().persons.get(person)
    if (found === undefined) throw new MeshError('domain/not-found', 'No such person in this network')
    return found
  }

  /** @throws MeshError `identity/invite-unknown` */
  invite(id: string): InviteState {
    const found = this.#log.state().invites.get(id)
    if (found === undefined) throw new MeshError('identity/invite-unknown', 'No such invite in this network')
    return found
  }

  /** @throws MeshError `domain/not-found` */
  request(id: string): RequestState {
    const found = this.#log.state().requests.get(id)
    if (found === undefined) throw new MeshError('domain/not-found', 'Nobody asks to join under this id')
    return found
  }
}
