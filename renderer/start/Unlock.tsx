import { LockKeyholeOpen } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'

import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { StartLayout } from './StartLayout.tsx'
import styles from './StartLayout.module.css'

/** Asks for the passphrase and says nothing about what is behind it. A wrong one takes as long as a right one. */
export function Unlock() {
  const t = useT()
  const unlock = useCommand('profile:unlock')
  const [passphrase, setPassphrase] = useState('')
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (passphrase === '' || unlock.pending) return
    await unlock.run({ passphrase })
    setPassphrase('')
  }
  return (
    <StartLayout title={t('unlock.title')} lead={t('unlock.lead')}>
      <form className={styles['form']} onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t('start.passphrase.label')}
          type="password"
          autoFocus
          autoComplete="current-password"
          maxLength={1_024}
          value={passphrase}
          onChange={setPassphrase}
        />
        <ErrorNotice error={unlock.failure} />
        <div className={styles['actions']}>
          <Button type="submit" look="primary" icon={LockKeyholeOpen} isPending={unlock.pending}>
            {unlock.pending ? t('unlock.working') : t('unlock.go')}
          </Button>
        </div>
        <p>{t('unlock.calls')}</p>
        <p className={styles['fine']}>{t('unlock.forgot')}</p>
      </form>
    </StartLayout>
  )
}
