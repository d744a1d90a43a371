import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import type { Keyring } from '../keyring.ts'
import type { BodyOf, KnownType } from '../log/record/bodies.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import type { MembershipState } from '../log/state.ts'
import { Draft } from './draft.ts'
import { Recipients } from './epochs/recipients.ts'
import { Rights } from './rights.ts'

/** What every record of this device is written with. */
export interface PenOptions {
  readonly log: MembershipLog
  readonly device: DeviceKey
  readonly keyring: Keyring
  readonly clock: Clock
  readonly random: RandomBytes
}

/** Writes records of one device on top of what the log says at that moment; adds nothing to it. */
export class Pen {
  readonly log: MembershipLog
  readonly device: DeviceKey
  readonly keyring: Keyring
  readonly clock: Clock
  readonly random: RandomBytes
  readonly recipients = new Recipients()
  readonly rights: Rights

  constructor(options: PenOptions) {
    this.log = options.log
    this.device = options.device
    this.keyring = options.keyring
    this.clock = options.clock
    this.random = options.random
    this.rights = new Rights(options)
  }

  get state(): MembershipState {
    return this.log.state()
  }

  /** The epoch (hex) to seal private fields under, and its log key. @throws MeshError `domain/not-allowed-now` while no key is held */
  sealing(): { epoch: string; logKey: Uint8Array } {
    const epoch = this.keyring.sealingEpoch(this.state)
    if (epoch === undefined)
      throw new MeshError('domain/not-allowed-now', 'This laptop holds no key of the network yet')
    return { epoch, logKey: this.keyring.derived(epoch, 'log')! }
  }

  draft(): Draft {
    return new Draft({ log: this.log, author: this.device, clock: this.clock })
  }

  /** One record by itself. */
  one<Type extends KnownType>(type: Type, body: BodyOf<Type>): Uint8Array[] {
    const draft = this.draft()
    draft.append(type, body)
    return draft.bytes()
  }
}
