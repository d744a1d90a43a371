import { CheckCheck, CircleDashed, Laptop, ArrowDownToLine, Check, type LucideIcon } from 'lucide-react'

import { useNow } from '../components/use-now.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { useNetwork } from './network-context.tsx'
import { syncSentence, type SyncTone } from './sync-sentence.ts'
import styles from './SyncLine.module.css'

/** How a sentence about who has what looks: colour and shape say the same. */
export const SYNC_ICONS: Readonly<Record<SyncTone, LucideIcon>> = {
  good: CheckCheck,
  info: Check,
  wait: Laptop,
  calm: CircleDashed,
}

/** Who has what is here, in one sentence; leads to the details per person. */
export function SyncLine() {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const { network } = useNetwork()
  const status = valueOf(useQuery('sync:status', {}))
  const sync = status?.networks.find(({ id }) => id === network.id)
  if (sync === undefined) return <p className={styles['line']}>{t('sync.unknown')}</p>
  const { tone, text, newer, last, connected } = syncSentence(sync, { t, formats, now })
  const Icon = SYNC_ICONS[tone]
  return (
    <a href="#/sync" className={`${styles['line']} ${styles[tone]}`}>
      <Icon aria-hidden size={20} className={styles['icon']} />
      <span className={styles['words']}>
        <span className={styles['main']}>{text}</span>
        {newer !== undefined && (
          <span className={styles['newer']}>
            <ArrowDownToLine aria-hidden size={14} /> {newer}
          </span>
        )}
        <span className={styles['sub']}>
          {status?.online === false
            ? t('sync.offline')
            : connected > 0
              ? t('sync.connected', { count: connected })
              : (last ?? t('sync.nobody'))}
        </span>
        <span className={styles['hidden']}>{t('sync.open')}</span>
      </span>
    </a>
  )
}
