import { Author } from '../../identity/author/author.ts'
import type { LastSequences } from '../../identity/author/last-sequences.ts'
import { isCoordinator } from '../../identity/log/state.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Membership } from './membership.ts'

/** How long a coordinator of rank 1, 2, ... lets the more senior ones go first when concurrent epochs are to be merged. */
const STEP_MS = 2_000

/**
 * What a member's laptop does for the others by itself: a coordinator's makes a new epoch key when somebody who is gone
 * holds the newest, or when two were made on both sides of a cut; any member's seals the newest key to those who lack it.
 */
export class Duties {
  readonly #membership: Membership
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #log: Log
  #cancel: () => void = () => undefined

  constructor(options: { membership: Membership; clock: Clock; random: RandomBytes; log: Log }) {
    this.#membership = options.membership
    this.#clock = options.clock
    this.#random = options.random
    this.#log = options.log
  }

  /** An author on the log as it is now. */
  author(): Author {
    const { log, device, keyring } = this.#membership
    return new Author({ log, device, keyring, clock: this.#clock, random: this.#random })
  }

  /** Looks whether anything is due; call after the log grew and on start. */
  look(): void {
    this.#cancel()
    if (!this.#membership.belongs) return
    const author = this.author()
    const due = author.epochDue()
    if (due === 'exposed') this.#do((it) => it.renewEpoch())
    else if (due === 'concurrent') this.#later(() => this.#merge())
    else if (author.grantDue()) this.#later(() => this.#do((it) => it.grant()))
  }

  /** Seals the newest keys to one device (hex) that has just come back, where it lacks them. */
  help(device: string): void {
    if (this.#membership.belongs && this.author().grantDue()) this.#do((author) => author.grant({ devices: [device] }))
  }

  stop(): void {
    this.#cancel()
  }

  /** @param last which units of each session of the devices count, from the ledger */
  remove(devices: readonly string[], last: LastSequences): void {
    this.#membership.accept(this.author().remove(devices, last))
  }

  #merge(): void {
    if (this.#membership.belongs && this.author().epochDue() !== undefined) this.#do((author) => author.renewEpoch())
  }

  /** The most senior coordinator acts at once, the others only if nothing has come of it. */
  #later(task: () => void): void {
    this.#cancel = this.#clock.after(this.#rank() * STEP_MS, task)
  }

  #do(make: (author: Author) => Uint8Array[]): void {
    try {
      this.#membership.accept(make(this.author()))
    } catch {
      this.#log.note('engine:duty-failed') // a full disk, or the right was lost meanwhile: the next look tries again
    }
  }

  /** Own rank among the present coordinators (0 first); members after all of them. */
  #rank(): number {
    const { state, device, person } = this.#membership
    const coordinators = this.#membership.present().filter(({ role }) => role !== 'member')
    if (!isCoordinator(state, device.hex)) return coordinators.length
    return coordinators.findIndex((one) => one.person === person)
  }
}
