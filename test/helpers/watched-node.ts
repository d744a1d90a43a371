import { randomBytes } from 'node:crypto'

import type { Address, Admission, ConnectedPeer, Transport } from '../../core/network/ports.ts'
import type { Wire } from '../../core/shared/wire.ts'

export const SYNC = '/muster/sync/1'
export const CATCH_UP = '/muster/catch-up/1'

/** One laptop of the rig; its transport is not started yet. */
export interface RigNode {
  readonly transport: Transport
  /** Device key, hex. */
  readonly device: string
  /** Where it can be dialled once started. */
  readonly address: Address
}

/** A group whose members and keys a test changes. */
export class Group implements Admission {
  readonly members = new Set<string>()
  newest = secret()
  ancestors: Uint8Array[] = []

  isMember(device: string): boolean {
    return this.members.has(device)
  }

  keys(): { newest: Uint8Array; ancestors: readonly Uint8Array[] } {
    return { newest: this.newest, ancestors: this.ancestors }
  }

  rotate(): void {
    this.ancestors = [this.newest, ...this.ancestors]
    this.newest = secret()
  }
}

export interface Watched extends RigNode {
  readonly connected: ConnectedPeer[]
  readonly disconnected: { device: string }[]
  readonly outdated: ConnectedPeer[]
  readonly wires: { wire: Wire; peer: ConnectedPeer }[]
  readonly take: (wire: Wire, peer: ConnectedPeer) => void
}

export function watch(node: RigNode): Watched {
  const wires: { wire: Wire; peer: ConnectedPeer }[] = []
  const watched: Watched = {
    ...node,
    connected: [],
    disconnected: [],
    outdated: [],
    wires,
    take: (wire, peer) => wires.push({ wire, peer }),
  }
  node.transport.events.on('peer:connected', (peer) => watched.connected.push(peer))
  node.transport.events.on('peer:disconnected', (peer) => watched.disconnected.push(peer))
  node.transport.events.on('peer:outdated', (peer) => watched.outdated.push(peer))
  return watched
}

export const unreached = { code: 'network/peer-unreachable' }

/** Starts it; it answers as a member's node does. */
export async function serve({ transport, take }: Watched): Promise<void> {
  transport.handle(SYNC, ['member'], take)
  transport.handle(CATCH_UP, ['member', 'catch-up', 'introduction'], take)
  await transport.start()
}

export function dial(from: Watched, to: Watched): Promise<ConnectedPeer> {
  return from.transport.dial(to.address, soon())
}

export function soon(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(10_000) }
}

export function secret(): Uint8Array {
  return new Uint8Array(randomBytes(32))
}
