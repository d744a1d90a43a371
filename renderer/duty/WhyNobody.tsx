import { useFormats, useT } from '../i18n/i18n-context.tsx'
import type { Duty } from './duty-now.ts'

/** Why nobody is on call, in a sentence: the last shift ended, or ran out without a hand-over. */
export function WhyNobody({ duty }: { duty: Duty }) {
  const t = useT()
  const formats = useFormats()
  const when = duty.since === undefined ? t('time.unknown') : formats.moment(duty.since)
  if (duty.state !== 'overdue') return <p>{t('duty.nobody.ended', { when })}</p>
  const names = formats.list(duty.overdue.map(({ name }) => name))
  return <p>{t('duty.nobody.overdue', { count: duty.overdue.length, names, when })}</p>
}
