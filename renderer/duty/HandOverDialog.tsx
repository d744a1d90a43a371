import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { given } from '../forms/read-fields.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'
import { endOf, type Shift } from './duty-now.ts'
import { UntilField } from './UntilField.tsx'

/** Ends a shift by naming who takes over, and says what they need to know. */
export function HandOverDialog({ shift, onClose }: { shift: Shift; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { run, pending, failure } = useCommand('duty:hand-over')
  const [to, setTo] = useState<string>()
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const [now] = useState(() => Date.now())
  const end = endOf(until, now)
  const others = members.list.filter(({ id }) => id !== shift.person)
  const save = async (): Promise<void> => {
    setTried(true)
    if (to === undefined || end === 'wrong') return
    const text = given(note)
    const done = await run({
      network: network.id,
      to,
      ...(shift.person !== network.person && { person: shift.person }),
      ...(end !== undefined && { until: end }),
      ...(text !== undefined && { note: text }),
    })
    if (done !== undefined) onClose()
  }
  return (
    <FormDialog
      title={t('duty.hand-over.title', { name: shift.name })}
      submit={t('duty.hand-over')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <p>{t('duty.hand-over.text')}</p>
      <Select<string>
        label={t('duty.to')}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={to}
        onChange={setTo}
      />
      {isTried && to === undefined && <p role="alert">{t('duty.to.needed')}</p>}
      <UntilField value={until} wrong={end === 'wrong'} onChange={setUntil} />
      <TextField
        label={t('duty.note')}
        hint={t('duty.note.hint')}
        rows={3}
        value={note}
        onChange={setNote}
        maxLength={1000}
        optional
      />
    </FormDialog>
  )
}
