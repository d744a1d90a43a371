import { useState } from 'react'

import { useAnnounce } from '../app/announcer.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'

/** Shortest passphrase the engine takes, in characters (core/identity/vault/passphrase-key.ts). */
const MIN_LENGTH = 8

/** Changes the passphrase. A wrong present one is answered later each time, by the engine. */
export function PassphraseDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const announce = useAnnounce()
  const change = useCommand('profile:change-passphrase')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setTried] = useState(false)
  const isShort = Array.from(next).length < MIN_LENGTH
  const differs = next !== again
  const save = async (): Promise<void> => {
    setTried(true)
    if (current === '' || isShort || differs) return
    if ((await change.run({ current, next })) === undefined) return
    announce(t('privacy.passphrase.changed'))
    onClose()
  }
  return (
    <FormDialog
      title={t('privacy.passphrase.change')}
      submit={t('privacy.passphrase.change')}
      pending={change.pending}
      failure={change.failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('privacy.passphrase.now')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={isTried && current === '' ? t('field.required') : undefined}
        autoFocus
      />
      <TextField
        label={t('privacy.passphrase.next')}
        hint={t('privacy.passphrase.next.hint', { min: MIN_LENGTH })}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={setNext}
        error={isTried && isShort ? t('privacy.passphrase.short', { min: MIN_LENGTH }) : undefined}
      />
      <TextField
        label={t('privacy.passphrase.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={isTried && !isShort && differs ? t('privacy.passphrase.differs') : undefined}
      />
    </FormDialog>
  )
}
