import type { Connection } from '@libp2p/interface'

import { isFull } from './gate.ts'
import type { ConnectedPeer } from '../ports.ts'
import type { SealedLink } from './sealed-link.ts'

/** One open connection to an admitted peer. */
export interface PeerLink {
  readonly peer: ConnectedPeer
  readonly link: SealedLink
  readonly connection: Connection
}

/** An older connection of the same direction counts as alive when it was heard this recently. */
const ALIVE_MS = 3000
/** Connections of one device, direction and right: one that it lost, one that it has, one on which something ends. */
const MOST_ALIKE = 3

/**
 * The connections by device. Where two laptops have dialled each other at once, both sides keep the connection dialled
 * by the device with the lower key, without asking each other and without waiting; the other one is closed
 * as soon as nothing runs on it.
 */
export class PeerLinks {
  readonly #own: string
  readonly #byDevice = new Map<string, PeerLink[]>()

  /** @param own this laptop's device key, hex */
  constructor(own: string) {
    this.#own = own
  }

  *[Symbol.iterator](): Generator<PeerLink> {
    for (const links of this.#byDevice.values()) yield* links
  }

  /** Best first. */
  of(device: string): readonly PeerLink[] {
    return this.#byDevice.get(device) ?? []
  }

  /** @returns connections that are replaced by this one: dead as far as anyone can tell, or more than a device needs */
  add(added: PeerLink, now: number): readonly PeerLink[] {
    const { device, direction, scope } = added.peer
    const before = this.of(device)
    const alike = before.filter(({ peer }) => peer.direction === direction && peer.scope.kind === scope.kind)
    // Who dials again has lost the connection before; if it lives all the same it may finish what runs on it.
    const dead = alike.filter(({ link }, at) => now - link.heardAt > ALIVE_MS || at >= MOST_ALIKE - 1)
    const kept = [added, ...before.filter((link) => !dead.includes(link))]
    this.#byDevice.set(
      device,
      kept.toSorted((a, b) => this.#rank(a) - this.#rank(b)),
    )
    return dead
  }

  /** @returns whether it was there */
  remove(removed: PeerLink): boolean {
    const { device } = removed.peer
    const before = this.of(device)
    const left = before.filter((link) => link !== removed)
    if (left.length > 0) this.#byDevice.set(device, left)
    else this.#byDevice.delete(device)
    return left.length < before.length
  }

  /** Connections that a better one with the same rights has replaced, and on which nothing runs. */
  idleSuperseded(): readonly PeerLink[] {
    return [...this.#byDevice.values()].flatMap((links) =>
      links.filter((link, at) => {
        const better = links.slice(0, at).some(({ peer }) => peer.scope.kind === link.peer.scope.kind)
        return better && link.connection.streams.length === 0
      }),
    )
  }

  /** Member connections before others; then those dialled by the lower key; then (stable sort) the newest. */
  #rank({ peer }: PeerLink): number {
    const dialler = peer.direction === 'outbound' ? this.#own : peer.device
    const lower = this.#own < peer.device ? this.#own : peer.device
    return (isFull(peer.scope) ? 0 : 2) + (dialler === lower ? 0 : 1)
  }
}
