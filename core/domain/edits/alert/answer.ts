import { z } from 'zod'

import { invalidInput } from '../../input/invalid.ts'
import { id, label, text, time } from '../../input/fields.ts'
import { ALERT_FIELDS, MAX_INSTRUCTION, type AlertRecord } from '../../records/alert/alert.ts'
import { countNeed, isFilled, reduceCourse } from '../../records/alert/course.ts'
import { alertState, addressedBy, isEnough, shownVersion } from '../../records/alert/standing.ts'
import { ALERT_ANSWERS, type AlertAnswer } from '../../states/alert-states.ts'
import { newestOf } from '../../states/causal-log.ts'
import { foldText } from '../../text/clean.ts'
import type { EditContext, Write } from '../../write.ts'
import { timeValue } from '../common.ts'
import { appendLog, defineEdit, put } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'
import { notNow, requireSomebody } from './refusals.ts'
import { moveOfAnswer } from './responders.ts'

/** This person's own device has it. Only they can say so: there is no input for anybody else. Nothing where it was not for them. */
export const reached = defineEdit(z.strictObject({}), (record: AlertRecord, _input, ctx): Write[] =>
  addressedBy(record).has(ctx.by) ? ackWrites(record, ['reachedAt'], ctx) : [],
)

/** This person has it before their eyes. */
export const seen = defineEdit(z.strictObject({}), (record: AlertRecord, _input, ctx): Write[] => {
  requireSent(record, ctx)
  return ackWrites(record, ['reachedAt', 'seenAt'], ctx)
})

function ackWrites(record: AlertRecord, names: readonly ('reachedAt' | 'seenAt')[], ctx: EditContext): Write[] {
  const known = Object.hasOwn(record.acks, ctx.by) ? record.acks[ctx.by] : undefined
  return names
    .filter((name) => (known?.[name] ?? null) === null)
    .map((name) => put(['acks', `${ctx.by}/${name}`], ctx.now))
}

const said = { eta: time.nullish(), role: label(64).nullish() }

/**
 * This person's own answer, which may be changed. Who says "coming" when there are enough is down as standing by.
 *
 * @throws MeshError `domain/not-allowed-now` for a draft and for what is over
 */
export const answer = defineEdit(
  z.strictObject({
    answer: z.enum(ALERT_ANSWERS),
    ...said,
    /** Accepts the safety agreement, which the first "coming" takes; who calls this edit keeps that for good. */
    agreed: z.literal(true).optional(),
  }),
  (record: AlertRecord, input, ctx): Write[] => {
    requireSent(record, ctx)
    if (input.answer === 'coming' && input.agreed !== true && ctx.alerts?.agreed?.(ctx.by) === false)
      throw notNow('agreement')
    const eta = timeValue(input.eta, 'eta', ctx) ?? null
    const role = input.role ?? ownRole(record, ctx)
    const before = reduceCourse(record.course).answers.get(ctx.by)
    const same =
      before !== undefined &&
      before.by === ctx.by &&
      (before.late ? 'coming' : before.answer) === input.answer &&
      before.eta === eta &&
      before.role === role
    const given = { member: ctx.by, answer: input.answer, via: 'app' } as const
    const move = moveOfAnswer(record, given, ctx)
    if (same) return move
    return [
      ...answerWrites(record, { ...given, role, eta }, ctx),
      ...move,
      ...ackWrites(record, ['reachedAt', 'seenAt'], ctx),
    ]
  },
)

/**
 * Somebody was told by phone or in person, and what they said if they did. For members and contacts alike; never for oneself.
 *
 * @throws MeshError `domain/not-allowed-now` for a draft and for what is over, `domain/not-found` for who is neither
 */
export const recordAnswer = defineEdit(
  z.strictObject({
    person: id,
    via: z.enum(['phone', 'person']),
    answer: z.enum(ALERT_ANSWERS).optional(),
    ...said,
    note: text(MAX_INSTRUCTION).nullish(),
  }),
  (record: AlertRecord, { person, via, note, ...input }, ctx): Write[] => {
    if (person === ctx.by) throw invalidInput('person', 'malformed')
    requireSent(record, ctx)
    requireSomebody(record, person, ctx)
    requireHarmless(note, 'note')
    const eta = timeValue(input.eta, 'eta', ctx) ?? null
    const writes = answerWrites(record, { member: person, via, answer: input.answer, role: input.role, eta, note }, ctx)
    if (input.answer === undefined) return writes
    return [...writes, ...moveOfAnswer(record, { member: person, answer: input.answer, via }, ctx)]
  },
)

