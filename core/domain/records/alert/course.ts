import { causalOrder, newestOf } from '../../states/causal-log.ts'
import type { AlertAnswer } from '../../states/alert-states.ts'
import type { AlertContent, AlertRecord } from './alert.ts'

type Log = AlertRecord['course']
type Entry = Log[string]

/** What one person has said, as it counts. */
export interface PersonAnswer {
  readonly answer: AlertAnswer
  /** Said "coming" after somebody had said "enough": stands by. */
  readonly late: boolean
  /** Said "coming" in time once, whatever they said later or elsewhere. */
  readonly wasComing: boolean
  readonly role: string | null
  readonly eta: number | null
  readonly via: 'app' | 'phone' | 'person'
  /** Their buddies in the circles, as known then. */
  readonly buddies: readonly string[]
  /** Who recorded it: the person, or somebody for them. */
  readonly by: string
  /** Milliseconds, by the clock of who recorded it. */
  readonly at: number
}

/** What has become of an alert. */
export interface Course {
  readonly cancelled: boolean
  readonly allClear: boolean
  readonly enough: boolean
  /** The alert that took its place; of several, the one with the lowest id. */
  readonly updatedBy: string | null
  readonly answers: ReadonlyMap<string, PersonAnswer>
  /** By person: the newest word that somebody reached them by phone or in person. */
  readonly told: ReadonlyMap<string, Entry>
}

/** Of answers made without knowing of each other, the first of these is counted: nobody is counted on who may not come. */
const CARE: readonly AlertAnswer[] = ['cannot', 'standby', 'coming']

/**
 * A pure function of the set of entries: their order in the map, and clocks, do not matter. Who says "coming" knowing of "enough"
 * stands by, unless they were coming already. Who said it without knowing stays coming: nobody who is on the way is turned
 * back by a merge.
 */
export function reduceCourse(log: Log): Course {
  const standing = standingAnswers(log)
  const people = new Map<string, Record<string, Entry>>()
  const told = new Map<string, Entry>()
  for (const id of causalOrder(log)) {
    const entry = log[id]!
    if (entry.what !== 'answer' || entry.member === null) continue
    if (entry.via === 'phone' || entry.via === 'person') told.set(entry.member, entry)
    if (entry.answer === null) continue
    const own = people.get(entry.member) ?? {}
    own[id] = entry
    people.set(entry.member, own)
  }
  const has = (what: Entry['what']): boolean => Object.values(log).some((entry) => entry.what === what)
  return {
    cancelled: has('cancelled'),
    allClear: has('all-clear'),
    enough: has('enough'),
    updatedBy:
      Object.values(log)
        .flatMap((entry) => (entry.what === 'updated' ? (entry.into ?? []) : []))
        .toSorted()[0] ?? null,
    answers: new Map([...people].map(([member, own]) => [member, countedAnswer(member, own, standing)])),
    told,
  }
}

function countedAnswer(
  member: string,
  own: Readonly<Record<string, Entry>>,
  standing: ReadonlySet<string>,
): PersonAnswer {
  const id = countedOf(newestOf(own), member, own)
  const { answer, role, eta, via, buddies, by, at } = own[id]!
  const late = answer === 'coming' && !standing.has(id)
  const wasComing = Object.keys(own).some((one) => standing.has(one))
  return { answer: late ? 'standby' : answer!, late, wasComing, role, eta, via: via ?? 'app', buddies, by, at }
}

/** Of answers for one person made without knowing of each other: their own before what others noted, then by {@link CARE}. */
function countedOf(ids: readonly string[], member: string, log: Log): string {
  const theirs = ids.filter((id) => log[id]!.by === member)
  const rank = (id: string): number => CARE.indexOf(log[id]!.answer!)
  return (theirs.length > 0 ? theirs : ids).toSorted((a, b) => rank(a) - rank(b) || (a < b ? 1 : -1))[0]!
}

/** Ids of the answers "coming" that hold: made without knowing of "enough", or by who was coming already. */
function standingAnswers(log: Log): ReadonlySet<string> {
  const knewEnough = new Set<string>()
  const standing = new Set<string>()
  for (const id of causalOrder(log)) {
    const entry = log[id]!
    const seen = entry.after.filter((one) => Object.hasOwn(log, one))
    if (seen.some((one) => knewEnough.has(one) || log[one]!.what === 'enough')) knewEnough.add(id)
    if (entry.answer !== 'coming') continue
    const before = seen.filter((one) => log[one]!.member === entry.member && log[one]!.answer !== null)
    const wasComing = before.length > 0 && standing.has(countedOf(before, entry.member ?? '', log))
    if (!knewEnough.has(id) || wasComing) standing.add(id)
  }
  return standing
}

export interface NeedCount {
  /** Null: anybody. */
  readonly role: string | null
  readonly count: number
  /** Who is coming for it. */
  readonly coming: number
}

/**
 * How many are coming for each role. Whoever is coming for no role of the list counts where anybody is asked for; where only
 * one role is asked for, everybody counts for it.
 */
export function countNeed(content: Pick<AlertContent, 'need'>, answers: Course['answers']): NeedCount[] {
  const coming = [...answers.values()].filter((one) => one.answer === 'coming')
  const wanted = Object.keys(content.need)
    .toSorted()
    .map((id) => content.need[id]!)
  const roles = new Set(wanted.map((one) => one.role))
  const roleOf = (role: string | null): string | null =>
    wanted.length === 1 ? wanted[0]!.role : roles.has(role) ? role : null
  return wanted.map(({ role, count }) => ({
    role,
    count,
    coming: coming.filter((one) => roleOf(one.role) === role).length,
  }))
}

/** Whether everything asked for is coming; never where no number was asked for. */
export function isFilled(need: readonly NeedCount[]): boolean {
  return need.length > 0 && need.every((one) => one.coming >= one.count)
}
