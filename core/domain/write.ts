import type { AlertFacts } from './edits/alert/facts.ts'

/** What may stand in a record: JSON without undefined. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Where in a record: map keys from the root, never list positions. */
export type Path = readonly string[]

/**
 * One smallest step of an edit. An edit is a pure function from a record and an input to a list of these, so it
 * needs no Automerge to be tested and crosses to the documents process as data. Strings become immutable values,
 * except at the co-edited paths of the record's kind, which take only `splice`.
 */
export type Write =
  /** Sets a scalar, a whole list of scalars, or puts a new map under a key that no other laptop can choose at once. */
  | { readonly op: 'put'; readonly path: Path; readonly value: Json }
  /** Changes co-edited text: at UTF-16 `index` take out `remove` code units, then insert `insert`. */
  | {
      readonly op: 'splice'
      readonly path: Path
      readonly index: number
      readonly remove: number
      readonly insert: string
    }
  /** Adds to a counter (stock only, never people or votes). */
  | { readonly op: 'add'; readonly path: Path; readonly by: number }

/** Who does an edit, when, and where fresh ids come from. Nothing of this is taken from thin air. */
export interface EditContext {
  /** The person (not the device) who does it, as lower-case hex of the person id. */
  readonly by: string
  /** Wall-clock milliseconds: shown, never trusted. */
  readonly now: number
  /** A fresh id, sortable by time of making, unique across laptops: `[0-9A-Za-z_.:-]{1,64}`. */
  readonly newId: () => string
  /** The network's country (ISO 3166-1, `DE`), for telephone numbers written without one. */
  readonly country?: string | undefined
  /** The network's time zone (IANA name), for times written without one. */
  readonly timeZone?: string | undefined
  /** Alerts about this record that had no all-clear yet, where known: they stand against closing it. */
  readonly alertsOpen?: number | undefined
  /** People out there for alerts about this record who have not checked out, where known: they stand against closing it too. */
  readonly respondersOut?: number | undefined
  /** What alerts rest on: the people of the network and what the alert is about. Without it nothing can be sent. */
  readonly alerts?: AlertFacts | undefined
}
