import type { Connection } from '@libp2p/interface'

import { MeshError } from '../../shared/errors.ts'
import { DOOR_LIMITS, WaitingRoom } from '../door/waiting-room.ts'
import type { Clock } from '../../shared/clock.ts'
import type { DoorLimits } from '../door/waiting-room.ts'
import type { ConnectedPeer } from '../ports.ts'
import type { SealedLink } from './sealed-link.ts'

/** How long a connection may take from the opening until both sides have admitted each other. */
export const ADMISSION_TIMEOUT_MS = 5000

/** Of those that others have dialled: the longest on its way gives way. Mostly one takes less than a tenth of a second. */
export const ARRIVAL_LIMITS: DoorLimits = { ...DOOR_LIMITS, pendingPerIp: 16, pendingInAll: 96 }

/** A connection on its way: usable once it is upgraded here and the other side's muxer has spoken. */
export interface Arrival {
  readonly link: SealedLink
  connection?: Connection
  spoken: boolean
  readonly settled: PromiseWithResolvers<ConnectedPeer>
}

/**
 * The connections between the door and the peers. Whoever has some key gets so far, a removed member's old one too,
 * and could stop there: so each has its time, and all together have so many places.
 */
export class Arrivals {
  readonly #clock: Clock
  readonly #room: WaitingRoom
  /** By the one object that a connection and the link below it share in libp2p's public interface. */
  readonly #byTimeline = new WeakMap<object, Arrival>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#room = new WaitingRoom(ARRIVAL_LIMITS, () => clock.monotonic())
  }

  of(connection: Connection): Arrival | undefined {
    return this.#byTimeline.get(connection.timeline)
  }

  /** Call before the upgrade of `link` begins. */
  begin(link: SealedLink): Arrival {
    const arrival: Arrival = { link, spoken: false, settled: Promise.withResolvers() }
    this.#byTimeline.set(link.timeline, arrival)
    const over = (): void => {
      cancel()
      this.#room.leave(guest)
    }
    const giveUp = (): void => {
      over()
      link.abort(new Error('Not admitted in time'))
    }
    const guest = { ip: link.address.ip, heard: false, drop: giveUp }
    const cancel = this.#clock.after(ADMISSION_TIMEOUT_MS, giveUp)
    arrival.settled.promise.then(over, over) // inbound connections have nobody else who waits
    link.addEventListener('close', () => {
      arrival.settled.reject(
        new MeshError('network/not-a-member', 'That computer closed the connection: it does not count us as a member'),
      )
    })
    if (link.direction === 'inbound') this.#room.enter(guest)
    return arrival
  }
}
