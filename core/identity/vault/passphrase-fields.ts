import { z } from 'zod'

import { SEAL_OVERHEAD } from '../sodium.ts'

/** Bytes of exactly that length. */
export const bytesOf = (length: number) => z.instanceof(Uint8Array).refine((it) => it.byteLength === length)

/**
 * How a random key of 32 bytes lies in a file behind a passphrase: salt, operations and memory of Argon2id, sealed key. The bounds keep
 * a made-up file from taking all memory, or from being opened with next to none.
 */
export const PASSPHRASE_FIELDS = [
  bytesOf(16),
  z.number().int().min(1).max(20),
  z
    .number()
    .int()
    .min(8 << 20)
    .max(1 << 30),
  bytesOf(32 + SEAL_OVERHEAD),
] as const
