import { useState } from 'react'

import { MAX_INSTRUCTION } from '../../../core/domain/records/alert/alert.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { ConfirmDialog } from '../../forms/ConfirmDialog.tsx'
import { given } from '../../forms/read-fields.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { TextCheck } from '../../report/TextCheck.tsx'
import type { Alert } from '../alert-record.ts'

export type Ending = 'enough' | 'cancel' | 'all-clear'

/** Asks before the rest are stood down, or before all are told that it is over. */
export function EndDialog({ alert, how, onClose }: { alert: Alert; how: Ending; onClose: () => void }) {
  const t = useT()
  const network = useNetwork().network.id
  const [note, setNote] = useState('')
  const enough = useCommand('alert:enough')
  const cancel = useCommand('alert:cancel')
  const allClear = useCommand('alert:all-clear')
  const confirm = async (): Promise<void> => {
    const of = { network, id: alert.id }
    const said = given(note)
    const input = { ...of, ...(said !== undefined && { note: said }) }
    const done = how === 'enough' ? enough.run(of) : how === 'cancel' ? cancel.run(input) : allClear.run(input)
    if ((await done) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t(`alert.run.${how}`)}
      confirm={t(`alert.run.${how}`)}
      reversible={how !== 'cancel'}
      pending={enough.pending || cancel.pending || allClear.pending}
      failure={enough.failure ?? cancel.failure ?? allClear.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t(`alert.run.${how}.text`)}</p>
      {how !== 'enough' && alert.counts.out > 0 && (
        <Notice look="wait">{t('alert.run.still-out', { count: alert.counts.out })}</Notice>
      )}
      {how !== 'enough' && (
        <>
          <TextField
            label={t('alert.run.note')}
            optional
            counted
            maxLength={MAX_INSTRUCTION}
            value={note}
            onChange={setNote}
          />
          <TextCheck text={note} then={t('alert.run.note.marked')} />
        </>
      )}
    </ConfirmDialog>
  )
}
