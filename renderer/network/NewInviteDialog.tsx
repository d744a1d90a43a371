import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { Choices } from '../components/Choices.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { wholeNumber } from '../forms/read-fields.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { CodeActions } from '../meeting/CodeActions.tsx'
import styles from './network.module.css'

const HOURS = ['1', '24', '168', '720'] as const
type Hours = (typeof HOURS)[number]

/** An invite to send, for people who are not in the room. Its code is shown once. */
export function NewInviteDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const create = useCommand('invite:create')
  const [uses, setUses] = useState('1')
  const [hours, setHours] = useState<Hours>('24')
  const [approve, setApprove] = useState(true)
  const [own, setOwn] = useState(false)
  const [code, setCode] = useState<string>()
  const count = wholeNumber(uses)
  const isWrong = count === undefined || count < 1 || count > 10_000
  const make = async (): Promise<void> => {
    if (isWrong) return
    const input = { uses: own ? 1 : count, hours: Number(hours), approve: approve && !own, ownDevice: own }
    const made = await create.run({ network: network.id, ...input })
    if (made !== undefined) setCode(made.code)
  }
  if (code !== undefined) return <Made code={code} onClose={onClose} />
  return (
    <FormDialog
      title={t('invites.new')}
      submit={t('invites.create')}
      pending={create.pending}
      failure={create.failure}
      onClose={onClose}
      onSubmit={() => void make()}
    >
      {!own && (
        <TextField
          label={t('invites.uses')}
          inputMode="numeric"
          value={uses}
          onChange={setUses}
          error={isWrong ? t('invites.uses.wrong') : undefined}
          autoFocus
        />
      )}
      <Choices<Hours>
        label={t('invites.valid')}
        options={HOURS.map((value) => ({ value, label: t(`invites.valid.${value}`) }))}
        value={hours}
        onChange={(value) => setHours(value)}
      />
      {!own && (
        <Checkbox isSelected={approve} onChange={setApprove}>
          {t('invites.approve')}
        </Checkbox>
      )}
      <Checkbox isSelected={own} onChange={setOwn} hint={t('invites.own.hint')}>
        {t('invites.own')}
      </Checkbox>
    </FormDialog>
  )
}

function Made({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useT()
  const actions = <CodeActions text={code} label={t('invites.copy')} onClose={onClose} />
  return (
    <Dialog title={t('invites.made')} isOpen onClose={onClose} actions={actions}>
      <p>{t('invites.made.text')}</p>
      <p className={styles['code']} dir="ltr" aria-label={t('invites.code')} role="group">
        {code}
      </p>
    </Dialog>
  )
}
