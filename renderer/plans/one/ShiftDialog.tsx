import { useState } from 'react'

import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given, localInput, localTime, wholeNumber } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Plan } from '../plan-view.ts'

/** A new shift; it begins when the plan does, unless said otherwise. */
export function ShiftDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan.id)
  const [role, setRole] = useState('')
  const [start, setStart] = useState(() => localInput(plan.start))
  const [end, setEnd] = useState(() => localInput(plan.end))
  const [min, setMin] = useState('2')
  const [max, setMax] = useState('')
  const [isTried, setTried] = useState(false)
  const from = localTime(start)
  const to = localTime(end)
  const isBad = (text: string): boolean => text.trim() !== '' && (wholeNumber(text) ?? 10_001) > 10_000
  const isBackwards = from !== undefined && to !== undefined && to < from
  const add = async (): Promise<void> => {
    setTried(true)
    if (from === undefined || isBackwards || isBad(min) || isBad(max)) return
    const numbers = { min: wholeNumber(min) ?? null, max: wholeNumber(max) ?? null }
    if (await act('addShift', { role: given(role) ?? null, start: from, end: to ?? null, ...numbers })) onClose()
  }
  return (
    <FormDialog
      title={t('shift.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <TextField label={t('shift.role')} value={role} onChange={setRole} maxLength={64} optional autoFocus />
      <Columns>
        <TextField
          label={t('plan.start')}
          type="datetime-local"
          value={start}
          onChange={setStart}
          error={isTried && from === undefined ? t('shift.start.needed') : undefined}
        />
        <TextField
          label={t('plan.end')}
          type="datetime-local"
          value={end}
          onChange={setEnd}
          error={isBackwards ? t('plan.end.wrong') : undefined}
          optional
        />
        <TextField
          label={t('shift.min')}
          inputMode="numeric"
          value={min}
          onChange={setMin}
          error={isBad(min) ? t('shift.number.wrong') : undefined}
          optional
        />
        <TextField
          label={t('shift.max')}
          inputMode="numeric"
          value={max}
          onChange={setMax}
          error={isBad(max) ? t('shift.number.wrong') : undefined}
          optional
        />
      </Columns>
    </FormDialog>
  )
}
