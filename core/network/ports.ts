import type { Events } from '../shared/events.ts'
import type { Startable } from '../shared/lifecycle.ts'
import type { Wire } from '../shared/wire.ts'

/** Where a peer may be reached. */
export interface Address {
  /** IPv4 dotted or IPv6 without zone. */
  readonly ip: string
  readonly port: number
}

/** With which right a connection came: by the key its first bytes were sealed with (PROTOCOL section 5). */
export type Scope =
  | { readonly kind: 'member' }
  /** By an ancestor epoch's key: only `/muster/catch-up/1`. */
  | { readonly kind: 'catch-up' }
  /** By the newest key, of a device that is not heard of yet: only `/muster/catch-up/1`, to hear how it came to be a member. */
  | { readonly kind: 'introduction' }
  /** Through an open invite: only `/muster/join/1`. `key` is the listen key, hex. */
  | { readonly kind: 'invite'; readonly key: string }

/** A peer whose identity Noise has proven. */
export interface ConnectedPeer {
  /** Device key, hex. */
  readonly device: string
  readonly scope: Scope
  readonly address: Address
  readonly direction: 'inbound' | 'outbound'
}

export interface TransportEvents {
  /** Fires once per device, whatever the number of connections beneath. */
  'peer:connected': ConnectedPeer
  'peer:disconnected': { device: string }
  /**
   * A device is connected by an ancestor epoch's key, or is not heard of yet, so one of the two lacks log records, and only
   * `/muster/catch-up/1` may be spoken; to who is no member and came by an ancestor's key, from this side alone. Fires on the
   * side that knows the newer epoch, or not the other device, once per connection.
   */
  'peer:outdated': ConnectedPeer
}

/** What the members' node asks its owner; answers may change at any time. */
export interface Admission {
  /** Current devices only (hex). Asked for every Noise identity, in and out. */
  isMember(device: string): boolean
  /** A device that is out and shall hear of it: connected by an ancestor's key, and nothing it opens is served. */
  tells?(device: string): boolean
  /** A device that is not heard of yet and may say how it came to be a member: connected for that alone. */
  meets?(device: string): boolean
  /** Private-network keys: the newest epoch's first, then ancestors' (catch-up only). */
  keys(): { readonly newest: Uint8Array; readonly ancestors: readonly Uint8Array[] }
}

/** Port: authenticated streams between the devices of one network. Compliance suite: test/compliance/transport.ts */
export interface Transport extends Startable {
  readonly events: Events<TransportEvents>
  /** Devices connected now with full rights: scope member (invite, on an invite node). */
  connected(): readonly ConnectedPeer[]
  /** What answers `protocol` when a peer of that scope opens it. Set before start. Never called for a peer that is not admitted. */
  handle(protocol: string, scopes: readonly Scope['kind'][], handler: (wire: Wire, peer: ConnectedPeer) => void): void
  /**
   * Connects to an address (any key index: 0 newest, n-th ancestor for catch-up). Resolves with the proven peer.
   * @throws MeshError `network/peer-unreachable`, `network/not-a-member`, `shared/aborted`
   */
  dial(address: Address, options: { signal: AbortSignal; device?: string; keyIndex?: number }): Promise<ConnectedPeer>
  /** @throws MeshError `network/peer-unreachable` */
  open(device: string, protocol: string, options: { signal: AbortSignal }): Promise<Wire>
  /** Closes connections of devices that are members no more, and those on keys that are newest no more. */
  recheck(): void
  disconnect(device: string): Promise<void>
  /** Closes the connection that carries this wire. Others to the same device stay: who comes back at once has a new one. */
  hangUp(wire: Wire): Promise<void>
}

export interface DiscoveryEvents {
  /**
   * A laptop of the topic's network (or one that answers its invite) says it is here; of topics that are asked for.
   * Fires at each sighting, at most once a second for the same addresses. What is not `isFresh` may have been recorded
   * hours ago and repeated by anybody: it is good for a dial, and says nothing of who is here.
   */
  'peer:found': { topic: DiscoveryTopic; addresses: readonly Address[]; hint: string; isFresh: boolean }
}

/** Port: some way to learn of peers nearby. Compliance suite: test/compliance/discovery.ts */
export interface Discovery extends Startable {
  readonly events: Events<DiscoveryEvents>
  /** Secrets whose names are asked for and answered, replaced as a whole; see PROTOCOL 5.5. */
  setTopics(topics: readonly DiscoveryTopic[]): void
  /** Asks again now (interface came up, user pressed retry). */
  ask(): void
}

export interface DiscoveryTopic {
  /** 32-byte secret: epoch discovery key or invite topic key. */
  readonly secret: Uint8Array
  /** Names change each hour, or never (invites). */
  readonly hourly: boolean
  /** Whether this laptop asks for it, answers it, or both (old epochs are answered, never asked). */
  readonly ask: boolean
  readonly answer: boolean
  /** 8-byte hint put into answers, hex; see PROTOCOL 5.5. */
  readonly hint: string
}
