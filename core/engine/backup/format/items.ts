import { z } from 'zod'

import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import { backupDamaged } from './head.ts'

/** Most bytes of one item: a unit has at most 256 KiB, and what is gathered in one item stays below. */
export const MAX_ITEM_BYTES = 1 << 20
/** Bytes of records or units gathered in one item. */
export const GATHERED_BYTES = 192 << 10

const some = z.custom<Uint8Array>((it) => it instanceof Uint8Array)
const bytes = (length: number) => some.refine((it) => it.byteLength === length)
const count = z.number().int().nonnegative()
const text = z.string().max(1000)

/** What a backup holds, in this order; what stands after a `network` belongs to it (PROTOCOL section 8). */
export const Item = z.union([
  /** Wall-clock milliseconds of its making; the row of preferences. */
  z.tuple([z.literal('profile'), count, some.nullable()]),
  /** Network id, seed of the device key, state, own name, name and kind until its record is there, when joined. */
  z.tuple([z.literal('network'), bytes(16), bytes(32), z.enum(['making', 'active']), text, text, text, count]),
  /** Records of the membership log, in the order they came. */
  z.tuple([z.literal('log'), z.array(some).max(1000)]),
  /** A session record, before the first unit of it; whether its device was found to tell two stories in it. */
  z.tuple([z.literal('session'), some, z.boolean()]),
  /** Units of one document, in the order of their acceptance. */
  z.tuple([z.literal('units'), z.array(some).max(10_000)]),
  /** A unit that was taken out: its id, why, and itself where it was kept as a proof. */
  z.tuple([z.literal('aside'), bytes(16), text, some.nullable()]),
  /** A row of a space (9 addresses, 11 what rang) as it stands. */
  z.tuple([z.literal('row'), z.union([z.literal(9), z.literal(11)]), some]),
  /** Last: how many networks, documents and units stand before it. */
  z.tuple([z.literal('end'), count, count, count]),
])
export type Item = z.infer<typeof Item>

export function encodeItem(item: Item): Uint8Array {
  return encodeCbor(item)
}

/** @throws MeshError `documents/backup-damaged` */
export function decodeItem(stored: Uint8Array): Item {
  try {
    return Item.parse(decodeCbor(stored))
  } catch (cause) {
    throw backupDamaged(cause)
  }
}
