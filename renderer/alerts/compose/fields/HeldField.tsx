import { Select } from '../../../components/Select.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import type { Translate } from '../../../i18n/translator.ts'
import { HELD_MINUTES } from '../alert-draft.ts'
import type { PartProps } from './part-props.ts'

/** How long the call holds: it ends by itself, so that nobody comes to what is over. */
export function HeldField({ draft, onChange }: Pick<PartProps, 'draft' | 'onChange'>) {
  const t = useT()
  const offered = [...new Set([...HELD_MINUTES, draft.minutes])].toSorted((a, b) => a - b)
  return (
    <Select<string>
      label={t('compose.held')}
      hint={t('compose.held.hint')}
      options={offered.map((minutes) => ({ value: String(minutes), label: heldWords(minutes, t) }))}
      value={String(draft.minutes)}
      onChange={(minutes) => onChange({ minutes: Number(minutes) })}
    />
  )
}

/** "2 hours", "15 minutes", in the page's language. */
export function heldWords(minutes: number, t: Translate): string {
  return minutes % 60 === 0
    ? t('compose.held.hours', { count: minutes / 60 })
    : t('compose.held.minutes', { count: minutes })
}
