import { withPrecision } from '../input/place.ts'
import { flat, given, list, log, needed, own, scalar, searched, set, tuple, type Parsed } from '../shape/fields.ts'
import {
  readBoolean,
  readId,
  readInteger,
  readLabel,
  readPlusCode,
  readText,
  readTime,
  readWord,
} from '../shape/scalars.ts'
import { canMove, statesOf, type Machine } from '../states/machine.ts'
import { FLAG_REASONS, PLACE_PRECISIONS, TIME_PRECISIONS } from './words.ts'

/** The version of the initial structures; a change to any of them needs a new one. */
export const INITIAL_VERSION = 1

/** A free text of several lines, searched. */
export const textField = (max?: number) => searched(scalar(readText(max)))
/** A single-line label, searched. */
export const labelField = (max?: number) => searched(scalar(readLabel(max)))

/**
 * Fields of every record. Who made it is told by its first unit; who changed it last, and when, is what the writing copy says.
 * `flags`: "identifies someone" or "unsafe", with the coordinators' decisions (product.md, requirement 22).
 */
export const BASE = {
  v: scalar(readInteger(1, 1_000)),
  createdAt: given(scalar(readTime)),
  createdBy: given(scalar(readId), 'creator'),
  updatedAt: scalar(readTime),
  updatedBy: scalar(readId),
  archivedAt: scalar(readTime),
  archivedBy: scalar(readId),
  flags: log({
    reason: needed(readWord(FLAG_REASONS)),
    decisions: own(flat({ keep: scalar(readBoolean), at: scalar(readTime) })),
  }),
} as const

/**
 * A place as one value: label, how closely it may be told, and its plus code. Cut to its precision on reading too, since a copy
 * that does not keep the rules may have stored more.
 */
export const placeField = () =>
  tuple(
    { label: labelField(), precision: needed(readWord(PLACE_PRECISIONS)), plusCode: scalar(readPlusCode) },
    withPrecision,
  )

/** A point in time and how closely it is known. */
export const momentField = () => tuple({ at: needed(readTime), precision: needed(readWord(TIME_PRECISIONS)) })

/** The moves of a state machine; one that the table does not know is left out. */
export function moveLog<S extends string>(machine: Machine<S>) {
  const states = readWord(statesOf(machine))
  return log({ from: needed(states), to: needed(states), note: textField() }, (move) =>
    canMove(machine, move.from, move.to),
  )
}

/** Statements of consent: each replaces those that its writer had seen; of concurrent ones, a "no" stands. */
export function consentLog<const N extends string>(uses: readonly N[]) {
  const fields = Object.fromEntries(uses.map((use) => [use, scalar(readBoolean)])) as {
    readonly [K in N]: ReturnType<typeof scalar<boolean>>
  }
  return log({ givenBy: labelField(), givenAt: scalar(readTime), expiresAt: scalar(readTime), ...fields })
}

/** Languages, roles and other short words. */
export const wordSet = (max?: number) => set(readLabel(64), max)
export const lines = (max: number, length = 200) => list(readLabel(length), max)

type Flags = Parsed<(typeof BASE)['flags']>

/** Coordinators who must have decided before a flagged record is shown again (product.md, requirement 22). */
const DECIDERS = 2

/**
 * Whether a flag hides the record: until two people have decided on it, and as long as one of them says that it should stay
 * hidden. Who may decide (coordinators) is checked where the membership log is known.
 */
export function isHidden(flags: Flags): boolean {
  return Object.values(flags).some((flag) => {
    const decisions = Object.values(flag.decisions).filter((one) => one.keep !== null)
    return decisions.length < DECIDERS || decisions.some((one) => one.keep === false)
  })
}
