import { CircleCheck, CircleDashed, Minus, Plus } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { useAct, type Acting } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import type { Plan } from '../plan-view.ts'
import styles from '../plans.module.css'
import { AmountDialog, SupplyDialog } from './SupplyDialogs.tsx'

type Supply = Plan['supplies'][number]

/** What is needed and what is there. What several bring or take at once adds up. */
export function Supplies({ plan }: { plan: Plan }) {
  const t = useT()
  const acting = useAct('plan', plan.id)
  const [open, setOpen] = useState<'new' | Supply>()
  const supplies = plan.supplies.filter(({ archivedAt }) => archivedAt === null)
  const add = (
    <Button icon={Plus} onPress={() => setOpen('new')}>
      {t('supply.add')}
    </Button>
  )
  return (
    <Section title={t('plan.tab.supplies')} actions={add}>
      <ErrorNotice error={acting.failure} />
      {supplies.length === 0 ? (
        <Quiet>{t('supply.none')}</Quiet>
      ) : (
        <Rows label={t('plan.tab.supplies')}>
          {supplies.map((supply) => (
            <SupplyRow key={supply.id} supply={supply} acting={acting} onChange={() => setOpen(supply)} />
          ))}
        </Rows>
      )}
      {open === 'new' && <SupplyDialog plan={plan.id} onClose={() => setOpen(undefined)} />}
      {typeof open === 'object' && <AmountDialog plan={plan.id} supply={open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function SupplyRow({ supply, acting, onChange }: { supply: Supply; acting: Acting; onChange: () => void }) {
  const t = useT()
  const formats = useFormats()
  const { id, name, unit, stock, wanted } = supply
  const amount = (count: number): string => `${formats.number(count)}${unit === null ? '' : ` ${unit}`}`
  const add = (by: number): void => void acting.act('changeSupply', { supply: id, by })
  return (
    <Row
      title={<bdi>{name}</bdi>}
      sub={
        <bdi className={styles['meter']}>
          {wanted === null
            ? t('supply.count', { stock: amount(stock) })
            : t('supply.count.wanted', { stock: formats.number(stock), wanted: amount(wanted) })}
        </bdi>
      }
      side={
        <>
          {wanted !== null && stock >= wanted && (
            <StateBadge tone="good" icon={CircleCheck}>
              {t('supply.enough')}
            </StateBadge>
          )}
          {wanted !== null && stock < wanted && (
            <StateBadge tone="wait" icon={CircleDashed}>
              {t('supply.short', { count: formats.number(wanted - stock) })}
            </StateBadge>
          )}
          <Button iconOnly icon={Minus} aria-label={t('supply.one-less', { name })} onPress={() => add(-1)} />
          <Button iconOnly icon={Plus} aria-label={t('supply.one-more', { name })} onPress={() => add(1)} />
          <Button aria-label={t('supply.change.name', { name })} onPress={onChange}>
            {t('supply.change')}
          </Button>
        </>
      }
    />
  )
}
