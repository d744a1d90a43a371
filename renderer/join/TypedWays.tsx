import { useState, type SubmitEvent } from 'react'

import { Button } from '../components/Button.tsx'
import { TextField } from '../components/TextField.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import styles from './Join.module.css'
import { readSpoken } from './spoken-code.ts'

/** Longest text that is worth reading as a code, in characters. */
export const MAX_CODE = 4_096

/** A code out of a message or a file. */
export function PasteWay({ onCode }: { onCode: (code: string) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (text.trim() !== '' && text.length <= MAX_CODE) onCode(text)
  }
  return (
    <form className={styles['way']} onSubmit={submit} noValidate>
      <TextField
        label={t('join.paste.label')}
        hint={t('join.paste.hint')}
        rows={4}
        value={text}
        maxLength={MAX_CODE}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
      />
      <Button type="submit" isDisabled={text.trim() === ''}>
        {t('join.read')}
      </Button>
    </form>
  )
}

/** A code that somebody reads aloud, in groups of five. */
export function SpokenWay({ onCode }: { onCode: (code: string) => void }) {
  const t = useT()
  const formats = useFormats()
  const [typed, setTyped] = useState('')
  const { code, groups, wholeGroups, wrong } = readSpoken(typed.slice(0, MAX_CODE))
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (groups.length > 0 && typed.length <= MAX_CODE) onCode(code)
  }
  return (
    <form className={styles['way']} onSubmit={submit} noValidate>
      <TextField
        label={t('join.spoken.label')}
        hint={t('join.spoken.hint')}
        rows={3}
        value={typed}
        maxLength={MAX_CODE}
        onChange={setTyped}
        autoComplete="off"
        spellCheck="false"
        error={wrong.length > 0 ? t('join.spoken.wrong', { letters: formats.list(wrong.slice(0, 6)) }) : undefined}
      />
      <div className={styles['groups']} dir="ltr" aria-hidden>
        {groups.slice(0, 60).map((group, at) => (
          <code key={at}>{group}</code>
        ))}
      </div>
      <p role="status" className={styles['fine']}>
        {t('join.spoken.groups', { count: wholeGroups })}
      </p>
      <Button type="submit" isDisabled={groups.length === 0}>
        {t('join.read')}
      </Button>
    </form>
  )
}
