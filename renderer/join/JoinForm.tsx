import { useRef, useState, type SubmitEvent } from 'react'

import { useAnnounce } from '../app/announcer.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { TextField } from '../components/TextField.tsx'
import { useEngine } from '../engine/engine-context.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { InviteLook, type InviteContent } from './InviteLook.tsx'
import styles from './Join.module.css'
import { RecoveryForm } from './RecoveryForm.tsx'

/** How long to look for the network's laptops, in milliseconds. */
const TIMEOUT_MS = 60_000

export interface JoinFormProps {
  code: string
  invite: InviteContent
  known: string
  onJoined: (network: string) => void
  onAgain: () => void
}

/** What the invite says, a name, and the yes: nothing is sent before it. */
export function JoinForm({ code, invite, known, onJoined, onAgain }: JoinFormProps) {
  const t = useT()
  const engine = useEngine()
  const announce = useAnnounce()
  const join = useCommand('network:join')
  const abort = useRef<AbortController>(undefined)
  const [as, setAs] = useState(known)
  const [checked, setChecked] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    if (as.trim() === '' || join.pending) return
    abort.current = new AbortController()
    const joined = await join.run({ code, as, timeoutMs: TIMEOUT_MS }, { signal: abort.current.signal })
    if (joined === undefined) return
    const { networks } = await engine.run('network:list', {})
    announce(t('join.done', { name: networks.find(({ id }) => id === joined.network)?.name ?? '' }))
    onJoined(joined.network)
  }
  if (invite.alreadyMember) {
    return (
      <div className={styles['way']}>
        <Notice title={t('join.member')} />
        <div className={styles['row']}>
          <Button look="primary" onPress={() => onJoined(invite.network)}>
            {t('join.member.go')}
          </Button>
          <Button onPress={onAgain}>{t('join.again')}</Button>
        </div>
      </div>
    )
  }
  if (invite.recovery) return <RecoveryForm code={code} onJoined={onJoined} onAgain={onAgain} />
  return (
    <form className={styles['way']} onSubmit={(event) => void submit(event)} noValidate>
      <h2 className={styles['heading']}>{t('join.look.title')}</h2>
      <InviteLook invite={invite} />
      {invite.expired && <Notice look="wait" title={t('join.expired')} />}
      <TextField
        label={t('start.network.as')}
        hint={t('start.network.as.hint')}
        autoFocus
        autoComplete="off"
        maxLength={120}
        value={as}
        onChange={setAs}
        error={checked && as.trim() === '' ? t('field.required') : undefined}
      />
      <ErrorNotice error={join.failure} />
      {join.pending && <Loading text={t('join.working')} />}
      <div className={styles['row']}>
        <Button type="submit" look="primary" isPending={join.pending}>
          {t('join.go')}
        </Button>
        {join.pending ? (
          <Button onPress={() => abort.current?.abort()}>{t('join.stop')}</Button>
        ) : (
          <Button look="quiet" onPress={onAgain}>
            {t('join.again')}
          </Button>
        )}
      </div>
    </form>
  )
}
