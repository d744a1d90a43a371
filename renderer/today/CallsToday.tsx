import { BellRing } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { asAlert, CALLING_STATES, groupedCalls, type Alert } from '../alerts/alert-record.ts'
import { AlertBadge } from '../alerts/AlertBadge.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Today.module.css'

/** Calls and drafts looked at; the rest are on their own screen. */
const LOOKED_AT = 30
const SHOWN = 5

/** Calls that run and drafts that wait for somebody; nothing at all where there are none. */
export function CallsToday({ panel }: { panel: (icon: ReactNode, children: ReactNode) => ReactNode }) {
  const t = useT()
  const now = useNow()
  const { network } = useNetwork()
  const states = ['draft', ...CALLING_STATES]
  const answer = useQuery('record:list', { network: network.id, kind: 'alert', states, limit: LOOKED_AT })
  const { drafts, running } = groupedCalls((valueOf(answer)?.records ?? []).map(asAlert), now)
  const calls = [...running, ...drafts]
  if (calls.length === 0) return undefined
  return panel(
    <BellRing aria-hidden size={20} />,
    <>
      <ul className={styles['lines']}>
        {calls.slice(0, SHOWN).map((alert) => (
          <Call key={alert.id} alert={alert} />
        ))}
      </ul>
      {calls.length > SHOWN && <Link href="/alerts">{t('today.calls.all')}</Link>}
    </>,
  )
}

function Call({ alert }: { alert: Alert }) {
  const t = useT()
  const { coming } = alert.counts
  return (
    <li className={styles['request']}>
      <span className={styles['lineWords']}>
        <Link href={`/alerts/${alert.id}`}>
          <bdi>{alert.headline}</bdi>
        </Link>
        {alert.state !== 'draft' && <span className={styles['faint']}>{t('incident.coming', { count: coming })}</span>}
      </span>
      <span className={styles['buttons']}>
        <AlertBadge alert={alert} />
      </span>
    </li>
  )
}
