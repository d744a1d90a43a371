import { useState } from 'react'

import { MAX_HOLD_REASON } from '../../core/domain/retention/holds.ts'
import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'

/** Keeps a record from being erased, with a reason that everybody reads. */
export function HoldDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const announce = useAnnounce()
  const hold = useCommand('hold:set')
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const isWrong = reason.trim() === '' || reason.length > MAX_HOLD_REASON
  const submit = async (): Promise<void> => {
    setTried(true)
    if (isWrong || (await hold.run({ network: network.id, id, reason })) === undefined) return
    announce(t('hold.done'))
    onClose()
  }
  return (
    <FormDialog
      title={t('hold.title')}
      submit={t('hold.confirm')}
      pending={hold.pending}
      failure={hold.failure}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <p>{t('hold.text')}</p>
      <TextField
        label={t('hold.reason')}
        hint={t('hold.reason.hint')}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={MAX_HOLD_REASON}
        error={isTried && reason.trim() === '' ? t('hold.reason.none') : undefined}
        autoFocus
      />
    </FormDialog>
  )
}

/** Lifts every hold of a record that is known here. */
export function LiftDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const announce = useAnnounce()
  const lift = useCommand('hold:lift')
  const confirm = async (): Promise<void> => {
    if ((await lift.run({ network: network.id, id })) === undefined) return
    announce(t('hold.lifted'))
    onClose()
  }
  return (
    <ConfirmDialog
      title={t('hold.lift.title')}
      confirm={t('hold.lift.confirm')}
      pending={lift.pending}
      failure={lift.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('hold.lift.text')}</p>
    </ConfirmDialog>
  )
}
