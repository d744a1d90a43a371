/** Most operations in a change, deepest nesting that one change may make. */
export const MAX_OPERATIONS = 5_000
export const MAX_DEPTH = 16

/** Columns as id * 16 + type, without the deflate bit (8). Marks and every column not named here are refused. */
export const COLUMN = {
  objectActor: 0x01,
  objectCounter: 0x02,
  keyActor: 0x11,
  keyCounter: 0x13,
  keyText: 0x15,
  insert: 0x34,
  action: 0x42,
  valueMeta: 0x56,
  value: 0x57,
  predCount: 0x70,
  predActor: 0x71,
  predCounter: 0x73,
} as const

export const MAKE_MAP = 0
export const SET = 1
export const MAKE_LIST = 2
export const DELETE = 3
export const MAKE_TEXT = 4
export const INCREMENT = 5 // tables (6) and marks (7) are not ours

/** Types of values, as Automerge numbers them in their metadata. */
export const VALUE = { null: 0, false: 1, true: 2, int: 4, float: 5, text: 6, counter: 8 } as const

/** Operations one after the other that say the same of the same object. What somebody wrote in one go is one, or one each word. */
export interface Stretch {
  /** Of operations. */
  readonly count: number
  readonly action: number
  /** The object; null for the record itself. */
  readonly objectActor: number | null
  readonly objectCounter: number | null
  /** Where in a map; null in a list or text. */
  readonly keyText: string | null
  /** Where in a list or text, with the actor null for its start; each next operation's counter is `keyStep` more. */
  readonly keyActor: number | null
  readonly keyCounter: number | null
  readonly keyStep: number
  readonly insert: boolean
  /** Of each value: length in bytes * 16 + {@link VALUE}. */
  readonly meta: number
  /** Of each operation, one after the other in {@link Operations.predCounters}. */
  readonly preds: number
}

/** The operations of one change. */
export interface Operations {
  /** 1 to 5,000. */
  readonly count: number
  /** Whether they are encoded as Automerge itself encodes them: what is here cannot be something else there. */
  readonly canonical: boolean
  readonly stretches: readonly Stretch[]
  /** Where the values lie behind the metas' lengths, one after the other. */
  readonly values: { readonly bytes: Uint8Array; readonly at: number; readonly end: number }
  readonly predActors: readonly number[]
  readonly predCounters: readonly number[]
  /** By actor, the change's own first: the greatest operation of theirs that these name; 0 only for its own. */
  readonly named: readonly number[]
}
