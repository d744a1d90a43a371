import { toHex } from '../../shared/bytes.ts'
import type { DoorKey } from '../door/opening.ts'
import type { Admission, Scope } from '../ports.ts'

/** Who may come in with what: the difference between the members' node, the invite node and a joiner. */
export interface Gate {
  /** Keys to answer on and to dial with, in the order of `keyIndex`. */
  keys(): readonly DoorKey[]
  /** Asked for every identity that Noise has proven, in and out. */
  admits(device: string): boolean
  /** Asked for those that are not admitted: connected by an ancestor's key all the same, to be told that they are out. */
  tells(device: string): boolean
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
    tells: (device) => admission.tells?.(device) ?? false,
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
    tells: () => false,
  }
}

/** Whether a key still allows what it allowed when the connection was opened. */
export function stillOpens(gate: Gate, key: Uint8Array, scope: Scope): boolean {
  const hex = toHex(key)
  return gate.keys().some((now) => now.scope.kind === scope.kind && toHex(now.key) === hex)
}
