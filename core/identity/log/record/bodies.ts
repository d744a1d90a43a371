import { z } from 'zod'

import { KEY_BOX_BYTES, SEAL_OVERHEAD } from '../../sodium.ts'
import { PROOF_BYTES } from './proof.ts'

/** Most devices one record may name; a larger network is served by several grants. */
const MAX_DEVICES = 550
/** Most documents one record erases. */
export const MAX_ERASED = 1000
/** Most runs of numbers, of all sessions, that a record of who goes gives. */
export const MAX_RUNS = 10_000
/** Longest session record (PROTOCOL section 3), in bytes. */
const MAX_SESSION_BYTES = 512

const bytes = (length: number) => z.custom<Uint8Array>((it) => it instanceof Uint8Array && it.byteLength === length)
const bytesOrNone = (length: number) =>
  z.custom<Uint8Array>((it) => it instanceof Uint8Array && (it.byteLength === length || it.byteLength === 0))
const sealed = (max: number) =>
  z.custom<Uint8Array>((it) => it instanceof Uint8Array && it.byteLength >= SEAL_OVERHEAD && it.byteLength <= max)

const id16 = bytes(16)
const recordId = bytes(32)
const deviceKey = bytes(32)
const keyBoxes = z.array(z.tuple([deviceKey, bytes(KEY_BOX_BYTES)])).max(MAX_DEVICES)
const sealedName = sealed(1024)
const sessionRecord = z.custom<Uint8Array>(
  (it) => it instanceof Uint8Array && it.byteLength >= 1 && it.byteLength <= MAX_SESSION_BYTES,
)
/** By turns how many numbers of a session count, and how many do not; the last do. */
const runs = z
  .tuple([id16, z.int().nonnegative()], z.int().min(1))
  .refine(([, ...all]) => all.length % 2 === 1 && Number.isSafeInteger(all.reduce((sum, run) => sum + run)))
const goes = {
  devices: z.array(deviceKey).min(1).max(MAX_DEVICES),
  last: z.array(runs).refine((all) => all.reduce((sum, one) => sum + one.length - 1, 0) <= MAX_RUNS),
}

/**
 * The bodies of log records, strict: one field more or fewer and the record is refused (PROTOCOL section 2).
 * Types that are not listed here come from newer versions; they are kept and change nothing.
 */
const BODIES = {
  genesis: z.strictObject({ nonce: id16 }),
  epoch: z.strictObject({
    id: id16,
    parents: z.array(id16).max(32),
    keys: keyBoxes,
    wrapped: z.array(z.tuple([id16, bytes(32 + SEAL_OVERHEAD)])).max(32),
  }),
  grant: z.strictObject({ epoch: id16, keys: keyBoxes.min(1) }),
  invite: z.strictObject({
    key: deviceKey,
    uses: z.number().int().min(1).max(10_000),
    /** Hours since 1970. */
    expires: z.number().int().nonnegative(),
    /** Bit 0: any member admits; bit 1: a further device of the inviter; bit 2, with both: a printed recovery key. */
    flags: z.union([z.number().int().min(0).max(3), z.literal(7)]),
    epoch: id16,
    secrets: sealed(256),
  }),
  revoke: z.strictObject({ invite: recordId }),
  request: z.strictObject({
    invite: recordId,
    device: deviceKey,
    label: recordId,
    name: sealedName,
    epoch: id16,
    proof: bytes(PROOF_BYTES),
  }),
  reject: z.strictObject({ request: recordId }),
  admit: z.strictObject({
    invite: bytesOrNone(32),
    request: bytesOrNone(32),
    device: deviceKey,
    person: bytesOrNone(16),
    label: recordId,
    name: sealedName,
    epoch: id16,
    keys: bytes(KEY_BOX_BYTES),
    proof: bytesOrNone(PROOF_BYTES),
  }),
  promote: z.strictObject({ person: id16 }),
  demote: z.strictObject({ person: id16 }),
  remove: z.strictObject(goes),
  leave: z.strictObject(goes),
  merge: z.strictObject({}),
  name: z.strictObject({ person: id16, name: sealedName, epoch: id16 }),
  erase: z
    .strictObject({
      ids: z.array(id16).max(MAX_ERASED),
      /** Session record, and the number and kind byte of each unit that made a document. */
      made: z
        .array(z.tuple([sessionRecord, z.array(z.tuple([z.int().min(1), z.int().min(1).max(255)])).min(1)]))
        .max(MAX_ERASED),
    })
    .refine(({ ids, made }) => {
      const count = made.reduce((sum, [, units]) => sum + units.length, ids.length)
      return count >= 1 && count <= MAX_ERASED
    }),
}

type Bodies = { [Type in keyof typeof BODIES]: z.infer<(typeof BODIES)[Type]> }

/** The types of record this version understands. */
export type KnownType = keyof Bodies

/** The fields of a record of type `Type`. */
export type BodyOf<Type extends KnownType> = Bodies[Type]

/** What a record says: a known type with its fields, or `unknown`, which is kept and changes nothing. */
export type Content =
  | { [Type in KnownType]: { readonly type: Type; readonly body: Bodies[Type] } }[KnownType]
  | { readonly type: 'unknown' }

/** The content of a record; undefined when a known type has a body that is not exactly its own. */
export function parseContent(type: string, body: unknown): Content | undefined {
  if (!Object.hasOwn(BODIES, type)) return { type: 'unknown' }
  const parsed = BODIES[type as KnownType].safeParse(body)
  return parsed.success ? ({ type, body: parsed.data } as Content) : undefined
}
