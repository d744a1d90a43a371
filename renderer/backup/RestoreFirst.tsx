import type { SubmitEvent } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { StartLayout } from '../start/StartLayout.tsx'
import styles from '../start/StartLayout.module.css'
import { Restored } from './Restored.tsx'
import { RestoreFields, useRestore } from './RestoreFields.tsx'

type Done = CommandOutput<'profile:restore'>

/** On a computer that is in no network yet: everything out of a backup. */
export function RestoreFirst({ onRestored }: { onRestored: (done: Done) => void }) {
  const t = useT()
  const { run, fields, pending, failure } = useRestore(onRestored)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    void run()
  }
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      <p>{t('backup.first.text')}</p>
      <RestoreFields fields={fields} />
      <ErrorNotice error={failure} />
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isPending={pending}>
          {t('backup.restore.go')}
        </Button>
      </div>
    </form>
  )
}

/** What came back, and that the old computer is done with, before anything else is shown. */
export function RestoredFirst({ done, onGoOn }: { done: Done; onGoOn: () => void }) {
  const t = useT()
  return (
    <StartLayout title={t('backup.restored')}>
      <div className={styles['form']}>
        <Restored done={done} />
        <div className={styles['actions']}>
          <Button look="primary" onPress={onGoOn}>
            {t('backup.go-on')}
          </Button>
        </div>
      </div>
    </StartLayout>
  )
}
