import type { Json } from '../write.ts'
import { MAX_ENTRIES, readId, readTime, type Read } from './scalars.ts'

/** A last-writer-wins value. Absent in the stored record until somebody sets it; shown as null. */
export interface ScalarField<T extends Json, Required extends boolean> {
  readonly is: 'scalar'
  readonly read: Read<T>
  /** The entry that holds it is left out when it is missing. */
  readonly required: Required
  readonly searched: boolean
  readonly given?: Given
}
/**
 * Of a field of the record itself: what counts is what whoever made the record put there as they made it, `once` for all;
 * of `creator` it is the person who made it, whatever was put (ADR 0010).
 */
export type Given = 'once' | 'creator'
/** Text that people write together; exists, empty, from the first change on. */
export interface TextField {
  readonly is: 'text'
  readonly max: number
}
/** A whole list of scalars, replaced as one. Shown as an array. */
export interface ListField<T extends Json> {
  readonly is: 'list'
  readonly read: Read<T>
  readonly max: number
}
/** Values that belong together, stored as one list of scalars in the order of `fields`, so that two writers never mix. */
export interface TupleField<F extends ScalarFields> {
  readonly is: 'tuple'
  readonly fields: F
  /** Last word on what was read: what the values allow of one another. */
  readonly settle: (value: ParsedFields<F>) => ParsedFields<F>
  readonly given?: Given
}
/** A set of words: a map value -> true, or false once taken out. Adding the same on two laptops gives one. Shown as a sorted array. */
export interface SetField<T extends string> {
  readonly is: 'set'
  readonly read: Read<T>
  readonly max: number
  readonly searched: boolean
}
/** Entries by id. Shown as an array with `id`, oldest id first. */
export interface MapField<F extends Fields> {
  readonly is: 'map'
  readonly fields: F
  readonly max: number
}
export type SharedIds = Readonly<Record<string, { readonly [field: string]: Json }>>
/**
 * Append-only entries by sortable id, each with who, when and which entries its writer had seen. Shown in causal order. What is
 * read of it is only what devices of `by` wrote, as they wrote it first (ADR 0010).
 */
export interface LogField<F extends Fields> {
  readonly is: 'log'
  /** Ids that several laptops choose alike, and what an entry must say to stand there: the first to say so counts. */
  readonly shared: SharedIds
  readonly fields: F & typeof STAMP
  readonly max: number
  /** Entries that break a rule of the log (a move that the state machine does not know) are left out. */
  readonly accept: (entry: never) => boolean
}
/** Facts about people (or their devices) under flat keys `member/field`. Shown as an array with `member` (or another name for the key). */
export interface FlatField<F extends ScalarFields, K extends string = string> {
  readonly is: 'flat'
  /** What is read of a person is only what their own devices wrote. */
  readonly own: boolean
  readonly key: K
  readonly fields: F
  readonly max: number
}
/** A fixed group of fields in a map of its own. */
export interface StructField<F extends Fields> {
  readonly is: 'struct'
  readonly fields: F
}
/** Stock: the sum of what everybody added and took. Never people or votes. */
export interface CounterField {
  readonly is: 'counter'
}

export type ScalarFields = Readonly<Record<string, ScalarField<any, boolean>>>
export type Field =
  | ScalarField<any, boolean>
  | TextField
  | ListField<any>
  | TupleField<any>
  | SetField<any>
  | MapField<any>
  | LogField<any>
  | FlatField<any>
  | StructField<any>
  | CounterField
export type Fields = Readonly<Record<string, Field>>

/** What parsing gives for a field. */
export type Parsed<F> =
  F extends ScalarField<infer T, infer Required>
    ? Required extends true
      ? T
      : T | null
    : F extends TextField
      ? string
      : F extends ListField<infer T>
        ? readonly T[]
        : F extends TupleField<infer G>
          ? ParsedFields<G> | null
          : F extends SetField<infer T>
            ? readonly T[]
            : F extends MapField<infer G>
              ? Entries<ParsedFields<G>>
              : F extends LogField<infer G>
                ? Entries<ParsedFields<G & typeof STAMP>>
                : F extends FlatField<infer G>
                  ? Entries<ParsedFields<G>>
                  : F extends StructField<infer G>
                    ? ParsedFields<G>
                    : F extends CounterField
                      ? number
                      : never
