import { cutText } from '../text/clean.ts'
import { fewOfEach } from './few-of-each.ts'
import type { Field, Fields, ParsedFields, ScalarFields, TupleField } from './fields.ts'
import { MAX_ID, readId } from './scalars.ts'

/** A record read from outside, and how many of its parts were left out. */
export interface ParseResult<T> {
  readonly record: T
  readonly dropped: number
}

type Bag = { [key: string]: unknown }
interface Tally {
  dropped: number
}

/**
 * Reads a stored record of any origin. Total: never throws. Only own keys count; unknown fields, wrong types, overlong and
 * malformed values and entries lacking what they need are left out and counted; a missing map is an empty one.
 */
export function parseFields<F extends Fields>(fields: F, raw: unknown): ParseResult<ParsedFields<F>> {
  const tally: Tally = { dropped: 0 }
  const record = readFields(fields, isBag(raw) ? raw : {}, tally) ?? {}
  if (!isBag(raw)) tally.dropped++
  return { record: record as ParsedFields<F>, dropped: tally.dropped }
}

/** Undefined when a needed scalar is missing. */
function readFields(fields: Fields, raw: Bag, tally: Tally): Bag | undefined {
  const result: Bag = {}
  let found = 0
  for (const name of Object.keys(fields)) {
    const field = fields[name]!
    const present = Object.hasOwn(raw, name)
    if (present) found++
    const value = readField(field, present ? raw[name] : undefined, tally)
    if (value === undefined) return undefined
    result[name] = value
  }
  const unknown = Object.keys(raw).length - found
  tally.dropped += Math.max(unknown, 0)
  return result
}

function readField(field: Field, raw: unknown, tally: Tally): unknown {
  switch (field.is) {
    case 'scalar': {
      if (raw === undefined || raw === null) return field.required ? undefined : null
      const value = field.read(raw)
      if (value === undefined) tally.dropped++
      return value ?? (field.required ? undefined : null)
    }
    case 'text':
      return readCoText(raw, field.max, tally)
    case 'list':
      return readList(raw, field, tally)
    case 'tuple':
      return readTuple(field, raw, tally)
    case 'set':
      return readSet(raw, field, tally)
    case 'map':
      return readEntries(entriesOf(raw, field.max, tally), tally, (entry) => readFields(field.fields, entry, tally))
    case 'log':
      return readEntries(logEntries(raw, field.max, tally), tally, (entry) => {
        const read = readFields(field.fields, entry, tally)
        return read !== undefined && field.accept(read as never) ? read : undefined
      })
    case 'flat':
      return readFlat(field.fields, raw, field.max, tally)
    case 'struct':
      if (raw !== undefined && !isBag(raw)) tally.dropped++
      return readFields(field.fields, isBag(raw) ? raw : {}, tally) ?? {}
    case 'counter':
      if (raw === undefined) return 0
      if (Number.isSafeInteger(raw)) return raw
      tally.dropped++
      return 0
  }
}

/** Positions in co-edited text are the document's own, so it is cut at most, never cleaned. */
function readCoText(raw: unknown, max: number, tally: Tally): string {
  if (raw === undefined) return ''
  if (typeof raw !== 'string') {
    tally.dropped++
    return ''
  }
  if (raw.length > max) tally.dropped++
  return cutText(raw, max)
}

function readList(raw: unknown, field: { read: (value: unknown) => unknown; max: number }, tally: Tally): unknown[] {
  if (raw === undefined || raw === null) return []
  if (!Array.isArray(raw)) {
    tally.dropped++
    return []
  }
  const values = raw.slice(0, field.max).flatMap((item) => field.read(item) ?? [])
  tally.dropped += raw.length - values.length
  return values
}

function readTuple(field: TupleField<any>, raw: unknown, tally: Tally): Bag | null {
  if (raw === undefined || raw === null) return null
  const names = Object.keys(field.fields)
  if (!Array.isArray(raw) || raw.length !== names.length) {
    tally.dropped++
    return null
  }
  const result: Bag = {}
  for (const [at, name] of names.entries()) {
    const value = readField(field.fields[name], raw[at], tally)
    if (value === undefined) return null
    result[name] = value
  }
  return field.settle(result as never) as Bag
}

function readSet(
  raw: unknown,
  field: { read: (value: unknown) => string | undefined; max: number },
  tally: Tally,
): string[] {
  const values: string[] = []
  for (const [key, member] of entriesOf(raw, 10 * field.max, tally)) {
    if (typeof member !== 'boolean' || key === '__proto__' || field.read(key) !== key) tally.dropped++
    else if (member) values.push(key)
  }
  values.sort()
  tally.dropped += Math.max(values.length - field.max, 0)
  return values.slice(0, field.max)
}

function logEntries(raw: unknown, max: number, tally: Tally): (readonly [string, unknown])[] {
  const all = entriesOf(raw, Infinity, tally)
  const kept = fewOfEach(all, max).slice(0, max)
  tally.dropped += all.length - kept.length
  return kept
}

function readEntries(
  entries: readonly (readonly [string, unknown])[],
  tally: Tally,
  read: (entry: Bag) => Bag | undefined,
): Bag {
  const result: Bag = {}
  for (const [key, value] of entries) {
    const entry = readId(key) !== undefined && isBag(value) ? read(value) : undefined
    if (entry === undefined) tally.dropped++
    else result[key] = entry
  }
  return result
}

function readFlat(fields: ScalarFields, raw: unknown, max: number, tally: Tally): Bag {
  const byMember = Object.create(null) as { [member: string]: Bag } // a member may be called `constructor`
  const width = Math.max(Object.keys(fields).length, 1)
  for (const [key, value] of entriesOf(raw, max * width, tally)) {
    const [member = '', name = '', ...rest] = key.length <= 2 * MAX_ID ? key.split('/') : []
    if (rest.length > 0 || readId(member) === undefined || !Object.hasOwn(fields, name)) tally.dropped++
    else (byMember[member] ??= {})[name] = value
  }
  const result: Bag = {}
  for (const [member, values] of Object.entries(byMember).slice(0, max)) {
    const read = readFields(fields, values, tally)
    if (read === undefined) tally.dropped++
    else result[member] = read
  }
  return result
}

/** Own entries in the order of their keys; of too many, those with the lowest keys, so that every laptop leaves out the same. */
function entriesOf(raw: unknown, max: number, tally: Tally): [string, unknown][] {
  if (raw === undefined) return []
  if (!isBag(raw)) {
    tally.dropped++
    return []
  }
  const keys = Object.keys(raw)
  if (keys.length > 1) keys.sort()
  tally.dropped += Math.max(keys.length - max, 0)
  return keys.slice(0, max).map((key) => [key, raw[key]])
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
