import { z } from 'zod'

import { id, text, time } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import type { GivenTime } from '../../input/time.ts'
import { DUTY_LOG, dutyOf, MAX_HAND_OVER } from '../../records/duty/duty.ts'
import type { NetworkRecord } from '../../records/network.ts'
import { MeshError } from '../../../shared/errors.ts'
import type { EditContext, Write } from '../../write.ts'
import { timeValue } from '../common.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'

const note = text(MAX_HAND_OVER).nullish()
/** Longest shift, in milliseconds: 7 days. */
const MAX_SHIFT_MS = 7 * 86_400_000

/** Shifts of those who are on call. */
export const dutyEdits = {
  /** From now on; `until` when it is to end. For somebody else where they asked for it. @throws MeshError `domain/invalid-input` */
  startDuty: defineEdit(
    z.strictObject({ person: id.optional(), until: time.optional() }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const person = requireMember(input.person ?? ctx.by, 'person', ctx)
      return [entry(record, { what: 'start', person, until: untilOf(input.until, ctx) }, ctx)]
    },
  ),
  /**
   * Somebody takes over, from oneself or from `person`.
   * @throws MeshError `domain/not-allowed-now` with `not-on-call` where there is nothing to hand over
   */
  handOverDuty: defineEdit(
    z.strictObject({ to: id, person: id.optional(), until: time.optional(), note }),
    (record: NetworkRecord, input, ctx): Write[] => {
      const person = input.person ?? ctx.by
      requireOnCall(record, person, ctx)
      if (input.to === person) throw invalidInput('to', 'malformed')
      const to = requireMember(input.to, 'to', ctx)
      requireHarmless(input.note, 'note')
      const values = { what: 'hand-over', person, to, until: untilOf(input.until, ctx), note: input.note }
      return [entry(record, values, ctx)]
    },
  ),
  /** The shift ends, and nobody takes over from it. @throws MeshError `domain/not-allowed-now` with `not-on-call` */
  endDuty: defineEdit(z.strictObject({ person: id.optional(), note }), (record: NetworkRecord, input, ctx): Write[] => {
    const person = input.person ?? ctx.by
    requireOnCall(record, person, ctx)
    requireHarmless(input.note, 'note')
    return [entry(record, { what: 'end', person, note: input.note }, ctx)]
  }),
} as const

interface Values {
  readonly what: 'start' | 'hand-over' | 'end'
  readonly [field: string]: unknown
}

function entry(record: NetworkRecord, values: { what: string; [field: string]: unknown }, ctx: EditContext): Write {
  return appendLog(['duty'], DUTY_LOG, record.duty, values as Values, ctx)
}

/** Whose shift has run out can still hand it over, also after others have taken their place. */
function requireOnCall(record: NetworkRecord, person: string, ctx: EditContext): void {
  const { onCall, overdue } = dutyOf(record.duty, { now: ctx.now })
  if ([...onCall, ...overdue].some((one) => one.person === person)) return
  const details = { reason: 'not-on-call' }
  throw new MeshError('domain/not-allowed-now', 'Not on call', { details })
}

function requireMember(person: string, field: string, ctx: EditContext): string {
  const members = ctx.alerts?.people().members
  if (members !== undefined && members.every((one) => one.id !== person)) throw invalidInput(field, 'not-in-list')
  return person
}

function untilOf(given: GivenTime | undefined, ctx: EditContext): number | undefined {
  const until = timeValue(given, 'until', ctx) ?? undefined
  if (until !== undefined && (until <= ctx.now || until > ctx.now + MAX_SHIFT_MS))
    throw invalidInput('until', 'out-of-range')
  return until
}
