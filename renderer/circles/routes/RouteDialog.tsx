import { useState } from 'react'

import { WEEKDAYS } from '../../../core/domain/records/words.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns, Fieldset, Wrapped } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given, localTime, parts } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'

type Weekday = (typeof WEEKDAYS)[number]
const WORKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR']

/** A new route: places by name, and one time window. */
export function RouteDialog({ circle, keptDays, onClose }: { circle: string; keptDays: number; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [name, setName] = useState('')
  const [places, setPlaces] = useState('')
  const [days, setDays] = useState<readonly Weekday[]>(WORKDAYS)
  const [from, setFrom] = useState('07:30')
  const [to, setTo] = useState('08:30')
  const [until, setUntil] = useState('')
  const [now] = useState(() => Date.now())
  const [isTried, setTried] = useState(false)
  const ends = localTime(until)
  const isPast = ends !== undefined && ends < now
  const hasWindow = from !== '' && to !== ''
  const toggle = (day: Weekday, selected: boolean): void =>
    setDays(WEEKDAYS.filter((one) => (one === day ? selected : days.includes(one))))
  const save = async (): Promise<void> => {
    setTried(true)
    if (name.trim() === '' || isPast || (hasWindow && days.length === 0)) return
    const input = {
      circle,
      name: name.trim(),
      places: parts(places),
      ...(hasWindow && { windows: [{ days, from, to }] }),
      ...(ends !== undefined && given(until) !== undefined && { expiresAt: ends }),
    }
    if (await act('addRoute', input)) onClose()
  }
  return (
    <FormDialog
      title={t('route.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('route.name')}
        placeholder={t('route.name.example')}
        value={name}
        onChange={setName}
        maxLength={200}
        error={isTried && name.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <TextField
        label={t('route.places')}
        hint={t('route.places.hint')}
        rows={2}
        value={places}
        onChange={setPlaces}
        maxLength={2000}
        optional
      />
      <Fieldset legend={t('route.days')}>
        <Wrapped>
          {WEEKDAYS.map((day) => (
            <Checkbox key={day} isSelected={days.includes(day)} onChange={(selected) => toggle(day, selected)}>
              {t(`weekday.${day}`)}
            </Checkbox>
          ))}
        </Wrapped>
        {hasWindow && days.length === 0 && <p role="alert">{t('route.days.needed')}</p>}
      </Fieldset>
      <Columns>
        <TextField label={t('route.from')} type="time" value={from} onChange={setFrom} />
        <TextField label={t('route.to')} type="time" value={to} onChange={setTo} />
      </Columns>
      <TextField
        label={t('route.expires')}
        hint={t('route.expires.hint', { count: keptDays })}
        type="date"
        value={until}
        onChange={setUntil}
        error={isPast ? t('route.expires.past') : undefined}
        optional
      />
    </FormDialog>
  )
}
