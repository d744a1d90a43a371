import { showFields } from '../../shape/show.ts'
import type { AlertAnswer, AlertState, EscalationStep } from '../../states/alert-states.ts'
import { newestOf } from '../../states/causal-log.ts'
import type { VerificationState } from '../../states/verification-states.ts'
import type { Identifying } from '../../text-check.ts'
import { ALERT_FIELDS, type AlertContent, type AlertRecord, type AlertShown, type Confirmable } from './alert.ts'
import { countNeed, reduceCourse, type Course, type NeedCount } from './course.ts'
import { gateOf, type Gate } from './gate.ts'
import { respondersOf, standingMoves, type Responder } from './responders.ts'
import {
  addressedBy,
  alertState,
  confirmersOf,
  firstSending,
  identifyingWords,
  isEnough,
  isStopped,
  nextStep,
  sentAt,
  shownVersion,
  stepsInEffect,
  type NextStep,
} from './standing.ts'

/** How far the alert has come with one person (product.md, requirement 12). */
export const REACH_STATES = ['not-reached', 'reached', 'seen', 'answered', 'phoned', 'told'] as const

export interface AlertPerson {
  /** Person id, or a contact's. */
  readonly member: string
  readonly state: (typeof REACH_STATES)[number]
  /** As it counts: who said "coming" too late stands by. */
  readonly answer: AlertAnswer | null
  readonly late: boolean
  readonly role: string | null
  readonly eta: number | null
  /** Who phoned or told them, or recorded their answer; null where it was they themselves. */
  readonly by: string | null
  /** When it came to this, by the clock of who recorded it. */
  readonly at: number | null
}

type Content = { readonly [K in Exclude<keyof AlertContent, 'need'>]: AlertContent[K] | null }

/** Of `moves` only those on which somebody's state rests. */
export interface AlertView extends Omit<AlertShown, keyof Content>, Content {
  readonly state: AlertState
  readonly messageType: 'Alert' | 'Update'
  /** Id of the version that is shown: of a draft the newest, else the one that was sent. */
  readonly version: string | null
  /** Two people changed the draft without knowing of each other: this is one of the two. */
  readonly contested: boolean
  /** An exercise or a test: to look different everywhere. */
  readonly drill: boolean
  /** As its sender's laptop said. */
  readonly sent: number | null
  readonly sentBy: string | null
  /** Earlier than that says where its clock was ahead of all who have it: see `sentAt`. */
  readonly expires: number | null
  /** The label it was sent with, for good. */
  readonly verified: VerificationState | null
  /** Null for a draft. */
  readonly gate: Gate | null
  /** Who confirmed the version shown. */
  readonly confirmedBy: { readonly [K in Confirmable]: readonly string[] }
  /** What in its text could identify somebody. */
  readonly identifyingText: readonly Identifying[]
  /** Person ids of all whom it is for, by the sending and the steps taken since. */
  readonly addressed: readonly string[]
  readonly people: readonly AlertPerson[]
  /** Where each stands, with the timers of those who are out. */
  readonly responders: readonly Responder[]
  readonly counts: {
    readonly addressed: number
    readonly reached: number
    readonly coming: number
    /** Out there and not checked out; of them, who needs help. */
    readonly out: number
    readonly needsHelp: number
  }
  readonly need: readonly NeedCount[]
  /** "We have enough, please don't come." */
  readonly enough: boolean
  readonly updatedBy: string | null
  /** Steps of the escalation that are in effect. */
  readonly raised: readonly EscalationStep[]
  /** Somebody stopped the escalation. */
  readonly stopped: boolean
  readonly nextStep: NextStep | null
}

export function presentAlert(record: AlertRecord, options: { now: number }): AlertView {
  // Who is out checks in every half hour: what they said before is not shown
  const shown = showFields(ALERT_FIELDS, { ...record, moves: standingMoves(record) }, options)
  const version = shownVersion(record)
  const sending = firstSending(record)
  const course = reduceCourse(record.course)
  const state = alertState(record, options.now, course)
  const { by: _by, at: _at, after: _after, need, ...content } = version?.content ?? NOTHING
  const confirmedBy = {
    unverified: version === undefined ? [] : confirmersOf(record, 'unverified', version.id),
    text: version === undefined ? [] : confirmersOf(record, 'text', version.id),
  }
  const people = peopleOf(record, course)
  const responders = respondersOf(record, { now: options.now, course })
  return {
    ...shown,
    versions: shown.versions.filter((one) => one.id === version?.id),
    sendings: shown.sendings.filter((one) => sending !== undefined && record.sendings[one.id] === sending),
    ...content,
    need: countNeed({ need }, course.answers),
    state,
    messageType: record.references === null ? 'Alert' : 'Update',
    version: version?.id ?? null,
    contested: sending === undefined && newestOf(record.versions).length > 1,
    drill: version !== undefined && version.content.status !== 'Actual',
    sent: sending?.at ?? null,
    sentBy: sending?.by ?? null,
    expires:
      sending === undefined || version === undefined
        ? null
        : sentAt(record, sending, options.now) + version.content.minutes * 60_000,
    verified: sending?.verified ?? null,
    gate:
      sending === undefined || version === undefined
        ? null
        : gateOf(version.content, { ...sending, confirmers: confirmedBy.unverified }),
    confirmedBy,
    identifyingText: version === undefined ? [] : identifyingWords(version.content),
    addressed: [...addressedBy(record)].toSorted(),
    people,
    responders,
    counts: {
      addressed: addressedBy(record).size,
      reached: people.filter((one) => one.state !== 'not-reached').length,
      coming: people.filter((one) => one.answer === 'coming').length,
      out: responders.filter((one) => one.out).length,
      needsHelp: responders.filter((one) => one.needsHelp).length,
    },
    enough: sending !== undefined && version !== undefined && isEnough(version.content, course),
    updatedBy: course.updatedBy,
    raised: [...stepsInEffect(record)],
    stopped: isStopped(record),
    nextStep: nextStep(record, options.now, course),
  }
}

const NOTHING = {
  status: null,
  kind: null,
  audience: null,
  urgency: null,
  severity: null,
  certainty: null,
  headline: null,
  instruction: null,
  area: null,
  minutes: null,
  need: {},
  by: null,
  at: null,
  after: null,
} as const

/** All addressed, and all who answered or were told otherwise; nobody for a draft. */
function peopleOf(record: AlertRecord, course: Course): AlertPerson[] {
  if (firstSending(record) === undefined) return []
  const members = new Set([...addressedBy(record), ...course.answers.keys(), ...course.told.keys()])
  return [...members].toSorted().map((member) => personOf(member, record, course))
}

function personOf(member: string, record: AlertRecord, course: Course): AlertPerson {
  const ack = Object.hasOwn(record.acks, member) ? record.acks[member]! : { reachedAt: null, seenAt: null }
  const said = course.answers.get(member)
  const told = course.told.get(member)
  const facts = {
    member,
    answer: said?.answer ?? null,
    late: said?.late ?? false,
    role: said?.role ?? null,
    eta: said?.eta ?? null,
  }
  const way = said?.via ?? told?.via
  if (way === 'phone' || way === 'person') {
    const { by, at } = said ?? told!
    return { ...facts, state: way === 'phone' ? 'phoned' : 'told', by, at }
  }
  if (said !== undefined) return { ...facts, state: 'answered', by: said.by === member ? null : said.by, at: said.at }
  if (ack.seenAt !== null) return { ...facts, state: 'seen', by: null, at: ack.seenAt }
  return { ...facts, state: ack.reachedAt === null ? 'not-reached' : 'reached', by: null, at: ack.reachedAt }
}
