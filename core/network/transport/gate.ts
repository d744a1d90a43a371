import { toHex } from '../../shared/bytes.ts'
import type { DoorKey } from '../door/opening.ts'
import type { Admission, ConnectedPeer, Scope } from '../ports.ts'

/** Who may come in with what: the difference between the members' node, the invite node and a joiner. */
export interface Gate {
  /** Keys to answer on and to dial with, in the order of `keyIndex`. */
  keys(): readonly DoorKey[]
  /** Whether an identity that Noise has proven has the rights of the key it came by. */
  admits(device: string): boolean
  /**
   * With which right a proven identity is connected, in and out, by a key of that scope; undefined: not at all. Who is not
   * admitted may be connected all the same, to be told that it is out, or to say who it is.
   */
  scopeOf(device: string, byKey: Scope): Scope | undefined
}

/** The gate of the members' node: current members only; the newest key for everything, ancestors' keys for catch-up. */
export function memberGate(admission: Admission): Gate {
  return {
    keys: () => {
      const { newest, ancestors } = admission.keys()
      return [
        { key: newest, scope: { kind: 'member' } },
        ...ancestors.map((key): DoorKey => ({ key, scope: { kind: 'catch-up' } })),
      ]
    },
    admits: (device) => admission.isMember(device),
    scopeOf: (device, byKey) => {
      if (admission.isMember(device)) return byKey
      const isByAncestor = byKey.kind === 'catch-up'
      if (admission.meets?.(device) === true) return isByAncestor ? byKey : { kind: 'introduction' }
      // Who is only to be told something has no other business here
      return isByAncestor && admission.tells?.(device) === true ? byKey : undefined
    },
  }
}

/**
 * The gate of the invite node and of a joiner: whoever has the listen key may say so, and nothing else is promised.
 *
 * @param listenKeys of the open invites, 32 bytes each; may change at any time
 */
export function inviteGate(listenKeys: () => readonly Uint8Array[]): Gate {
  return {
    keys: () => listenKeys().map((key) => ({ key, scope: { kind: 'invite', key: toHex(key) } })),
    admits: () => true,
    scopeOf: (_, byKey) => byKey,
  }
}

/** Whether a connection is more than one for catching up. */
export function isFull({ kind }: Scope): boolean {
  return kind === 'member' || kind === 'invite'
}

/** Whether a peer is served, and stays: as one that is admitted, or to say who it is. */
export function serves(gate: Gate, { device, scope }: Pick<ConnectedPeer, 'device' | 'scope'>): boolean {
  return gate.admits(device) || scope.kind === 'introduction'
}

/** Whether a key still allows what it allowed when the connection was opened. */
export function stillOpens(gate: Gate, key: DoorKey): boolean {
  const hex = toHex(key.key)
  return gate.keys().some((now) => now.scope.kind === key.scope.kind && toHex(now.key) === hex)
}
