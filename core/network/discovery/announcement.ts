import { createHash, createHmac } from 'node:crypto'

import { decodeFirst } from 'cborg'
import sodium from 'libsodium-wrappers-sumo'
import { z } from 'zod'

import { encodeCbor } from '../../shared/cbor.ts'
import { fromHex, toHex } from '../../shared/bytes.ts'
import { ipFromBytes, ipToBytes } from '../interfaces.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import type { Address } from '../ports.ts'

/** What one answer tells (PROTOCOL 5.5). */
export interface Announcement {
  readonly addresses: readonly Address[]
  /** 8 bytes, hex. */
  readonly hint: string
}

export const HOUR_MS = 3_600_000
/** A laptop whose clock is off by up to this much is still found. */
export const CLOCK_SLACK_HOURS = 36
export const MAX_ADDRESSES = 4

const PLAIN_BYTES = 128
const NONCE_BYTES = 24
const TAG_BYTES = 16
/** All answers have this size, so it tells nothing. */
export const SEALED_BYTES = NONCE_BYTES + PLAIN_BYTES + TAG_BYTES

const encoder = new TextEncoder()
const Plain = z.tuple([
  z.literal(1),
  z.number().int().min(1).max(65_535),
  z.array(z.instanceof(Uint8Array)).min(1).max(MAX_ADDRESSES),
  z.instanceof(Uint8Array).refine((hint) => hint.byteLength === 8),
])

/** Resolves once names can be sealed and opened. */
export const announcementsReady = (): Promise<void> => sodium.ready

/** Hours since 1970, UTC. */
export function hourOf(nowMs: number): number {
  return Math.floor(nowMs / HOUR_MS)
}

/** The name that holders of `secret` ask for in that hour; `hour` 0 for names that never change. */
export function topicName(secret: Uint8Array, hour: number): string {
  return `${createHmac('sha256', secret).update('muster/name/1').update(u32be(hour)).digest('hex').slice(0, 40)}.local`
}

/** By what a device is recognised in answers by those who know the secret and its key; unlinkable across secrets. @returns 8 bytes, hex */
export function announcementHint(secret: Uint8Array, deviceKey: Uint8Array): string {
  return createHash('sha256').update('muster/hint/1').update(secret).update(deviceKey).digest('hex').slice(0, 16)
}

/** @param announcement up to {@link MAX_ADDRESSES} addresses of one port; more are left out */
export function sealAnnouncement(
  announcement: Announcement,
  { secret, name, random }: { secret: Uint8Array; name: string; random: RandomBytes },
): Uint8Array {
  const { addresses, hint } = announcement
  const ips = addresses.slice(0, MAX_ADDRESSES).map(({ ip }) => ipToBytes(ip))
  const plain = new Uint8Array(PLAIN_BYTES)
  plain.set(encodeCbor([1, addresses[0]?.port ?? 0, ips, fromHex(hint)]))
  const nonce = random(NONCE_BYTES)
  const text = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, encoder.encode(name), null, nonce, secret)
  return new Uint8Array(Buffer.concat([nonce, text]))
}

/** The inverse. @returns undefined for anything not sealed under this secret and name, or malformed inside */
export function openAnnouncement(
  sealed: Uint8Array,
  { secret, name }: { secret: Uint8Array; name: string },
): Announcement | undefined {
  if (sealed.byteLength !== SEALED_BYTES) return undefined
  try {
    const [nonce, text] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES)]
    const plain = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, text, encoder.encode(name), nonce, secret)
    const [value, padding] = decodeFirst(plain, {
      strict: true,
      allowIndefinite: false,
      allowBigInt: false,
      rejectDuplicateMapKeys: true,
    })
    const [, port, ips, hint] = Plain.parse(value)
    if (padding.some((byte: number) => byte !== 0)) return undefined
    const addresses = ips.flatMap((bytes) => ipFromBytes(bytes) ?? []).map((ip) => ({ ip, port }))
    return { addresses, hint: toHex(hint) }
  } catch {
    return undefined // from outside: whatever it was, it is not for us
  }
}

function u32be(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
