import { log, needed, scalar, type Parsed } from '../../shape/fields.ts'
import { readId, readTime, readWord } from '../../shape/scalars.ts'
import { causalOrder } from '../../states/causal-log.ts'
import { textField } from '../common.ts'

/** Longest hand-over note. */
export const MAX_HAND_OVER = 1_000

/** Who is on call: a shift ends with a hand-over, or by saying that nobody takes over. */
export const DUTY_LOG = log({
  what: needed(readWord(['start', 'hand-over', 'end'])),
  /** Whose shift begins, is handed over or ends: a person id. */
  person: needed(readId),
  /** Of a hand-over: who takes over. */
  to: scalar(readId),
  /** When the shift that begins is planned to end. */
  until: scalar(readTime),
  note: textField(MAX_HAND_OVER),
})
export type DutyLog = Parsed<typeof DUTY_LOG>

export interface OnCall {
  /** Person id. */
  readonly person: string
  readonly since: number
  /** Null: until they hand over. */
  readonly until: number | null
}
export interface DutyView {
  /** `never`: nobody was ever on call; `overdue`: shifts have run out and nobody took over; `nobody`: the last ended. */
  readonly state: 'never' | 'on-call' | 'overdue' | 'nobody'
  readonly onCall: readonly OnCall[]
  /** Whose shift has run out without a hand-over, while nobody is on call. */
  readonly overdue: readonly OnCall[]
  /** Since when it is so; null for `never`. */
  readonly since: number | null
  /** The newest note of a hand-over or an end. */
  readonly note: { readonly by: string; readonly at: number; readonly text: string } | null
}

/**
 * Who is on call at a moment. A shift stands until somebody who knew of it handed it over or ended it, so one that begins while another
 * ends elsewhere stands: "nobody" is said only where nobody is.
 *
 * @param options.isMember whether somebody is still in the network; who is not, is not on call
 */
export function dutyOf(
  entries: DutyLog,
  { now, isMember = () => true }: { readonly now: number; readonly isMember?: (person: string) => boolean },
): DutyView {
  const order = causalOrder(entries)
  if (order.length === 0) return { state: 'never', onCall: [], overdue: [], since: null, note: null }
  const knows = knowledgeOf(entries, order)
  const begins = order.flatMap((id) => {
    const { what, person, to, until, at } = entries[id]!
    const who = what === 'start' ? person : what === 'hand-over' ? to : null
    return who === null ? [] : [{ id, person: who, since: at, until }]
  })
  const places = new Map(order.map((id, at) => [id, at]))
  const ended = (begin: (typeof begins)[number]): boolean =>
    // What follows it comes after it, as a rule the very next
    order.slice(places.get(begin.id)! + 1).some((id) => {
      const { what, person, to, at } = entries[id]!
      const replaced = (what === 'start' ? person : to) === begin.person && what !== 'end'
      const handed = what !== 'start' && person === begin.person
      // Whoever begins when a shift has run out takes its place
      const ranOut = what === 'start' && begin.until !== null && begin.until <= at
      return (replaced || handed || ranOut) && knows(id, begin.id)
    })
  const standing = begins.filter((begin) => isMember(begin.person) && !ended(begin))
  const onCall = merged(standing.filter(({ until }) => until === null || until > now))
  const overdue = onCall.length > 0 ? [] : merged(standing)
  const last = entries[order.at(-1)!]!
  const noted = order.findLast((id) => entries[id]!.what !== 'start' && entries[id]!.note !== null)
  return {
    state: onCall.length > 0 ? 'on-call' : overdue.length > 0 ? 'overdue' : 'nobody',
    onCall,
    overdue,
    since:
      onCall.length > 0
        ? Math.min(...onCall.map(({ since }) => since))
        : overdue.length > 0
          ? Math.max(...overdue.map(({ until }) => until!))
          : last.at,
    note: noted === undefined ? null : { by: entries[noted]!.by, at: entries[noted]!.at, text: entries[noted]!.note! },
  }
}

/** Whether the writer of one entry had seen another. Made once for all, since every laptop asks it whenever it shows the network. */
function knowledgeOf(entries: DutyLog, order: readonly string[]): (id: string, other: string) => boolean {
  const places = new Map(order.map((id, at) => [id, at]))
  const words = Math.ceil(order.length / 32)
  const seen = order.map(() => new Uint32Array(words))
  for (const [at, id] of order.entries()) {
    for (const parent of entries[id]!.after) {
      const before = places.get(parent) ?? at
      // A later one can be a parent only by forgery
      if (before < at) for (let word = 0; word < words; word++) seen[at]![word]! |= seen[before]![word]!
    }
    seen[at]![at >> 5]! |= 1 << (at & 31)
  }
  return (id, other) => {
    const place = places.get(other)!
    return (seen[places.get(id)!]![place >> 5]! & (1 << (place & 31))) !== 0
  }
}

/** One line a person, in order of id: of several shifts of theirs, from the first to the last end. */
function merged(shifts: readonly OnCall[]): OnCall[] {
  const people = [...new Set(shifts.map(({ person }) => person))].toSorted()
  return people.map((person) => {
    const own = shifts.filter((one) => one.person === person)
    const ends = own.map(({ until }) => until)
    return {
      person,
      since: Math.min(...own.map(({ since }) => since)),
      until: ends.some((one) => one === null) ? null : Math.max(...ends.map((one) => one!)),
    }
  })
}
