import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { fileName } from './backup-file.ts'

const ELSEWHERE = 'elsewhere'

/** Which backup, and its passphrase; with the command that brings it back. */
export function useRestore(onDone: (done: CommandOutput<'profile:restore'>) => void) {
  const restore = useCommand('profile:restore')
  const found = valueOf(useQuery('backup:places', {}))?.found ?? []
  const [chosen, setChosen] = useState<string>()
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [isTried, setTried] = useState(false)
  const which = chosen ?? found[0]?.file ?? ELSEWHERE
  const file = which === ELSEWHERE ? typed.trim() : which
  const run = async (): Promise<void> => {
    setTried(true)
    if (file === '' || passphrase === '' || restore.pending) return
    const done = await restore.run({ file, passphrase })
    if (done !== undefined) onDone(done)
  }
  const fields = { found, which, setChosen, typed, setTyped, passphrase, setPassphrase, isTried, file }
  return { run, fields, pending: restore.pending, failure: restore.failure }
}

export function RestoreFields({ fields }: { fields: ReturnType<typeof useRestore>['fields'] }) {
  const t = useT()
  const formats = useFormats()
  const { found, which, setChosen, typed, setTyped, passphrase, setPassphrase, isTried, file } = fields
  return (
    <>
      <Select<string>
        label={t('backup.which')}
        hint={found.length === 0 ? t('backup.which.none') : t('backup.which.hint')}
        options={[
          ...found.map((one) => ({ value: one.file, label: `${fileName(one.file)}, ${formats.moment(one.at)}` })),
          { value: ELSEWHERE, label: t('backup.which.elsewhere') },
        ]}
        value={which}
        onChange={setChosen}
      />
      {which === ELSEWHERE && (
        <TextField
          label={t('backup.file')}
          hint={t('backup.file.hint')}
          autoComplete="off"
          dir="ltr"
          value={typed}
          onChange={setTyped}
          {...(isTried && file === '' && { error: t('field.required') })}
        />
      )}
      <TextField
        label={t('backup.passphrase.of')}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={setPassphrase}
        {...(isTried && passphrase === '' && { error: t('field.required') })}
      />
    </>
  )
}
