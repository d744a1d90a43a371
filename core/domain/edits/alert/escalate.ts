import { z } from 'zod'

import { ALERT_FIELDS, stepId, type AlertRecord } from '../../records/alert/alert.ts'
import { gateOf } from '../../records/alert/gate.ts'
import { confirmersOf, firstSending, isStopped, nextStep, shownVersion } from '../../records/alert/standing.ts'
import { ESCALATION_STEPS } from '../../states/alert-states.ts'
import type { EditContext, Write } from '../../write.ts'
import { appendLog, defineEdit } from '../edit.ts'
import { backUps } from './audience.ts'
import { requireSent } from './answer.ts'
import { requireSay } from './ending.ts'
import { labelHere } from './send.ts'
import { notNow } from './refusals.ts'

/**
 * Takes the next step of the escalation. It stands under an id of its own, so that laptops which take it apart have taken it once.
 * A step that was taken already changes nothing.
 *
 * @throws MeshError `domain/not-allowed-now` when it is not its turn, not due (unless `early`), or nothing is to be raised any more
 */
export const escalate = defineEdit(
  z.strictObject({
    step: z.enum(ESCALATION_STEPS),
    /** A person wants it before its time. */ early: z.boolean().default(false),
  }),
  (record: AlertRecord, { step, early }, ctx): Write[] => {
    const at = ESCALATION_STEPS.indexOf(step)
    const entry = Object.hasOwn(record.escalationLog, stepId(at)) ? record.escalationLog[stepId(at)] : undefined
    if (entry !== undefined) return []
    const next = nextStep(record, ctx.now)
    if (next === null) throw notNow(firstSending(record) === undefined ? 'not-sent' : 'not-raised')
    if (next.step !== step || !(next.due || early)) throw notNow('not-due')
    const to = step === 'back-up-circle' ? askedNext(record, ctx) : []
    const named = { by: ctx.by, now: ctx.now, newId: () => stepId(at) }
    return [appendLog(['escalationLog'], ALERT_FIELDS.escalationLog, record.escalationLog, { step, to }, named)]
  },
)

/**
 * The gate holds for steps too: what was sent within the own circle because nobody had verified it goes no wider. When it is verified
 * later, a person says so by an update.
 */
function askedNext(record: AlertRecord, { alerts }: EditContext): string[] {
  const { id, content } = shownVersion(record)!
  const people = alerts?.people()
  if (people === undefined || content.audience === null) return []
  const sending = firstSending(record)!
  const members = new Set(people.members.map((one) => one.id))
  const confirmers = confirmersOf(record, 'unverified', id).filter((one) => members.has(one))
  const label = labelHere({ verified: sending.verified, about: record.about }, alerts!) ?? 'unverified'
  const gate = gateOf(content, { verified: label, reach: 'wide', confirmers })
  return backUps(content.audience, people, sending.by, { verified: gate !== 'failed' })
}

/** Raises it no further, on every laptop. @throws MeshError `domain/forbidden`, `domain/not-allowed-now` */
export const stopEscalation = defineEdit(z.strictObject({}), (record: AlertRecord, _input, ctx): Write[] => {
  requireSent(record, ctx)
  requireSay(record, ctx)
  if (isStopped(record)) return []
  return [appendLog(['escalationLog'], ALERT_FIELDS.escalationLog, record.escalationLog, { step: 'stop' }, ctx)]
})
