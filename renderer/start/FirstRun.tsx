import { KeyRound } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'

import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { StartLayout } from './StartLayout.tsx'
import styles from './StartLayout.module.css'

/** Shortest passphrase the engine takes, in characters (core/identity/vault/passphrase-key.ts). */
const MIN_LENGTH = 8

/** First step on a laptop that never ran Muster: the passphrase, and that nobody can reset it. */
export function FirstRun() {
  const t = useT()
  const unlock = useCommand('profile:unlock')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [checked, setChecked] = useState(false)
  const short = Array.from(passphrase.normalize('NFKC')).length < MIN_LENGTH
  const differs = passphrase !== repeated
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (!short && !differs && !unlock.pending) void unlock.run({ passphrase })
  }
  return (
    <StartLayout title={t('start.passphrase.title')} lead={t('start.passphrase.lead')} step={{ at: 1, of: 2 }}>
      <form className={styles['form']} onSubmit={submit} noValidate>
        <TextField
          label={t('start.passphrase.label')}
          hint={t('start.passphrase.hint', { min: MIN_LENGTH })}
          type="password"
          autoFocus
          autoComplete="new-password"
          value={passphrase}
          onChange={setPassphrase}
          error={checked && short ? t('start.passphrase.short', { min: MIN_LENGTH }) : undefined}
        />
        <TextField
          label={t('start.passphrase.repeat')}
          type="password"
          autoComplete="new-password"
          value={repeated}
          onChange={setRepeated}
          error={checked && !short && differs ? t('start.passphrase.differs') : undefined}
        />
        <Notice look="wait" icon={KeyRound} title={t('start.passphrase.reset.title')}>
          <p>{t('start.passphrase.reset.text')}</p>
        </Notice>
        <ErrorNotice error={unlock.failure} />
        <div className={styles['actions']}>
          <Button type="submit" look="primary" isPending={unlock.pending}>
            {unlock.pending ? t('start.passphrase.working') : t('start.passphrase.go')}
          </Button>
        </div>
      </form>
    </StartLayout>
  )
}
