import { TextField } from '../components/TextField.tsx'
import { localTime } from '../forms/read-fields.ts'
import { useT } from '../i18n/i18n-context.tsx'

/** Longest shift that is taken, in milliseconds: 7 days. */
const MOST_MS = 7 * 86_400_000

/** When a shift is to end: undefined while it is left open, `wrong` for the past or too far ahead. */
export function endOf(text: string, now: number): number | 'wrong' | undefined {
  const end = localTime(text)
  return end !== undefined && (end <= now || end > now + MOST_MS) ? 'wrong' : end
}

/** Until when somebody is on call. */
export function UntilField({
  value,
  wrong,
  onChange,
}: {
  value: string
  wrong: boolean
  onChange: (text: string) => void
}) {
  const t = useT()
  return (
    <TextField
      label={t('duty.until')}
      hint={t('duty.until.hint')}
      type="datetime-local"
      value={value}
      onChange={onChange}
      error={wrong ? t('duty.until.wrong') : undefined}
      optional
    />
  )
}
