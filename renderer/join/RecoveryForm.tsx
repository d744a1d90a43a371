import { useRef } from 'react'
import { useLocation } from 'wouter'

import { useAnnounce } from '../app/announcer.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Join.module.css'

/** How long to look for a member's laptop, in milliseconds. */
const TIMEOUT_MS = 60_000

/** Coming back with the printed key: no name is asked for, the person has one. It leads to their computers, to take out the lost. */
export function RecoveryForm({
  code,
  onJoined,
  onAgain,
}: {
  code: string
  onJoined: (network: string) => void
  onAgain: () => void
}) {
  const t = useT()
  const announce = useAnnounce()
  const [, navigate] = useLocation()
  const use = useCommand('recovery:use')
  const abort = useRef<AbortController>(undefined)
  const go = async (): Promise<void> => {
    abort.current = new AbortController()
    const came = await use.run({ code, timeoutMs: TIMEOUT_MS }, { signal: abort.current.signal })
    if (came === undefined) return
    announce(t('recovery.back.title', { name: came.as }))
    onJoined(came.network)
    navigate('/network/computers')
  }
  return (
    <div className={styles['way']}>
      <h2 className={styles['heading']}>{t('recovery.use.title')}</h2>
      <p>{t('recovery.use.text')}</p>
      <ErrorNotice error={use.failure} />
      {use.pending && <Loading text={t('join.working')} />}
      <div className={styles['row']}>
        <Button look="primary" isPending={use.pending} onPress={() => void go()}>
          {t('recovery.use.go')}
        </Button>
        {use.pending ? (
          <Button onPress={() => abort.current?.abort()}>{t('join.stop')}</Button>
        ) : (
          <Button look="quiet" onPress={onAgain}>
            {t('join.again')}
          </Button>
        )}
      </div>
    </div>
  )
}
