import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Restored } from './Restored.tsx'
import { RestoreFields, useRestore } from './RestoreFields.tsx'

/** Brings back what is missing here. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const [done, setDone] = useState<CommandOutput<'profile:restore'>>()
  const { run, fields, pending, failure } = useRestore(setDone)
  if (done !== undefined) {
    return (
      <Dialog
        title={t('backup.restored')}
        isOpen
        onClose={onClose}
        actions={
          <Button look="primary" onPress={onClose}>
            {t('action.close')}
          </Button>
        }
      >
        <Restored done={done} />
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={t('backup.restore')}
      submit={t('backup.restore.go')}
      pending={pending}
      {...(failure !== undefined && { failure })}
      onClose={onClose}
      onSubmit={() => void run()}
    >
      <p>{t('backup.restore.text')}</p>
      <RestoreFields fields={fields} />
    </FormDialog>
  )
}
