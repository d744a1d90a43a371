import { encodeCbor } from '../../../shared/cbor.ts'
import type { DeviceKey, SignatureChecker } from '../../device-key.ts'
import { concat } from '../../hashes.ts'

/** Two signatures. */
export const PROOF_BYTES = 128
const SIGNATURE_BYTES = 64

/** What a join proof binds: worthless in another network, for another device or under another name. */
export interface ProofSubject {
  readonly networkId: Uint8Array
  /** The joiner's device key. */
  readonly device: Uint8Array
  /** Commitment to the joiner's name, 32 bytes (see seal-name.ts). */
  readonly label: Uint8Array
}

/**
 * Signs with the invite's key, which only holders of the code can make, and with the joiner's own: nobody is let in, or
 * let in again as somebody else's computer, by a code they never used.
 */
export function signProof(subject: ProofSubject, keys: { invite: DeviceKey; device: DeviceKey }): Uint8Array {
  const consent = keys.device.sign(consentText(subject, keys.invite.publicKey))
  return concat(keys.invite.sign(proofText(subject)), consent)
}

/** @param options.key the invite's public key */
export function isProof(
  subject: ProofSubject,
  options: { key: Uint8Array; proof: Uint8Array; checker: SignatureChecker },
): boolean {
  const { key, proof, checker } = options
  if (proof.byteLength !== PROOF_BYTES) return false
  const [invited, consented] = [proof.subarray(0, SIGNATURE_BYTES), proof.subarray(SIGNATURE_BYTES)]
  return (
    checker.verify(proofText(subject), { publicKey: key, signature: invited }) &&
    checker.verify(consentText(subject, key), { publicKey: subject.device, signature: consented })
  )
}

function proofText(subject: ProofSubject): Uint8Array {
  return encodeCbor(['muster/join/1', subject.networkId, subject.device, subject.label])
}

function consentText(subject: ProofSubject, inviteKey: Uint8Array): Uint8Array {
  return encodeCbor(['muster/join-consent/1', subject.networkId, inviteKey, subject.label])
}
