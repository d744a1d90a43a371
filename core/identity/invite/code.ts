import { z } from 'zod'

import { bytesEqual } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'
import { concat, sha256 } from '../hashes.ts'
import { isExpired } from '../log/state.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'
import { formatIp, parseIp } from './ip.ts'

const PREFIX = 'MUSTER:'
const CHECK_BYTES = 2
/** More is no invite, whatever it is; real codes have about 160 letters. */
const MAX_TEXT = 4096

/** Where a laptop that answers may be reached. */
export interface InviteAddress {
  /** IPv4 dotted, or IPv6. */
  readonly ip: string
  readonly port: number
}

/** What an invite code says (PROTOCOL section 7). Whoever holds it can join: treat it as a key. */
export interface InviteCode {
  /** 16 bytes. */
  readonly networkId: Uint8Array
  /** 16 bytes. */
  readonly seed: Uint8Array
  /** Hours since 1970. */
  readonly expires: number
  /** Bit 0: any member admits; bit 1: a further device of the inviter; bit 2, with both: a recovery key. */
  readonly flags: number
  /** Device key of the inviter, 32 bytes. */
  readonly inviter: Uint8Array
  /** At most 2. */
  readonly addresses: readonly InviteAddress[]
}

const bytes = (...lengths: number[]) => z.instanceof(Uint8Array).refine((it) => lengths.includes(it.byteLength))
const Fields = z.tuple([
  z.literal(1),
  bytes(16),
  bytes(16),
  z.number().int().min(0).max(10_000_000),
  z.union([z.number().int().min(0).max(3), z.literal(7)]),
  bytes(32),
  z.array(bytes(6, 18)).max(2),
])

/** The code as text: upper case, fit for a QR code, a link, paste and reading aloud. @throws MeshError `domain/invalid-input` for a bad address */
export function encodeInvite(invite: InviteCode): string {
  const addresses = invite.addresses.map(encodeAddress)
  const { networkId, seed, expires, flags, inviter } = invite
  const payload = encodeCbor([1, networkId, seed, expires, flags, inviter, addresses])
  return PREFIX + encodeBase32(concat(payload, sha256(payload).subarray(0, CHECK_BYTES)))
}

/**
 * Reads a code as people paste it: case, spaces, line ends, hyphens and invisible characters are ignored.
 *
 * @param options.now wall clock, milliseconds: when given, a code expired for more than 24 hours is refused
 * @throws MeshError `identity/invite-foreign` (no Muster invite), `identity/invite-malformed` (a letter is wrong or missing),
 *   `identity/invite-newer-version`, `identity/invite-expired`
 */
export function decodeInvite(text: string, options: { now?: number } = {}): InviteCode {
  if (text.length > MAX_TEXT) throw foreign()
  const bare = text.replaceAll(/[\s\p{Cf}\p{Pd}]/gu, '').toUpperCase()
  if (!bare.startsWith(PREFIX)) throw foreign()
  const invite = decodePayload(decodeBase32(bare.slice(PREFIX.length)))
  if (options.now !== undefined && isExpired(invite.expires, options.now)) {
    throw new MeshError('identity/invite-expired', 'This invite has expired')
  }
  return invite
}

function decodePayload(whole: Uint8Array | undefined): InviteCode {
  if (whole === undefined || whole.byteLength <= CHECK_BYTES) throw malformed()
  const payload = whole.subarray(0, -CHECK_BYTES)
  if (!bytesEqual(sha256(payload).subarray(0, CHECK_BYTES), whole.subarray(-CHECK_BYTES))) throw malformed()
  const value = decodeOrUndefined(payload)
  const version: unknown = Array.isArray(value) ? value[0] : undefined
  if (typeof version === 'number' && version > 1) {
    throw new MeshError('identity/invite-newer-version', 'This invite was made by a newer Muster', {
      details: { version },
    })
  }
  const parsed = Fields.safeParse(value)
  if (!parsed.success) throw malformed()
  const [, networkId, seed, expires, flags, inviter, addresses] = parsed.data
  return { networkId, seed, expires, flags, inviter, addresses: addresses.map(decodeAddress) }
}

function encodeAddress(address: InviteAddress): Uint8Array {
  const ip = parseIp(address.ip)
  if (ip === undefined || !Number.isInteger(address.port) || address.port < 1 || address.port > 65_535) {
    throw new MeshError('domain/invalid-input', 'This address cannot stand in an invite', {
      details: { field: 'address' },
    })
  }
  return concat(ip, new Uint8Array([address.port >>> 8, address.port & 255]))
}

function decodeAddress(bytes: Uint8Array): InviteAddress {
  const port = (bytes.at(-2)! << 8) | bytes.at(-1)!
  if (port === 0) throw malformed()
  return { ip: formatIp(bytes.subarray(0, -2)), port }
}

function decodeOrUndefined(bytes: Uint8Array): unknown {
  try {
    return decodeCbor(bytes)
  } catch {
    return undefined
  }
}

function foreign(): MeshError {
  return new MeshError('identity/invite-foreign', 'This is no Muster invite')
}

function malformed(): MeshError {
  return new MeshError('identity/invite-malformed', 'This invite code has a wrong or missing letter')
}
