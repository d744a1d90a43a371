import { useState } from 'react'

import { useAnnounce } from '../app/announcer.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'

/** Takes in what coordinators who are out have said, as they cannot say it over the network. */
export function StatementForm() {
  const t = useT()
  const formats = useFormats()
  const announce = useAnnounce()
  const take = useCommand('dispute:take')
  const [text, setText] = useState('')
  const [done, setDone] = useState<string>()
  const submit = async (): Promise<void> => {
    const taken = await take.run({ statement: text })
    if (taken === undefined) return
    const names = formats.list(taken.by)
    const said = taken.waits
      ? t('dispute.taken.waits')
      : taken.out.length > 0
        ? t('dispute.taken.out', { names, out: formats.list(taken.out) })
        : t('dispute.taken.one', { names })
    setText('')
    setDone(said)
    announce(said)
  }
  return (
    <>
      <TextField
        label={t('dispute.take.label')}
        hint={t('dispute.take.hint')}
        rows={3}
        value={text}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
      />
      <ErrorNotice error={take.failure} />
      {done !== undefined && <Notice look="calm" title={done} />}
      <p>
        <Button isDisabled={text.trim() === ''} isPending={take.pending} onPress={() => void submit()}>
          {t('dispute.take')}
        </Button>
      </p>
    </>
  )
}
