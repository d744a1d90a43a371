import { decodeCbor, decodeCborArray } from '../../../shared/cbor.ts'
import type { SignatureChecker } from '../../device-key.ts'
import { sha256Short } from '../../hashes.ts'

/** Whose session it was, by its own signed record (PROTOCOL section 3). */
export interface ProvenSession {
  /** 16 bytes. */
  readonly id: Uint8Array
  /** 16 bytes. */
  readonly networkId: Uint8Array
  /** Device key, 32 bytes. */
  readonly device: Uint8Array
}

/** Reads a session record; undefined when its form is not exactly that. The signature is not checked. */
export function readSession(bytes: Uint8Array): ProvenSession | undefined {
  try {
    const [signed] = decodeCborArray(bytes, 2)
    if (!(signed instanceof Uint8Array)) return undefined
    const [context, networkId, device, nonce, started] = decodeCborArray(signed, 5)
    if (context !== 'muster/session/1' || !isBytes(networkId, 16) || !isBytes(device, 32) || !isBytes(nonce, 16))
      return undefined
    if (typeof started !== 'number' || !Number.isSafeInteger(started) || started < 0) return undefined
    return { id: sha256Short(signed), networkId, device }
  } catch {
    return undefined
  }
}

/** Whether the device signed it. @param bytes of a record that {@link readSession} reads */
export function isSessionSigned(bytes: Uint8Array, checker: SignatureChecker): boolean {
  const [signed, signature] = decodeCbor(bytes) as [Uint8Array, unknown]
  const session = readSession(bytes)
  if (session === undefined || !isBytes(signature, 64)) return false
  return checker.verify(signed, { publicKey: session.device, signature })
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength === length
}
