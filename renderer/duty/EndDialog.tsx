import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { given } from '../forms/read-fields.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Shift } from './duty-now.ts'

/** Ends a shift without anybody who takes over. @param isLast nobody is on call afterwards */
export function EndDialog({ shift, isLast, onClose }: { shift: Shift; isLast: boolean; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { run, pending, failure } = useCommand('duty:end')
  const [note, setNote] = useState('')
  const end = async (): Promise<void> => {
    const text = given(note)
    const of = shift.person === network.person ? {} : { person: shift.person }
    if ((await run({ network: network.id, ...of, ...(text !== undefined && { note: text }) })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t('duty.end.title', { name: shift.name })}
      confirm={t('duty.end')}
      pending={pending}
      failure={failure}
      onConfirm={() => void end()}
      onClose={onClose}
    >
      <p>{isLast ? t('duty.end.last') : t('duty.end.others')}</p>
      <TextField
        label={t('duty.note')}
        hint={t('duty.note.hint')}
        rows={2}
        value={note}
        onChange={setNote}
        maxLength={1000}
        optional
      />
    </ConfirmDialog>
  )
}
