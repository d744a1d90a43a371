import { fromHex, toHex } from '../../shared/bytes.ts'

import { KIND_BYTES, type UnitKind } from './kind-bytes.ts'
import { sha256 } from './sha256.ts'
import type { UnitHeader } from './unit.ts'

/**
 * The id of the document that a unit creates (hex, 16 bytes): who created it follows from the id. Ids are hex.
 * Not for kinds `network` and `member`, whose ids follow from the network.
 */
export function documentIdOf(creator: {
  readonly network: string
  readonly session: string
  readonly sequence: number
  readonly kind: UnitKind
}): string {
  const tail = Buffer.alloc(9)
  tail.writeBigUInt64BE(BigInt(creator.sequence), 0)
  tail.writeUInt8(KIND_BYTES[creator.kind], 8)
  return idOf('muster/document/1', fromHex(creator.network), fromHex(creator.session), tail)
}

/** The id of the network's one record of kind `network` (hex). */
export function networkDocumentId(network: string): string {
  return idOf('muster/network-document/1', fromHex(network))
}

/** The id of a person's record of kind `member` (hex). `person` is a person id, hex. */
export function memberDocumentId(network: string, person: string): string {
  return idOf('muster/member-document/1', fromHex(network), fromHex(person))
}

/**
 * Whether `header` is that of the unit which created its document, given the document's kind. True for the network
 * document's units too (nobody creates it); a member document takes the person to tell, see {@link memberDocumentId}.
 */
export function creatorMatches(header: UnitHeader, kind: UnitKind): boolean {
  if (kind === 'member') return false
  if (kind === 'network') return header.document === networkDocumentId(header.network)
  return (
    header.document ===
    documentIdOf({ network: header.network, session: header.session, sequence: header.sequence, kind })
  )
}

function idOf(context: string, ...parts: readonly Uint8Array[]): string {
  return toHex(sha256(Buffer.concat([Buffer.from(context), ...parts])).subarray(0, 16))
}
