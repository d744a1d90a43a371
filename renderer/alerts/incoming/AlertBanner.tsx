import { BellRing, CircleCheck, Drama, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useNow } from '../../components/use-now.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { asAlert, CALLING_STATES, unanswered, type Alert } from '../alert-record.ts'
import { AnswerButtons } from '../respond/AnswerButtons.tsx'
import styles from '../alerts.module.css'
import { useSeen } from './use-seen.ts'

/** Alerts looked at for one that waits; more at once are told as links. */
const LOOKED_AT = 50
const LISTED = 3

/** Above every screen while an alert waits for this person's answer; on the alert's own screen, that screen asks. */
export function AlertBanner() {
  const { network } = useNetwork()
  const [location] = useLocation()
  const now = useNow()
  const [understood, setUnderstood] = useState<ReadonlySet<string>>(new Set())
  const answer = useQuery('record:list', {
    network: network.id,
    kind: 'alert',
    states: CALLING_STATES,
    limit: LOOKED_AT,
  })
  const alerts = (valueOf(answer)?.records ?? []).map(asAlert)
  const waiting = unanswered(alerts, { person: network.person, now }).filter(
    (alert) => !(alert.enough && understood.has(alert.id)) && location !== `/alerts/${alert.id}`,
  )
  const [first, ...others] = waiting
  if (first === undefined || network.state !== 'current') return undefined
  return (
    <Banner
      key={first.id}
      alert={first}
      others={others.slice(0, LISTED)}
      keys={!location.startsWith('/alerts/')}
      onUnderstood={() => setUnderstood(new Set([...understood, first.id]))}
    />
  )
}

interface BannerProps {
  alert: Alert
  others: readonly Alert[]
  keys: boolean
  onUnderstood: () => void
}

function Banner({ alert, others, keys, onUnderstood }: BannerProps) {
  const t = useT()
  const { network } = useNetwork()
  const shown = valueOf(useQuery('alert:show', { network: network.id, id: alert.id }))
  useSeen(shown === undefined ? undefined : alert)
  if (shown === undefined) return undefined
  const look = alert.drill ? 'drill' : alert.enough || shown.gate === 'failed' ? 'still' : 'calling'
  const Icon = alert.drill ? Drama : alert.enough ? CircleCheck : shown.gate === 'failed' ? TriangleAlert : BellRing
  return (
    <section role="alert" className={`${styles['banner']} ${styles[look]}`} data-alert={look}>
      <Icon aria-hidden size={28} className={styles['bannerIcon']} />
      <div className={styles['bannerWords']}>
        <p className={styles['bannerTitle']}>
          {alert.enough ? t('alert.enough') : alert.drill ? t('alert.drill.text') : t('alert.banner')}
        </p>
        <p>
          {alert.kind !== null && <strong>{t(`help.${alert.kind}`)}: </strong>}
          <bdi>{alert.headline}</bdi> <Link href={`/alerts/${alert.id}`}>{t('alert.banner.open')}</Link>
        </p>
        {shown.gate === 'failed' && <p>{t('alert.gate.failed')}</p>}
        {alert.enough ? (
          <p>
            <Button onPress={onUnderstood}>{t('alert.enough.seen')}</Button>
          </p>
        ) : (
          shown.gate !== 'failed' && <AnswerButtons alert={alert} keys={keys} />
        )}
        {others.length > 0 && (
          <p>
            {t('alert.banner.more')}:{' '}
            {others.map((other) => (
              <Link key={other.id} href={`/alerts/${other.id}`} className={styles['other']}>
                <bdi>{other.headline}</bdi>
              </Link>
            ))}
          </p>
        )}
      </div>
    </section>
  )
}
