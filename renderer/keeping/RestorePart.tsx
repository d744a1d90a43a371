import { History, Undo2 } from 'lucide-react'
import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { localTime } from '../forms/read-fields.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import styles from '../network/network.module.css'
import { RestorePreview } from './RestorePreview.tsx'

type Preview = CommandOutput<'restore:preview'>
type Done = CommandOutput<'restore:at'>

/** Everything as it was at a time: asked for, looked at, then done. For coordinators. */
export function RestorePart() {
  const t = useT()
  const { network } = useNetwork()
  const preview = useCommand('restore:preview')
  const [typed, setTyped] = useState('')
  const [keepLate, setKeepLate] = useState(false)
  const [isTried, setTried] = useState(false)
  const [shown, setShown] = useState<Preview>()
  const [done, setDone] = useState<Done>()
  const at = localTime(typed)
  const again = (): void => {
    setShown(undefined)
    setDone(undefined)
  }
  const look = async (): Promise<void> => {
    setTried(true)
    again()
    if (at !== undefined) setShown(await preview.run({ network: network.id, at, keepLate }))
  }
  if (network.role === 'member') return <Notice>{t('net.not-coordinator')}</Notice>
  return (
    <Section title={t('back.title')}>
      <Card>
        <form
          noValidate
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault()
            void look()
          }}
        >
          <p>{t('back.lead')}</p>
          <TextField
            label={t('back.when')}
            hint={t('back.when.hint')}
            type="datetime-local"
            value={typed}
            onChange={(text) => {
              setTyped(text)
              again()
            }}
            error={isTried && at === undefined ? t('back.when.wrong') : undefined}
          />
          <Checkbox
            isSelected={keepLate}
            onChange={(selected) => {
              setKeepLate(selected)
              again()
            }}
            hint={t('back.late.hint')}
          >
            {t('back.late')}
          </Checkbox>
          <ErrorNotice error={preview.failure} />
          <div className={styles['buttons']}>
            <Button type="submit" icon={History} isPending={preview.pending}>
              {t('back.preview')}
            </Button>
          </div>
        </form>
      </Card>
      {shown !== undefined && done === undefined && <Proposal shown={shown} keepLate={keepLate} onDone={setDone} />}
      {done !== undefined && (
        <Card>
          <div className={styles['stack']}>
            <Notice look="good" title={t('back.done')}>
              <p>{t('back.done.undo')}</p>
              {done.left > 0 && <p>{t('back.done.left', { count: done.left })}</p>}
            </Notice>
            <RestorePreview preview={done} />
          </div>
        </Card>
      )}
    </Section>
  )
}

/** What it would come to, and the button that does it. */
function Proposal({ shown, keepLate, onDone }: { shown: Preview; keepLate: boolean; onDone: (done: Done) => void }) {
  const t = useT()
  const formats = useFormats()
  const announce = useAnnounce()
  const { network } = useNetwork()
  const restore = useCommand('restore:at')
  const [isAsking, setAsking] = useState(false)
  const isNothing = shown.changed + shown.putAway + shown.broughtBack === 0
  const confirm = async (): Promise<void> => {
    const done = await restore.run({ network: network.id, at: shown.at, keepLate })
    if (done === undefined) return
    announce(t('back.done'))
    setAsking(false)
    onDone(done)
  }
  return (
    <Card>
      <div className={styles['stack']}>
        <RestorePreview preview={shown} />
        <Button look="danger" icon={Undo2} isDisabled={isNothing} onPress={() => setAsking(true)}>
          {t('back.button')}
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t('back.confirm.title', { when: formats.moment(shown.at) })}
          confirm={t('back.button')}
          pending={restore.pending}
          failure={restore.failure}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>{t('back.confirm.text', { count: shown.changed + shown.putAway + shown.broughtBack })}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}
