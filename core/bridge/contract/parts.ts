import { z } from 'zod'

import { cleanLabel } from '../../domain/text/clean.ts'

/** Network, person and record ids: 16 bytes as lower-case hexadecimal. */
export const Id = z.string().regex(/^[0-9a-f]{32}$/)
/** Ids of membership log records, so of invites and requests: 32 bytes as lower-case hexadecimal. */
export const LogId = z.string().regex(/^[0-9a-f]{64}$/)
/** Id of an entry inside a record: a need, a task, a shift, a timeline entry. */
export const EntryId = z.string().regex(/^[0-9A-Za-z_.:-]{1,80}$/)
/** Milliseconds since the Unix epoch. */
export const Time = z.number().int().nonnegative()
/** A point in time as people and other programs write it: ISO 8601 with a zone. */
export const IsoTime = z.iso.datetime({ offset: true })
/** `192.0.2.7:4001` or `[2001:db8::7]:4001`; the engine checks it further. */
export const Address = z.string().regex(/^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\]):[0-9]{1,5}$/)
/** What a person calls themselves, a network or a place: cleaned; one with nothing to be seen is none. */
export const Label = z.string().max(480).transform(cleanLabel).pipe(z.string().min(1).max(120))
export const Passphrase = z.string().min(1).max(1024)
/** How long the caller is ready to wait, in milliseconds. */
export const TimeoutMs = z.number().int().min(1).max(3_600_000)

/** The kinds that people add and list. */
export const RECORD_KINDS = ['contact', 'incident', 'plan', 'alert'] as const
export const RecordKind = z.enum(RECORD_KINDS)
/** The kinds that can be shown and edited: a network's own record (id = network id) and a member's (id = person id) too. */
export const ShownKind = z.enum([...RECORD_KINDS, 'network', 'member'])
export type RecordKind = z.infer<typeof RecordKind>
export type ShownKind = z.infer<typeof ShownKind>

/** A record's fields as the caller writes them: plain JSON (rpc refuses the rest), parsed by the handler with the schema of the kind. */
export const Body = z.unknown()

/** A record as it is shown: its id and the fields of its kind. */
export const ShownRecord = z.looseObject({ id: Id })
export type ShownRecord = z.infer<typeof ShownRecord>

/** No input. */
export const Nothing = z.strictObject({})
/** What was acted on. */
export const Done = z.strictObject({ id: z.string() })

/** Changes something; a query only asks. */
export function command<In extends z.ZodType, Out extends z.ZodType>(
  input: In,
  output: Out,
): { kind: 'command'; input: In; output: Out } {
  return { kind: 'command', input, output }
}

export function query<In extends z.ZodType, Out extends z.ZodType>(
  input: In,
  output: Out,
): { kind: 'query'; input: In; output: Out } {
  return { kind: 'query', input, output }
}
