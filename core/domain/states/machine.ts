import { historyOf, newestOf } from './causal-log.ts'

/** A state machine as a table. */
export interface Machine<S extends string> {
  /** Where a record is before its log has an entry. */
  readonly initial: S
  /** From each state, where one may go. */
  readonly moves: Readonly<Record<S, readonly S[]>>
  /** All states, most careful first: which of several concurrent ones is shown. */
  readonly care: readonly S[]
  /** The state that some concurrent ones amount to, where that is none of them. */
  readonly contradiction?: (states: ReadonlySet<S>) => S | undefined
}

/** One move, as the logs hold it. */
export interface Move<S extends string> {
  /** The state that its author saw; it may come from elsewhere than this log (a need that reopened an incident). */
  readonly from: S
  readonly to: S
  readonly after: readonly string[]
}

export interface Reduced<S extends string> {
  readonly state: S
  /** The entries that the state rests on: one, or those that were made without knowing of each other. */
  readonly entries: readonly string[]
  /** Whether people moved it to different states without knowing of each other. */
  readonly contested: boolean
}

export function statesOf<S extends string>(machine: Machine<S>): readonly S[] {
  return machine.care
}

export function canMove<S extends string>(machine: Machine<S>, from: S, to: S): boolean {
  return Object.hasOwn(machine.moves, from) && machine.moves[from].includes(to)
}

/**
 * The state that a log of moves amounts to. A pure function of the set of entries: their order in the map, and clocks, do not
 * matter. A move replaces those that its author had seen. Of several newest moves, one that only went where another has been
 * since adds nothing; the rest reduce to the contradiction's state or the most careful one.
 */
export function reduceMoves<S extends string>(machine: Machine<S>, log: Readonly<Record<string, Move<S>>>): Reduced<S> {
  const newest = newestOf(log)
  if (newest.length === 0) return { state: machine.initial, entries: [], contested: false }
  if (newest.length === 1) return { state: log[newest[0]!]!.to, entries: newest, contested: false }
  const standing = withoutOvertaken(log, newest)
  const states = new Set(standing.map((id) => log[id]!.to))
  const state = machine.contradiction?.(states) ?? machine.care.find((one) => states.has(one)) ?? machine.initial
  return { state, entries: standing, contested: states.size > 1 }
}

/** Comparing histories costs the square of their number; a forger's hundreds of newest entries are not worth it. */
const MAX_COMPARED = 32

function withoutOvertaken<S extends string>(
  log: Readonly<Record<string, Move<S>>>,
  newest: readonly string[],
): readonly string[] {
  if (newest.length > MAX_COMPARED) return newest
  const histories = new Map(newest.map((id) => [id, historyOf(log, id)]))
  const onlyIn = (a: string, b: string): Set<S> => {
    const other = histories.get(b)!
    return new Set([...histories.get(a)!].filter((id) => !other.has(id)).map((id) => log[id]!.to))
  }
  const overtaken = (a: string, b: string): boolean => {
    const mine = onlyIn(a, b)
    const theirs = onlyIn(b, a)
    return mine.size < theirs.size && [...mine].every((state) => theirs.has(state))
  }
  const standing = newest.filter((id) => !newest.some((other) => other !== id && overtaken(id, other)))
  return standing.length > 0 ? standing : newest
}
