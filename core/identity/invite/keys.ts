import { DeviceKey } from '../device-key.ts'
import { deriveKey, wipe } from '../hashes.ts'

/** What the seed of an invite gives (PROTOCOL section 1). The signing key never leaves the holders of the code. */
export interface InviteKeys {
  /** Signs the join proof; its public half stands in the log. */
  readonly signing: DeviceKey
  /** Private-network key of the invite's listener, 32 bytes. */
  readonly listen: Uint8Array
  /** Names and seals its announcements, 32 bytes. */
  readonly topic: Uint8Array
}

/** @param seed 16 bytes */
export function inviteKeysOf(seed: Uint8Array): InviteKeys {
  const signingSeed = deriveKey(seed, 'muster/invite-sign/1')
  const signing = new DeviceKey(signingSeed)
  wipe(signingSeed)
  return { signing, listen: deriveKey(seed, 'muster/invite-listen/1'), topic: deriveKey(seed, 'muster/invite-topic/1') }
}