/** @throws MeshError `domain/not-allowed-now` for a draft, an alert that was cancelled or had its all-clear */
export function requireSent(record: AlertRecord, ctx: EditContext): void {
  const state = alertState(record, ctx.now)
  if (state === 'draft') throw notNow('not-sent')
  if (state === 'cancelled' || state === 'all-clear') throw notNow('over')
}

interface Given {
  readonly member: string
  readonly answer: AlertAnswer | undefined
  readonly via: 'app' | 'phone' | 'person'
  readonly role: string | null | undefined
  readonly eta: number | null
  readonly note?: string | null | undefined
}

/**
 * The answer, and "enough" before it where others have filled the need already, or after it where it is the one that does: so all who
 * answer later stand by, on whatever laptop.
 */
function answerWrites(record: AlertRecord, given: Given, ctx: EditContext): Write[] {
  const content = shownVersion(record)!.content
  const course = reduceCourse(record.course)
  const before = isEnough(content, course) && !course.enough ? [courseEntry(record, { what: 'enough' }, ctx)] : []
  const known = before.length > 0 ? [entryId(before[0]!)] : newestOf(record.course)
  const own = newestOf(
    Object.fromEntries(
      Object.entries(record.course).filter(([, one]) => one.member === given.member && one.answer !== null),
    ),
  )
  const buddies = given.answer === 'coming' ? buddiesOf(given.member, ctx) : []
  const entry = courseEntry(record, { what: 'answer', ...given, buddies }, ctx, [
    ...known.filter((one) => !own.includes(one)),
    ...own,
  ])
  if (course.enough || before.length > 0 || given.answer !== 'coming') return [...before, entry]
  const role = given.role ?? null
  const answers = new Map(course.answers).set(given.member, {
    answer: 'coming',
    late: false,
    wasComing: true,
    role,
    eta: null,
    via: given.via,
    buddies,
    by: ctx.by,
    at: ctx.now,
  })
  if (!isFilled(countNeed(content, answers))) return [entry]
  return [entry, courseEntry(record, { what: 'enough' }, ctx, [entryId(entry)])]
}

interface CourseValues {
  readonly what: AlertRecord['course'][string]['what']
  readonly [field: string]: unknown
}

/** An entry of what becomes of an alert. It always names an "enough" that is known here: whoever answers after it answers late. */
export function courseEntry(
  record: AlertRecord,
  values: CourseValues,
  ctx: EditContext,
  seenEntries: readonly string[] = newestOf(record.course),
): Write {
  const enough = Object.keys(record.course).find((id) => record.course[id]!.what === 'enough')
  const after = [...new Set([...seenEntries, ...(enough === undefined ? [] : [enough])])]
  return appendLog(['course'], ALERT_FIELDS.course, record.course, values, ctx, after)
}

function entryId(write: Write): string {
  return write.path.at(-1)!
}

/** Buddies in circles that are in use. */
function buddiesOf(person: string, ctx: EditContext): string[] {
  const pairs = (ctx.alerts?.people().circles ?? []).flatMap(({ buddies }) => buddies ?? [])
  const own = pairs.flatMap(({ first, second }) => (first === person ? second : second === person ? first : []))
  return [...new Set(own)].toSorted().slice(0, 20)
}

/** The one role of the alert that this person has the skill for; none where it is not clear. */
function ownRole(record: AlertRecord, ctx: EditContext): string | null {
  const roles = Object.values(shownVersion(record)!.content.need).flatMap(({ role }) => role ?? [])
  const skills = ctx.alerts?.people().members.find((one) => one.id === ctx.by)?.skills ?? []
  const folded = new Set(skills.map(foldText))
  const fitting = roles.filter((role) => folded.has(foldText(role)))
  return fitting.length === 1 ? fitting[0]! : null
}
