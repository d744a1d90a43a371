import { Trash2 } from 'lucide-react'

import { WEEKDAYS } from '../../../core/domain/records/words.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns, Fieldset, Wrapped } from '../../forms/Fieldset.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import styles from '../circles.module.css'
import type { RouteMistakes, WindowDraft } from './route-draft.ts'

interface WindowFieldsProps {
  /** Counted from 1. */
  number: number
  window: WindowDraft
  mistake: RouteMistakes['windows'][number]
  onChange: (window: WindowDraft) => void
  onRemove: () => void
}

/** Days and times at which a route is taken. */
export function WindowFields({ number, window, mistake, onChange, onRemove }: WindowFieldsProps) {
  const t = useT()
  const { days, from, to } = window
  const toggle = (day: (typeof WEEKDAYS)[number], selected: boolean): void =>
    onChange({ ...window, days: WEEKDAYS.filter((one) => (one === day ? selected : days.includes(one))) })
  return (
    <div className={styles['window']}>
      <Fieldset legend={t('route.window.number', { number })}>
        <Wrapped>
          {WEEKDAYS.map((day) => (
            <Checkbox key={day} isSelected={days.includes(day)} onChange={(selected) => toggle(day, selected)}>
              {t(`weekday.${day}`)}
            </Checkbox>
          ))}
        </Wrapped>
        {mistake === 'days' && <p role="alert">{t('route.days.needed')}</p>}
        <Columns>
          <TextField
            label={t('route.from')}
            type="time"
            value={from}
            onChange={(value) => onChange({ ...window, from: value })}
            error={mistake === 'times' ? t('route.window.wrong') : undefined}
          />
          <TextField
            label={t('route.to')}
            type="time"
            value={to}
            onChange={(value) => onChange({ ...window, to: value })}
          />
        </Columns>
        <div className={styles['buttons']}>
          <Button look="quiet" icon={Trash2} onPress={onRemove}>
            {t('route.window.remove')}
          </Button>
        </div>
      </Fieldset>
    </div>
  )
}
