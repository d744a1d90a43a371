import { log, needed, scalar, type Parsed } from '../../shape/fields.ts'
import { readId, readTime, readWord } from '../../shape/scalars.ts'
import { causalOrder, historyOf } from '../../states/causal-log.ts'
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
  const known = new Map(order.map((id) => [id, historyOf(entries, id)]))
  const begins = order.flatMap((id) => {
    const { what, person, to, until, at } = entries[id]!
    const who = what === 'start' ? person : what === 'hand-over' ? to : null
    return who === null ? [] : [{ id, person: who, since: at, until }]
  })
  const endedBy = (begin: (typeof begins)[number]): boolean =>
    order.some((id) => {
      if (id === begin.id || !known.get(id)!.has(begin.id)) return false
      const { what, person, to, at } = entries[id]!
      const replaced = (what === 'start' ? person : to) === begin.person && what !== 'end'
      const ended = what !== 'start' && person === begin.person
      // Whoever begins when a shift has run out takes its place
      return replaced || ended || (what === 'start' && begin.until !== null && begin.until <= at)
    })
  const standing = begins.filter((begin) => isMember(begin.person) && !endedBy(begin))
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
