import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { useCommand } from '../engine/use-command.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { codeGroups, groupedCode } from '../meeting/code-groups.ts'
import { QrCode } from '../meeting/QrCode.tsx'
import { CodeActions } from '../meeting/CodeActions.tsx'
import styles from './computers.module.css'

const HOURS = 24

/** A code that lets one more computer of this person in, to be scanned by it. */
export function AddComputerDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const create = useCommand('invite:create')
  const [code, setCode] = useState<string>()
  const make = async (): Promise<void> => {
    const made = await create.run({ network: network.id, uses: 1, hours: HOURS, approve: false, ownDevice: true })
    if (made !== undefined) setCode(made.code)
  }
  if (code === undefined)
    return (
      <ConfirmDialog
        title={t('computers.add')}
        confirm={t('computers.add.go')}
        reversible
        pending={create.pending}
        failure={create.failure}
        onConfirm={() => void make()}
        onClose={onClose}
      >
        <p>{t('computers.add.text')}</p>
      </ConfirmDialog>
    )
  const actions = <CodeActions text={groupedCode(code)} label={t('invites.copy')} onClose={onClose} />
  return (
    <Dialog title={t('computers.add.made')} isOpen onClose={onClose} size="wide" actions={actions}>
      <p>{t('computers.add.how')}</p>
      <div className={styles['qr']}>
        <QrCode text={code} label={t('computers.add.qr')} look="page" />
      </div>
      <p className={styles['code']} dir="ltr">
        {codeGroups(code).join(' ')}
      </p>
    </Dialog>
  )
}
