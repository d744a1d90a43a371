import { z } from 'zod'

import { bytesEqual } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import { concat, sha256 } from '../hashes.ts'
import { decodeBase32, encodeBase32 } from '../invite/base32.ts'
import { decodeRecord, isOfType, MAX_RECORD_BYTES } from '../log/record/record.ts'

const PREFIX = 'MUSTER-STATEMENT:'
const BARE_PREFIX = PREFIX.replace('-', '')
const CHECK_BYTES = 2
/** One for each coordinator who disputes, and some to spare. */
const MOST_RECORDS = 16
const MAX_TEXT = 2 * MAX_RECORD_BYTES
const Fields = z.tuple([
  z.literal(1),
  z.instanceof(Uint8Array).refine((it) => it.byteLength === 16),
  z.array(z.instanceof(Uint8Array)).min(1).max(MOST_RECORDS),
])

/** Removals on their way by hand: their authors are out, so that no laptop takes them over the network (PROTOCOL section 2). */
export interface Statement {
  /** 16 bytes. */
  readonly networkId: Uint8Array
  /** Records of type `remove`. Not checked: the log does that. */
  readonly records: readonly Uint8Array[]
}

/** As text to paste, with two check bytes. @throws MeshError `domain/too-large` when it could not be read again */
export function encodeStatement({ networkId, records }: Statement): string {
  const payload = encodeCbor([1, networkId, records.slice(0, MOST_RECORDS)])
  const text = PREFIX + encodeBase32(concat(payload, sha256(payload).subarray(0, CHECK_BYTES)))
  if (text.length > MAX_TEXT) throw new MeshError('domain/too-large', 'These statements are too long for one text')
  return text
}

/** Case, spaces, line ends, hyphens and invisible characters are ignored. @throws MeshError `identity/statement-malformed` */
export function decodeStatement(text: string): Statement {
  const bare = text.length > 2 * MAX_TEXT ? '' : text.replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '').toUpperCase()
  if (!bare.startsWith(BARE_PREFIX)) throw malformed()
  const whole = decodeBase32(bare.slice(BARE_PREFIX.length))
  if (whole === undefined || whole.byteLength <= CHECK_BYTES) throw malformed()
  const payload = whole.subarray(0, -CHECK_BYTES)
  if (!bytesEqual(sha256(payload).subarray(0, CHECK_BYTES), whole.subarray(-CHECK_BYTES))) throw malformed()
  const parsed = Fields.safeParse(valueOf(payload))
  if (!parsed.success) throw malformed()
  const [, networkId, records] = parsed.data
  const areRemovals = records.every((bytes) => {
    const record = decodeRecord(bytes)
    return record !== undefined && isOfType(record, 'remove') && bytesEqual(record.networkId, networkId)
  })
  if (!areRemovals) throw malformed()
  return { networkId, records }
}

function valueOf(payload: Uint8Array): unknown {
  try {
    return decodeCbor(payload)
  } catch {
    return undefined
  }
}

function malformed(): MeshError {
  return new MeshError('identity/statement-malformed', 'This is no whole Muster statement')
}
