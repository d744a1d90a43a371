import type { z } from 'zod'

import { MeshError } from '../../shared/errors.ts'
import { parseInput } from '../input/invalid.ts'
import type { Fields, LogField, MapField, ParsedFields } from '../shape/fields.ts'
import { initialOf } from '../shape/initial.ts'
import { countOf, mostByOne } from '../shape/few-of-each.ts'
import { MAX_ENTRIES } from '../shape/scalars.ts'
import { newestOf } from '../states/causal-log.ts'
import { canMove, reduceMoves, type Machine, type Move } from '../states/machine.ts'
import { textWrites } from '../text/splices.ts'
import type { EditContext, Json, Path, Write } from '../write.ts'

/** Something that a person can do to a record: the schema of what they give, and the pure function that makes writes of it. */
export interface Edit<Record, Schema extends z.ZodType = z.ZodType> {
  readonly input: Schema
  // A method, so that edits with narrower schemas are edits too.
  run(record: Record, input: z.output<Schema>, ctx: EditContext): Write[]
}

export function defineEdit<Record, Schema extends z.ZodType>(
  input: Schema,
  run: (record: Record, input: z.output<Schema>, ctx: EditContext) => Write[],
): Edit<Record, Schema> {
  return { input, run }
}

/**
 * Checks `raw` and makes the writes, the last two of which note who changed the record and when.
 *
 * @throws MeshError `domain/invalid-input`, `domain/not-found`, `domain/not-allowed-now`, `domain/too-large`
 */
export function runEdit<Record>(edit: Edit<Record>, record: Record, raw: unknown, ctx: EditContext): Write[] {
  const writes = edit.run(record, parseInput(edit.input, raw), ctx)
  return writes.length === 0 ? [] : [...writes, put(['updatedAt'], ctx.now), put(['updatedBy'], ctx.by)]
}

/**
 * Checks `raw` and makes the writes that fill a new record from its blank one.
 *
 * @throws MeshError `domain/invalid-input`, `domain/too-large`
 */
export function runCreate<Record>(create: Edit<Record>, blank: Record, raw: unknown, ctx: EditContext): Write[] {
  return create.run(blank, parseInput(create.input, raw), ctx)
}

/** The entry (need, task, log line, person) that the first write of an edit is about; undefined for a field of the record itself. */
export function entryOf(writes: readonly Write[]): string | undefined {
  return writes.find((write) => write.path.length > 1)?.path[1]?.split('/')[0]
}

export function put(path: Path, value: Json): Write {
  return { op: 'put', path, value }
}

type Values = { readonly [name: string]: unknown }

/**
 * The writes that bring the given fields to the given values (as parsing would show them): nothing for what is so already, single
 * words for sets, small splices for co-edited text. Undefined leaves a field alone, null clears it.
 */
export function fieldWrites<F extends Fields>(
  fields: F,
  record: ParsedFields<F>,
  values: { readonly [N in keyof F]?: unknown },
  at: Path = [],
): Write[] {
  return Object.entries(values as Values).flatMap(([name, value]) => {
    const field = fields[name]
    if (field === undefined || value === undefined) return []
    const path = [...at, name]
    const before = (record as Values)[name]
    if (field.is === 'text') return textWrites(path, before as string, (value ?? '') as string)
    if (field.is === 'set') return setWrites(path, before as readonly string[], (value ?? []) as readonly string[])
    if (field.is === 'struct') return fieldWrites(field.fields, before as never, (value ?? {}) as never, path)
    const stored = storedValue(field.is === 'tuple' ? Object.keys(field.fields) : undefined, value)
    const same =
      JSON.stringify(stored) ===
      JSON.stringify(storedValue(field.is === 'tuple' ? Object.keys(field.fields) : undefined, before))
    return same ? [] : [put(path, stored)]
  })
}

function setWrites(path: Path, before: readonly string[], after: readonly string[]): Write[] {
  const [old, next] = [new Set(before), new Set(after)]
  const added = [...next].filter((word) => !old.has(word)).map((word) => put([...path, word], true))
  return [...[...old].filter((word) => !next.has(word)).map((word) => put([...path, word], false)), ...added]
}

function storedValue(names: readonly string[] | undefined, value: unknown): Json {
  if (value === undefined || value === null) return null
  return names === undefined ? (value as Json) : names.map((name) => ((value as Values)[name] ?? null) as Json)
}

/** A new entry of a map or log as it is stored: all its maps, and the given values; nothing for null. */
export function storedEntry(fields: Fields, values: Values): Json {
  const entry = initialOf(fields)
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name]
    if (field === undefined || value === undefined || value === null || (Array.isArray(value) && value.length === 0))
      continue
    if (field.is === 'set') entry[name] = Object.fromEntries((value as readonly string[]).map((word) => [word, true]))
    else entry[name] = storedValue(field.is === 'tuple' ? Object.keys(field.fields) : undefined, value)
  }
  return entry
}

/**
 * Puts a new entry under a fresh id.
 *
 * @throws MeshError `domain/too-large` when the map holds as many as are read
 */
export function addEntry<F extends Fields>(
  path: Path,
  field: MapField<F>,
  existing: object,
  values: { readonly [N in keyof F]?: unknown },
  entryId: string,
): Write {
  refuseWhenFull(existing)
  return put([...path, entryId], storedEntry(field.fields, values))
}

/** Appends to a log, noting the newest entries that are known here. @throws MeshError `domain/too-large` */
export function appendLog<F extends Fields>(
  path: Path,
  field: LogField<F>,
  log: Readonly<Record<string, { readonly after: readonly string[] }>>,
  values: { readonly [N in keyof F]?: unknown },
  ctx: EditContext,
  seen?: readonly string[],
): Write {
  refuseWhenFull(log, field.max)
  const most = mostByOne(field.max)
  if (Object.keys(log).length >= most && countOf(log, ctx.by) >= most)
    throw new MeshError('domain/too-large', 'One person wrote too much here', { details: { max: most } })
  const after = (seen ?? newestOf(log)).slice(-64)
  return put([...path, ctx.newId()], storedEntry(field.fields, { ...values, by: ctx.by, at: ctx.now, after }))
}

function refuseWhenFull(existing: object, max = MAX_ENTRIES): void {
  if (Object.keys(existing).length >= max) {
    throw new MeshError('domain/too-large', 'This list is full', { details: { max } })
  }
}

/** One move of a state machine kept in a log. @throws MeshError `domain/not-allowed-now` when its table does not lead there */
export function moveEntry<S extends string, F extends Fields>(
  machine: Machine<S>,
  place: { readonly path: Path; readonly field: LogField<F>; readonly log: Readonly<Record<string, Move<S>>> },
  move: { readonly to: S; readonly [name: string]: unknown },
  ctx: EditContext,
): Write {
  const from = reduceMoves(machine, place.log).state
  requireMove(machine, from, move.to)
  return appendLog(place.path, place.field, place.log, { ...move, from }, ctx)
}

/** @throws MeshError `domain/not-allowed-now` with `from`, `to` and what is `possible` */
export function requireMove<S extends string>(machine: Machine<S>, from: S, to: S): void {
  if (canMove(machine, from, to)) return
  throw new MeshError('domain/not-allowed-now', 'That step is not possible from here', {
    details: { from, to, possible: machine.moves[from].join(', ') },
  })
}

/** The entry of that id. @throws MeshError `domain/not-found` */
export function requireEntry<T>(entries: Readonly<Record<string, T>>, id: string, what: string): T {
  if (Object.hasOwn(entries, id)) return entries[id]!
  throw new MeshError('domain/not-found', 'No such entry in this record', { details: { what } })
}
