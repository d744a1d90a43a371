import { Bell, CircleDashed, Drama, Layers, Phone, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'

import { useNetwork } from '../../../app/network-context.tsx'
import { useQuery, valueOf } from '../../../engine/use-query.ts'
import { T, useT } from '../../../i18n/i18n-context.tsx'
import { PersonName } from '../../../components/PersonName.tsx'
import { asAlert } from '../../alert-record.ts'
import { Button } from '../../../components/Button.tsx'
import { usePeople } from '../../board/people/use-people.ts'
import { hrefOf, type LineItem } from '../attention.ts'
import styles from '../incoming.module.css'
import { useIncoming } from '../IncomingProvider.tsx'

const ICONS: Partial<Record<LineItem['what'], LucideIcon>> = {
  confirm: CircleDashed,
  'call-list': Phone,
}

/** One line: what asks, from whom, and where it leads. */
export function BannerLine({ item }: { item: LineItem }) {
  const t = useT()
  const { nameOf } = usePeople()
  const { understand } = useIncoming()
  const { what, drill, collapsed, from } = item
  const Icon = drill ? Drama : collapsed !== undefined ? Layers : (ICONS[what] ?? Bell)
  const name = from === undefined ? '' : <PersonName {...nameOf(from)} />
  return (
    <li className={styles['line']} data-line={what}>
      <Icon aria-hidden size={18} />
      {drill && <strong>{t('alert.drill.label')}</strong>}
      {collapsed !== undefined ? (
        <span>
          <T id="incoming.collapsed" values={{ count: collapsed + 1, name }} />
        </span>
      ) : (
        <span>
          <T id={`incoming.what.${what}`} values={{ name }} />
        </span>
      )}
      <Headline item={item} />
      {(what === 'over' || what === 'enough') && (
        <Button look="quiet" onPress={() => understand(item)}>
          {t('alert.enough.seen')}
        </Button>
      )}
    </li>
  )
}

/** The alert in its own words, with the failed gate named where it failed. */
function Headline({ item }: { item: LineItem }) {
  const t = useT()
  const network = useNetwork().network.id
  const shown = valueOf(useQuery('alert:show', { network, id: item.id }))
  if (shown === undefined) return undefined
  return (
    <>
      {shown.gate === 'failed' && (
        <strong className={styles['failed']}>
          <TriangleAlert aria-hidden size={16} /> {t('alert.gate.failed')}
        </strong>
      )}
      <Link href={hrefOf(item)}>
        <bdi>{asAlert(shown.record).headline}</bdi>
      </Link>
    </>
  )
}
