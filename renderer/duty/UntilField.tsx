import { TextField } from '../components/TextField.tsx'
import { useT } from '../i18n/i18n-context.tsx'

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
