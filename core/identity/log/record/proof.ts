import { encodeCbor } from '../../../shared/cbor.ts'
import type { DeviceKey, SignatureChecker } from '../../device-key.ts'

/** What a join proof binds: worthless in another network, for another device or under another name. */
export interface ProofSubject {
  readonly networkId: Uint8Array
  /** The joiner's device key. */
  readonly device: Uint8Array
  /** Commitment to the joiner's name, 32 bytes (see seal-name.ts). */
  readonly label: Uint8Array
}

/** Signs with the invite's key, which only holders of the code can make. */
export function signProof(subject: ProofSubject, inviteKey: DeviceKey): Uint8Array {
  return inviteKey.sign(proofText(subject))
}

/** @param options.key the invite's public key */
export function isProof(
  subject: ProofSubject,
  options: { key: Uint8Array; proof: Uint8Array; checker: SignatureChecker },
): boolean {
  return options.checker.verify(proofText(subject), { publicKey: options.key, signature: options.proof })
}

function proofText(subject: ProofSubject): Uint8Array {
  return encodeCbor(['muster/join/1', subject.networkId, subject.device, subject.label])
}
