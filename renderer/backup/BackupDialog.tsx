import { useState } from 'react'

import { useAnnounce } from '../app/announcer.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { backupName, inFolder } from './backup-file.ts'

/** Shortest passphrase the engine takes, in characters (core/identity/vault/passphrase-key.ts). */
const MIN_LENGTH = 8
const ELSEWHERE = 'elsewhere'

/** Where a backup goes, and its own passphrase. */
export function BackupDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const announce = useAnnounce()
  const backup = useCommand('profile:backup')
  const places = valueOf(useQuery('backup:places', {}))?.places ?? []
  const [chosen, setChosen] = useState<string>()
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setTried] = useState(false)
  const place = chosen ?? places[0]?.folder ?? ELSEWHERE
  const folder = place === ELSEWHERE ? typed.trim() : place
  const isShort = Array.from(passphrase.normalize('NFKC')).length < MIN_LENGTH
  const differs = passphrase !== again
  const save = async (): Promise<void> => {
    setTried(true)
    if (folder === '' || isShort || differs) return
    const made = await backup.run({ file: inFolder(folder, backupName(Date.now())), passphrase })
    if (made === undefined) return
    announce(t('backup.made', { count: made.records }))
    onClose()
  }
  return (
    <FormDialog
      title={t('backup.make')}
      submit={t('backup.make.go')}
      pending={backup.pending}
      {...(backup.failure !== undefined && { failure: backup.failure })}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <Select<string>
        label={t('backup.where')}
        hint={t('backup.where.hint')}
        options={[
          ...places.map(({ kind, folder: value, name }) => ({
            value,
            label: t(`backup.place.${kind}`, { name: name ?? '' }),
          })),
          { value: ELSEWHERE, label: t('backup.place.elsewhere') },
        ]}
        value={place}
        onChange={setChosen}
      />
      {place === ELSEWHERE && (
        <TextField
          label={t('backup.folder')}
          hint={t('backup.folder.hint')}
          autoComplete="off"
          dir="ltr"
          value={typed}
          onChange={setTyped}
          {...(isTried && folder === '' && { error: t('field.required') })}
        />
      )}
      <TextField
        label={t('backup.passphrase')}
        hint={t('backup.passphrase.hint', { min: MIN_LENGTH })}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        {...(isTried && isShort && { error: t('privacy.passphrase.short', { min: MIN_LENGTH }) })}
      />
      <TextField
        label={t('backup.passphrase.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        {...(isTried && !isShort && differs && { error: t('privacy.passphrase.differs') })}
      />
    </FormDialog>
  )
}
