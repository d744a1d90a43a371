import { useFormats, useT } from '../../../i18n/i18n-context.tsx'
import type { Responder } from '../../alert-record.ts'

export interface TimerTextProps {
  checkIn: NonNullable<Responder['checkIn']>
  /** Nobody is with them who could be asked first. */
  alone: boolean
}

/** A check-in timer in words: until when, and whom it asks once that has passed. */
export function TimerText({ checkIn: { dueAt, stage }, alone }: TimerTextProps) {
  const t = useT()
  const formats = useFormats()
  const when = formats.clock(dueAt)
  return <span>{t(stage === 'buddy' && alone ? 'timer.buddy.alone' : `timer.${stage}`, { when })}</span>
}
