import { z } from 'zod'

import { id, text } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import { ALERT_FIELDS, MAX_DEBRIEF, MAX_INSTRUCTION, type AlertRecord } from '../../records/alert/alert.ts'
import { entriesOfPair } from '../../records/alert/pairs.ts'
import { movesOf, respondersOf } from '../../records/alert/responders.ts'
import { reduceCourse } from '../../records/alert/course.ts'
import { alertState, isEnough, shownVersion } from '../../records/alert/standing.ts'
import type { AlertAnswer } from '../../states/alert-states.ts'
import { newestOf } from '../../states/causal-log.ts'
import {
  CHECK_INS,
  isOut,
  RESPONDER_MACHINE,
  type ResponderState,
  type SaidState,
} from '../../states/responder-states.ts'
import type { EditContext, Write } from '../../write.ts'
import { appendLog, defineEdit, requireMove } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'
import { notNow, requireSomebody } from './refusals.ts'

const forSomebody = {
  /** Without it, of oneself. */
  person: id.optional(),
  /** How somebody else was heard of; of oneself always by the app. */
  via: z.enum(['phone', 'person']).optional(),
  note: text(MAX_INSTRUCTION).nullish(),
}

/**
 * Somebody who is out is well, and where: the timer begins anew. Without `state`, still where they were. `safe` checks them out; a
 * timer never does. Also when the alert is over: who is out is to come home.
 *
 * @throws MeshError `domain/not-allowed-now` for who is not out, or where one does not follow from the other
 */
export const checkIn = defineEdit(
  z.strictObject({ state: z.enum(CHECK_INS).optional(), ...forSomebody }),
  (record: AlertRecord, { state, ...given }, ctx): Write[] => {
    const member = given.person ?? ctx.by
    const from = stateOf(record, member, ctx)
    if (!isOut(from)) {
      if (from === state) return [] // checked out already
      throw notNow('not-out')
    }
    const to = state ?? from
    // Still in need of help is said by "needs help": what is meant here is that they are well
    if (to === 'needs-help') throw notNow('where-now')
    if (to !== from) requireMove(RESPONDER_MACHINE, from, to)
    return [moveWrite(record, { member, to: to as SaidState, ...given }, ctx)]
  },
)

/** "I need help", or that somebody does, from any state. Said again it is noted again. @throws MeshError `domain/not-allowed-now` for a draft, `domain/not-found` */
export const needsHelp = defineEdit(z.strictObject(forSomebody), (record: AlertRecord, given, ctx): Write[] => {
  const member = given.person ?? ctx.by
  stateOf(record, member, ctx)
  requireSomebody(record, member, ctx)
  return [moveWrite(record, { member, to: 'needs-help', ...given }, ctx)]
})

/**
 * The move that goes with an answer of somebody of whom more was said than answers; none where they are out and stay so. Who had gone
 * home and comes once more when there are enough stands by.
 */
export function moveOfAnswer(
  record: AlertRecord,
  { member, answer, via }: { member: string; answer: AlertAnswer; via: 'app' | 'phone' | 'person' },
  ctx: EditContext,
): Write[] {
  if (Object.keys(movesOf(record, member)).length === 0) return []
  const from = stateOf(record, member, ctx)
  if (answer === 'coming' && isOut(from)) return []
  const enough = isEnough(shownVersion(record)!.content, reduceCourse(record.course))
  const to = answer === 'coming' && enough ? 'standby' : answer
  if (from === to) return []
  requireMove(RESPONDER_MACHINE, from, to)
  return [moveWrite(record, { member, to, ...(via === 'app' ? {} : { via }) }, ctx)]
}

function stateOf(record: AlertRecord, member: string, ctx: EditContext): ResponderState {
  if (alertState(record, ctx.now) === 'draft') throw notNow('not-sent')
  return respondersOf(record, { now: ctx.now }).find((one) => one.member === member)?.state ?? 'asked'
}

interface Given {
  readonly member: string
  readonly to: SaidState
  readonly person?: string | undefined
  readonly via?: 'phone' | 'person' | undefined
  readonly note?: string | null | undefined
}

function moveWrite(record: AlertRecord, { member, to, via, note }: Given, ctx: EditContext): Write {
  requireHarmless(note, 'note')
  if (member === ctx.by && via !== undefined) throw invalidInput('via', 'not-in-list')
  const values = { member, to, via: member === ctx.by ? 'app' : (via ?? 'phone'), note }
  return appendLog(['moves'], ALERT_FIELDS.moves, record.moves, values, ctx, newestOf(movesOf(record, member)))
}

/**
 * Says that two stay together, or with `apart` no longer. It takes effect while both are expected or there.
 *
 * @throws MeshError `domain/not-allowed-now` for a draft, `domain/invalid-input` for who is no member and not on the board
 */
export const pair = defineEdit(
  z.strictObject({ first: id, second: id, apart: z.boolean().default(false) }),
  (record: AlertRecord, { first, second, apart }, ctx): Write[] => {
    if (first === second) throw invalidInput('second', 'malformed')
    requireKnown(record, { first, second }, ctx)
    const entries = entriesOfPair(record.pairs, first, second)
    const newest = newestOf(entries)
    if (newest.length > 0 && newest.every((one) => (entries[one]!.apart === true) === apart)) return []
    return [appendLog(['pairs'], ALERT_FIELDS.pairs, record.pairs, { first, second, apart }, ctx, newest)]
  },
)

/** Members, and who stands on the board otherwise. @throws MeshError `domain/invalid-input` */
function requireKnown(record: AlertRecord, people: Readonly<Record<string, string>>, ctx: EditContext): void {
  if (alertState(record, ctx.now) === 'draft') throw notNow('not-sent')
  const known = new Set([
    ...respondersOf(record, { now: ctx.now }).map(({ member }) => member),
    ...(ctx.alerts?.people().members ?? []).map(({ id: member }) => member),
  ])
  for (const [field, person] of Object.entries(people)) if (!known.has(person)) throw invalidInput(field, 'not-in-list')
}

/**
 * What a responder wants to say when it is over: what went well, what to change, whether they want somebody to talk to.
 *
 * @throws MeshError `domain/not-allowed-now` before it is over for them; `domain/invalid-input` for words that could identify somebody
 */
export const debrief = defineEdit(
  z
    .strictObject({
      well: text(MAX_DEBRIEF).nullish(),
      change: text(MAX_DEBRIEF).nullish(),
      support: z.boolean().default(false),
    })
    .refine((it) => it.support || (it.well ?? it.change ?? null) !== null, { message: 'nothing-to-change' }),
  (record: AlertRecord, input, ctx): Write[] => {
    const state = alertState(record, ctx.now)
    const home = stateOf(record, ctx.by, ctx) === 'safe'
    if (!home && !OVER.has(state)) throw notNow('not-over')
    requireHarmless(input.well, 'well')
    requireHarmless(input.change, 'change')
    return [appendLog(['debriefs'], ALERT_FIELDS.debriefs, record.debriefs, input, ctx)]
  },
)

const OVER: ReadonlySet<string> = new Set(['cancelled', 'all-clear', 'expired'])
