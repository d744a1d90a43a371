import { Bell, CircleDashed, Drama, Layers, Phone, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'

import { useNetwork } from '../../../app/network-context.tsx'
import { Button } from '../../../components/Button.tsx'
import { PersonName } from '../../../components/PersonName.tsx'
import { useQuery, valueOf } from '../../../engine/use-query.ts'
import { T, useT } from '../../../i18n/i18n-context.tsx'
import { asAlert, type Alert } from '../../alert-record.ts'
import { usePeople } from '../../board/people/use-people.ts'
import { hrefOf, type LineItem } from '../attention.ts'
import styles from '../incoming.module.css'
import { useIncoming } from '../IncomingProvider.tsx'

const ICONS: Partial<Record<LineItem['what'], LucideIcon>> = { confirm: CircleDashed, 'call-list': Phone }

/** One line: what asks, from whom, that it failed the gate where it did, and where it leads. */
export function BannerLine({ item }: { item: LineItem }) {
  const t = useT()
  const network = useNetwork().network.id
  const { understand } = useIncoming()
  const shown = valueOf(useQuery('alert:show', { network, id: item.id }))
  const { what, drill, collapsed } = item
  if (shown === undefined) return undefined
  const alert = asAlert(shown.record)
  const Icon = drill ? Drama : collapsed !== undefined ? Layers : (ICONS[what] ?? Bell)
  return (
    <li className={styles['line']} data-line={what}>
      <Icon aria-hidden size={18} />
      {drill && <strong>{t('alert.drill.label')}</strong>}
      <span>
        <Words item={item} alert={alert} />
      </span>
      {shown.gate === 'failed' && (
        <strong className={styles['failed']}>
          <TriangleAlert aria-hidden size={16} /> {t('alert.gate.failed')}
        </strong>
      )}
      <Link href={hrefOf(item)}>
        <bdi>{alert.headline}</bdi>
      </Link>
      {(what === 'over' || what === 'enough') && (
        <Button look="quiet" onPress={() => understand(item)}>
          {t('alert.enough.seen')}
        </Button>
      )}
    </li>
  )
}

function Words({ item: { what, from, collapsed }, alert }: { item: LineItem; alert: Alert }) {
  const t = useT()
  const { nameOf } = usePeople()
  const name = from === undefined ? '' : <PersonName {...nameOf(from)} />
  if (collapsed !== undefined) return <T id="incoming.collapsed" values={{ count: collapsed + 1, name }} />
  if (what === 'over') return t(`incoming.over.${alert.state === 'cancelled' ? 'cancelled' : 'all-clear'}`)
  return <T id={`incoming.what.${what}`} values={{ name }} />
}