export type ParsedFields<F> = { readonly [K in keyof F]: Parsed<F[K]> }
export type Entries<T> = Readonly<Record<string, T>>

/** What showing gives for a field. */
export type Shown<F> =
  F extends MapField<infer G>
    ? readonly ({ readonly id: string } & ShownFields<G>)[]
    : F extends LogField<infer G>
      ? readonly ({ readonly id: string; readonly fromFuture: boolean } & ShownFields<G & typeof STAMP>)[]
      : F extends FlatField<infer G, infer K>
        ? readonly ({ readonly [N in K]: string } & ParsedFields<G>)[]
        : F extends StructField<infer G>
          ? ShownFields<G>
          : Parsed<F>
export type ShownFields<F> = { readonly [K in keyof F]: Shown<F[K]> }

export function scalar<T extends Json>(read: Read<T>): ScalarField<T, false> {
  return { is: 'scalar', read, required: false, searched: false }
}

/** A scalar without which its entry means nothing. */
export function needed<T extends Json>(read: Read<T>): ScalarField<T, true> {
  return { is: 'scalar', read, required: true, searched: false }
}

/** A scalar whose words are found by search. */
export function searched<T extends Json, R extends boolean>(field: ScalarField<T, R>): ScalarField<T, R> {
  return { ...field, searched: true }
}

export function coText(max: number): TextField {
  return { is: 'text', max }
}

export function list<T extends Json>(read: Read<T>, max: number): ListField<T> {
  return { is: 'list', read, max }
}

export function tuple<F extends ScalarFields>(
  fields: F,
  settle: (value: ParsedFields<F>) => ParsedFields<F> = (value) => value,
): TupleField<F> {
  return { is: 'tuple', fields, settle }
}

export function set<T extends string>(read: Read<T>, max = 200): SetField<T> {
  return { is: 'set', read, max, searched: true }
}

/** A set of ids: search does not look at them. */
export function idSet(max = MAX_ENTRIES): SetField<string> {
  return { is: 'set', read: readId, max, searched: false }
}

export function map<F extends Fields>(fields: F): MapField<F> {
  return { is: 'map', fields, max: MAX_ENTRIES }
}

export function log<F extends Fields>(
  fields: F,
  accept: (entry: ParsedFields<F>) => boolean = () => true,
): LogField<F> {
  return { is: 'log', shared: {}, fields: { ...fields, ...STAMP }, max: MAX_ENTRIES, accept: accept }
}

/** A log some of whose entries stand under ids that several laptops choose alike. */
export function shared<F extends Fields>(field: LogField<F>, ids: SharedIds): LogField<F> {
  return { ...field, shared: ids }
}

export function flat<F extends ScalarFields>(fields: F): FlatField<F, 'member'> {
  return flatBy('member', fields)
}

/** {@link flat} with another name for its key. */
export function flatBy<F extends ScalarFields, const K extends string>(key: K, fields: F): FlatField<F, K> {
  return { is: 'flat', own: false, key, fields, max: MAX_ENTRIES }
}

/** Facts that each person alone tells of themselves. */
export function own<F extends ScalarFields, K extends string>(field: FlatField<F, K>): FlatField<F, K> {
  return { ...field, own: true }
}

/** A field of the record itself that is given with its making, for good. */
export function given<F extends ScalarField<any, any> | TupleField<any>>(field: F, how: Given = 'once'): F {
  return { ...field, given: how }
}

export function struct<F extends Fields>(fields: F): StructField<F> {
  return { is: 'struct', fields }
}

export function counter(): CounterField {
  return { is: 'counter' }
}

/** On every log entry: the person who made it, their wall clock, and the newest entries that they had seen. */
export const STAMP = {
  by: needed(readId),
  at: needed(readTime),
  after: list(readId, 64),
} as const
