import {
  AlarmClock,
  Ban,
  BellRing,
  CheckCheck,
  CircleCheck,
  Drama,
  LifeBuoy,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import { Link } from 'wouter'

import type { CommandOutput } from '../../../../core/bridge/contract.ts'
import { useNetwork } from '../../../app/network-context.tsx'
import { useQuery, valueOf } from '../../../engine/use-query.ts'
import { useT } from '../../../i18n/i18n-context.tsx'
import { asAlert, type Alert } from '../../alert-record.ts'
import { EmergencyLine } from '../../shown/EmergencyLine.tsx'
import type { LongItem } from '../attention.ts'
import { AskedOfYou } from './AskedOfYou.tsx'
import styles from '../incoming.module.css'
import { useSeen } from '../use-seen.ts'

type Gate = CommandOutput<'alert:show'>['gate']

/** What asks most of this person, with what they can do about it at once. */
export function FirstOfBanner({ item, keys }: { item: LongItem; keys: boolean }) {
  const t = useT()
  const { network } = useNetwork()
  const shown = valueOf(useQuery('alert:show', { network: network.id, id: item.id }))
  const alert = shown && asAlert(shown.record)
  useSeen(item.what === 'alert' ? alert : undefined)
  if (shown === undefined || alert === undefined) return undefined
  const look = lookOf(item, shown.gate)
  const Icon = item.drill ? Drama : iconOf(item, alert)
  return (
    <section role="alert" className={[styles['first'], styles[look]].join(' ')} data-alert={look} data-what={item.what}>
      <Icon aria-hidden size={28} className={styles['icon']} />
      <div className={styles['words']}>
        <p className={styles['bannerTitle']}>
          {item.drill && `${t('alert.drill.label')} · `}
          {titleOf(item, alert, network.person, t)}
        </p>
        {item.drill && item.what === 'alert' && <p>{t('alert.drill.text')}</p>}
        <p>
          {alert.kind !== null && <strong>{t(`help.${alert.kind}`)}: </strong>}
          <bdi>{alert.headline}</bdi> <Link href={`/alerts/${alert.id}`}>{t('alert.banner.open')}</Link>
        </p>
        {item.what === 'alert' && shown.gate === 'failed' && <p>{t('alert.gate.failed')}</p>}
        {item.what === 'alert' && shown.gate === 'confirmed' && <p>{t('alert.gate.confirmed')}</p>}
        <div className={styles['doing']}>
          <AskedOfYou item={item} alert={alert} keys={keys} />
          {keys && !item.drill && item.what !== 'enough' && item.what !== 'over' && <EmergencyLine />}
        </div>
      </div>
    </section>
  )
}

function lookOf({ drill, what }: LongItem, gate: Gate): 'drill' | 'calling' | 'still' | 'wait' {
  if (drill) return 'drill'
  if (what === 'enough' || what === 'over') return 'still'
  if (what === 'check-in' || what === 'buddy' || gate === 'failed') return 'wait'
  return 'calling'
}

function iconOf({ what }: LongItem, alert: Alert): LucideIcon {
  switch (what) {
    case 'needs-help':
      return LifeBuoy
    case 'check-in':
    case 'buddy':
    case 'overdue':
      return AlarmClock
    case 'over':
      return alert.state === 'cancelled' ? Ban : CheckCheck
    case 'enough':
      return CircleCheck
    default:
      return alert.gate === 'failed' ? TriangleAlert : BellRing
  }
}

function titleOf({ what }: LongItem, alert: Alert, person: string, t: ReturnType<typeof useT>): string {
  if (what === 'alert') return t('alert.banner')
  if (what === 'enough') return t('alert.enough')
  if (what === 'over') {
    const coming = alert.responders.some((one) => one.member === person && one.out)
    const how = alert.state === 'cancelled' ? 'cancelled' : 'all-clear'
    return t(coming ? `incoming.over.${how}.coming` : `incoming.over.${how}`)
  }
  return t(`incoming.title.${what}`)
}
