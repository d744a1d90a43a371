import { useState } from 'react'

import { TextField } from '../../components/TextField.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given, localTime } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'

/** A new task: one line is enough. */
export function TaskDialog({ plan, onClose }: { plan: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [summary, setSummary] = useState('')
  const [text, setText] = useState('')
  const [due, setDue] = useState('')
  const [isTried, setTried] = useState(false)
  const add = async (): Promise<void> => {
    setTried(true)
    if (summary.trim() === '') return
    const input = { summary: summary.trim(), text: given(text) ?? null, due: localTime(due) ?? null }
    if (await act('addTask', input)) onClose()
  }
  return (
    <FormDialog
      title={t('task.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <TextField
        label={t('task.summary')}
        value={summary}
        onChange={setSummary}
        maxLength={200}
        error={isTried && summary.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <TextField label={t('task.text')} rows={3} value={text} onChange={setText} maxLength={1000} optional />
      <TextField label={t('task.due')} type="datetime-local" value={due} onChange={setDue} optional />
    </FormDialog>
  )
}
