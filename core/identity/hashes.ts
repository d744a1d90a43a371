import { hash, hkdfSync } from 'node:crypto'

const EMPTY = new Uint8Array(0)
const encoder = new TextEncoder()

/** UTF-8 bytes of a context string or label. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** The parts one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** SHA-256 (`H` of PROTOCOL). */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** The first 16 bytes of SHA-256 (`H16` of PROTOCOL): the form of most ids. */
export function sha256Short(bytes: Uint8Array): Uint8Array {
  return sha256(bytes).slice(0, 16)
}

/** HKDF-SHA-256 (RFC 5869), empty salt, info = the label, 32 bytes out. */
export function deriveKey(secret: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, EMPTY, label, 32))
}

/** Overwrites a secret that is needed no more. Copies made by the runtime are out of reach. */
export function wipe(bytes: Uint8Array): void {
  bytes.fill(0)
}

/** Id of the person whose first device in the network has this key (PROTOCOL section 1). */
export function personIdOf(networkId: Uint8Array, firstDevice: Uint8Array): Uint8Array {
  return sha256Short(concat(utf8('muster/person/1'), networkId, firstDevice))
}

/** Id of an epoch key (PROTOCOL section 1): whoever opens a box checks it against this. */
export function epochIdOf(epochKey: Uint8Array): Uint8Array {
  return sha256Short(concat(utf8('muster/epoch/1'), epochKey))
}

/** Id of the network's own record (PROTOCOL section 1). */
export function networkDocumentOf(networkId: Uint8Array): Uint8Array {
  return sha256Short(concat(utf8('muster/network-document/1'), networkId))
}

/** Id of a person's record (PROTOCOL section 1). @param person 16 bytes */
export function memberDocumentOf(networkId: Uint8Array, person: Uint8Array): Uint8Array {
  return sha256Short(concat(utf8('muster/member-document/1'), networkId, person))
}

/** Id of the document that a session's unit of this number and kind made (PROTOCOL section 1). */
export function documentMadeBy(
  session: { readonly networkId: Uint8Array; readonly id: Uint8Array },
  [sequence, kind]: readonly [sequence: number, kind: number],
): Uint8Array {
  const tail = Buffer.alloc(9)
  tail.writeBigUInt64BE(BigInt(sequence), 0)
  tail.writeUInt8(kind, 8)
  return sha256Short(concat(utf8('muster/document/1'), session.networkId, session.id, tail))
}
