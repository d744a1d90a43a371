import { z } from 'zod'

import { MeshError } from '../../../shared/errors.ts'
import { id, text } from '../../input/fields.ts'
import { MAX_INSTRUCTION, type AlertRecord } from '../../records/alert/alert.ts'
import { reduceCourse } from '../../records/alert/course.ts'
import { alertState, firstSending } from '../../records/alert/standing.ts'
import { ALERT_MACHINE } from '../../states/alert-states.ts'
import type { EditContext, Write } from '../../write.ts'
import { defineEdit, requireMove } from '../edit.ts'
import { requireHarmless } from '../harmless.ts'
import { courseEntry, requireSent } from './answer.ts'

const WithNote = z.strictObject({ note: text(MAX_INSTRUCTION).optional() })

/** Takes the call back (CAP `Cancel`). @throws MeshError `domain/forbidden`, `domain/not-allowed-now` */
export const cancel = ending('cancelled')

/** "It is over", to all who were alerted. @throws MeshError `domain/forbidden`, `domain/not-allowed-now` */
export const allClear = ending('all-clear')

function ending(to: 'cancelled' | 'all-clear') {
  return defineEdit(WithNote, (record: AlertRecord, { note }, ctx): Write[] => {
    requireMove(ALERT_MACHINE, alertState(record, ctx.now), to)
    requireSay(record, ctx)
    requireHarmless(note, 'note')
    return [courseEntry(record, { what: to, note }, ctx)]
  })
}

/** "Enough: stand the rest down." Saying it again changes nothing. @throws MeshError `domain/forbidden`, `domain/not-allowed-now` */
export const enough = defineEdit(z.strictObject({}), (record: AlertRecord, _input, ctx): Write[] => {
  requireSent(record, ctx)
  requireSay(record, ctx)
  return reduceCourse(record.course).enough ? [] : [courseEntry(record, { what: 'enough' }, ctx)]
})

/** Another alert takes this one's place (CAP `Update`). @throws MeshError `domain/forbidden`, `domain/not-allowed-now` */
export const supersede = defineEdit(z.strictObject({ into: id }), (record: AlertRecord, { into }, ctx): Write[] => {
  requireSent(record, ctx)
  requireSay(record, ctx)
  const known = Object.values(record.course).some((one) => one.what === 'updated' && one.into === into)
  return known ? [] : [courseEntry(record, { what: 'updated', into }, ctx)]
})

/**
 * Who may say that it is over, enough, or raised no further: who sent it, a coordinator, and who is coming.
 *
 * @throws MeshError `domain/forbidden`
 */
export function requireSay(record: AlertRecord, ctx: EditContext): void {
  const sender = firstSending(record)?.by === ctx.by
  const coordinator = (): boolean =>
    ctx.alerts?.people().members.some((one) => one.id === ctx.by && one.coordinator) === true
  const coming = (): boolean => reduceCourse(record.course).answers.get(ctx.by)?.answer === 'coming'
  if (!sender && !coordinator() && !coming())
    throw new MeshError('domain/forbidden', 'Only its sender, a coordinator or who is coming can say so')
}
