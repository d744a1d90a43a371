import { useState, type SubmitEvent } from 'react'

import { NETWORK_KINDS } from '../../core/domain/records/words.ts'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Choices.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './StartLayout.module.css'

/** Longest name the contract takes, in characters. */
const MAX_NAME = 120

export interface NetworkFormProps {
  /** What this person is called elsewhere. */
  known?: string
  onMade: (id: string) => void
}

/** A name for the network and one for oneself: then it exists, and its code can be shown. */
export function NetworkForm({ known = '', onMade }: NetworkFormProps) {
  const t = useT()
  const create = useCommand('network:create')
  const [name, setName] = useState('')
  const [as, setAs] = useState(known)
  const [kind, setKind] = useState<(typeof NETWORK_KINDS)[number]>('circle')
  const [checked, setChecked] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    if (name.trim() === '' || as.trim() === '' || create.pending) return
    const made = await create.run({ name, as, kind })
    if (made !== undefined) onMade(made.id)
  }
  const needed = (value: string): string | undefined =>
    checked && value.trim() === '' ? t('field.required') : undefined
  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('start.network.as')}
        hint={t('start.network.as.hint')}
        autoFocus
        autoComplete="off"
        maxLength={MAX_NAME}
        value={as}
        onChange={setAs}
        error={needed(as)}
      />
      <TextField
        label={t('start.network.name')}
        hint={t('start.network.name.hint')}
        autoComplete="off"
        maxLength={MAX_NAME}
        value={name}
        onChange={setName}
        error={needed(name)}
      />
      <Choices
        label={t('start.network.kind')}
        options={NETWORK_KINDS.map((value) => ({ value, label: t(`network-kind.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <ErrorNotice error={create.failure} />
      <div className={styles['actions']}>
        <Button type="submit" look="primary" isPending={create.pending}>
          {t('start.network.go')}
        </Button>
      </div>
    </form>
  )
}
