import { isFromFuture } from '../../shape/show.ts'
import type { AlertAnswer } from '../../states/alert-states.ts'
import { newestOf } from '../../states/causal-log.ts'
import {
  CHECK_IN_MINUTES,
  checkInStage,
  isOut,
  RESPONDER_MACHINE,
  type CheckInStage,
  type ResponderState,
} from '../../states/responder-states.ts'
import type { AlertRecord } from './alert.ts'
import { reduceCourse, type Course, type PersonAnswer } from './course.ts'
import { partnersOf } from './pairs.ts'
import { addressedBy, firstSending } from './standing.ts'

type Moves = AlertRecord['moves']
type Move = Moves[string]

/** Where one person stands who was asked for help. */
export interface Responder {
  /** Person id, or a contact's. */
  readonly member: string
  /** As it was said last; of what was said on two laptops apart, the more careful. That they are overdue is told by `checkIn`. */
  readonly state: ResponderState
  /** When it was said first that they are in this state, and when they were last heard of, by the clocks of who recorded it. */
  readonly since: number | null
  readonly heardAt: number | null
  /** Who said so for them; null where it was they themselves, or nobody has said anything. */
  readonly by: string | null
  /** What was said with it. */
  readonly note: string | null
  /** Out there: coming, on scene, leaving or in need of help, and not checked out. */
  readonly out: boolean
  readonly needsHelp: boolean
  /** Who is or was with them, in order of id. */
  readonly pair: readonly string[]
  /** Out, and nobody who is with them is. */
  readonly alone: boolean
  /** Null for who is not out, and for who needs help: that is asked of others already. */
  readonly checkIn: CheckIn | null
}
export interface CheckIn {
  readonly dueAt: number
  readonly stage: CheckInStage
  /** When the next stage begins; null at the last. */
  readonly nextAt: number | null
}

/**
 * All who were asked, answered or were heard of, in order of id; nobody for a draft. A pure function of what the record holds and the
 * moment: the timers are in no laptop's memory, so all show the same.
 */
export function respondersOf(
  record: AlertRecord,
  { now, course = reduceCourse(record.course) }: { readonly now: number; readonly course?: Course },
): Responder[] {
  const sending = firstSending(record)
  if (sending === undefined) return []
  const moves = byMember(record.moves)
  const members = [...new Set([...addressedBy(record), ...course.answers.keys(), ...moves.keys()])].toSorted()
  const standing = new Map(members.map((one) => [one, standingOf(moves.get(one) ?? {}, course.answers.get(one))]))
  const states = new Map([...standing].map(([one, { state }]) => [one, state]))
  const partners = partnersOf(record, { answers: course.answers, states })
  // A word that claims to be older than the call itself comes from a clock that is behind
  const earliest = Math.min(sending.at, now)
  return members.map((member) => {
    const { state, said } = standing.get(member)!
    const times = said.map(({ at }) => at)
    const known = [...times.filter((at) => !isFromFuture(at, now)), earliest]
    const out = isOut(state)
    const pair = partners.get(member) ?? []
    const last = said.at(-1)
    const timed = out && state !== 'needs-help'
    return {
      member,
      state,
      since: last?.since ?? null,
      heardAt: times.length > 0 ? Math.max(...times) : null,
      by: last === undefined || last.by === member ? null : last.by,
      note: last?.note ?? null,
      out,
      needsHelp: state === 'needs-help',
      pair,
      alone: out && !pair.some((one) => isOut(states.get(one) ?? 'asked')),
      checkIn: timed ? checkInOf({ heardAt: Math.max(...known), rule: sending.checkIn, now }) : null,
    }
  })
}

function checkInOf({ heardAt, rule, now }: { heardAt: number; rule: readonly number[]; now: number }): CheckIn {
  const [every, grace] = rule.length === 2 ? rule : [CHECK_IN_MINUTES.every, CHECK_IN_MINUTES.grace]
  const graceMs = grace! * 60_000
  const dueAt = heardAt + every! * 60_000
  const stage = checkInStage({ dueAt, graceMs, now })
  const nextAt = { running: dueAt, grace: dueAt + graceMs, buddy: dueAt + 2 * graceMs, dispatcher: null }[stage]
  return { dueAt, stage, nextAt }
}

interface Said {
  /** What the state rests on comes last. */
  readonly at: number
  readonly since: number
  readonly by: string
  readonly note?: string | null
}

/** One person's state by their answer and what was said of them since. */
function standingOf(moves: Moves, answer: PersonAnswer | undefined): { state: ResponderState; said: readonly Said[] } {
  const answered = answer === undefined ? [] : [{ at: answer.at, since: answer.at, by: answer.by }]
  const newest = newestOf(moves)
  const states = new Set(newest.map((id) => moves[id]!.to))
  // Whatever else was said without knowing of it: who needs help does so until somebody who knew it says otherwise
  const to = RESPONDER_MACHINE.care.find((one) => states.has(one as Move['to']))
  if (to === undefined) return { state: answer?.answer ?? 'asked', said: answered }
  const id = newest.findLast((one) => moves[one]!.to === to)!
  const others = Object.keys(moves).filter((one) => one !== id)
  const said = [
    ...answered,
    ...others.map((one) => ({ at: moves[one]!.at, since: moves[one]!.at, by: moves[one]!.by })),
    { at: moves[id]!.at, since: beginOf(moves, id, answer), by: moves[id]!.by, note: moves[id]!.note },
  ]
  // Who said "coming" only when there were enough stands by, whatever else is said of them; who came before that is out there
  const isLate = answer?.late === true && !answer.wasComing
  return { state: to === 'coming' && isLate ? 'standby' : to, said }
}

/** When the state that an entry says began: at the first of the entries in a row, or the answer, that say the same. */
function beginOf(moves: Moves, id: string, answer: PersonAnswer | undefined): number {
  const { to } = moves[id]!
  const passed = new Set([id])
  let first = id
  for (;;) {
    const parents = moves[first]!.after.filter((one) => Object.hasOwn(moves, one) && !passed.has(one))
    const same = parents.find((one) => moves[one]!.to === to)
    if (same === undefined) {
      const begins = parents.length === 0 && (answer?.answer satisfies AlertAnswer | undefined) === to
      return begins ? answer!.at : moves[first]!.at
    }
    passed.add(same)
    first = same
  }
}

/** What was said of each person since their answer. */
export function movesOf(record: AlertRecord, member: string): Moves {
  return byMember(record.moves).get(member) ?? {}
}

/** Of what was said of each person, that on which their state rests: what is shown of the log. */
export function standingMoves(record: AlertRecord): Moves {
  const shown = [...byMember(record.moves).values()].flatMap((moves) => newestOf(moves).map((id) => [id, moves[id]!]))
  return Object.fromEntries(shown)
}

function byMember(moves: Moves): Map<string, Moves> {
  const found = new Map<string, Record<string, Move>>()
  for (const [id, move] of Object.entries(moves)) {
    const own = found.get(move.member)
    if (own === undefined) found.set(move.member, { [id]: move })
    else own[id] = move
  }
  return found
}
