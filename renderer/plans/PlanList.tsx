import { memo, useDeferredValue, useState } from 'react'

import { PLAN_STATES } from '../../core/domain/states/work-states.ts'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useNow } from '../components/use-now.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { LongRow, Row, Rows } from '../lists/Rows.tsx'
import { ScreenList } from '../lists/ScreenList.tsx'
import { EmptyPlans } from './EmptyPlans.tsx'
import { nextOccurrence } from './time/occurrences.ts'
import { PlanBadge } from './PlanBadge.tsx'
import { asPlan, type Plan } from './plan-view.ts'
import styles from './plans.module.css'
import { ownZone, usePlans, usePlansQuery } from './use-plans.ts'

type Filter = 'all' | Plan['state']
/** More are listed as they were made, so that any number of them can be reached. */
const MOST_SORTED = 200
const FILTERS: readonly Filter[] = ['all', ...PLAN_STATES]

/** Plans to search: those to come first, then those without a date, then past ones. */
export function PlanList({ onNew }: { onNew: () => void }) {
  const t = useT()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const query = usePlansQuery({ search: useDeferredValue(search), state: filter === 'all' ? undefined : filter })
  const { answer, plans, total } = usePlans(query, MOST_SORTED)
  const isFiltered = search.trim() !== '' || filter !== 'all'
  if (answer.state === 'ready' && total === 0 && !isFiltered) return <EmptyPlans onNew={onNew} />
  return (
    <>
      <div className={styles['filters']}>
        <TextField label={t('plans.search')} type="search" value={search} onChange={setSearch} />
        <Select<Filter>
          label={t('plans.state')}
          options={FILTERS.map((value) => ({
            value,
            label: value === 'all' ? t('plans.state.all') : t(`plan-state.${value}`),
          }))}
          value={filter}
          onChange={(value) => setFilter(value)}
        />
      </div>
      <Answered answer={answer} loading={t('plans.loading')}>
        {() =>
          total === 0 ? (
            <Quiet>{t('plans.none')}</Quiet>
          ) : total > MOST_SORTED ? (
            <ScreenList
              key={JSON.stringify(query)}
              query={query}
              label={t('nav.plans')}
              loading={t('plans.loading')}
              empty={<Quiet>{t('plans.none')}</Quiet>}
              row={(record) => <DatedRow plan={asPlan(record)} row={LongRow} />}
            />
          ) : (
            <Sorted plans={plans} />
          )
        }
      </Answered>
    </>
  )
}

function Sorted({ plans }: { plans: readonly Plan[] }) {
  const t = useT()
  const from = useNow()
  const zone = ownZone()
  const dated = plans
    .map((plan) => ({ plan, next: nextOccurrence(plan, { from, zone })?.start }))
    .toSorted((a, b) => rank(a) - rank(b) || (a.next ?? -(a.plan.start ?? 0)) - (b.next ?? -(b.plan.start ?? 0)))
  return (
    <Rows label={t('nav.plans')}>
      {dated.map(({ plan }) => (
        <DatedRow key={plan.id} plan={plan} row={Row} />
      ))}
    </Rows>
  )
}

const DatedRow = memo(function DatedRow({ plan, row: RowOf }: { plan: Plan; row: typeof Row }) {
  const t = useT()
  const formats = useFormats()
  const next = nextOccurrence(plan, { from: useNow(), zone: ownZone() })?.start
  const open = plan.tasks.filter(({ state }) => state === 'needs-action').length
  const when = next ?? plan.start
  return (
    <RowOf
      href={`/plans/${plan.id}`}
      title={<bdi>{plan.summary}</bdi>}
      sub={
        <>
          <span>
            {when === null ? t('plans.undated') : formats.moment(when)}
            {when !== null && next === undefined && ` · ${t('plans.past')}`}
          </span>
          {plan.kind !== null && <span>{t(`plan-kind.${plan.kind}`)}</span>}
          <span>{t('plans.coming', { count: plan.counts.accepted })}</span>
          {open > 0 && <span>{t('plans.tasks.open', { count: open })}</span>}
        </>
      }
      side={<PlanBadge state={plan.state} />}
    />
  )
})

/** To come, without a date, past. */
function rank({ plan, next }: { plan: Plan; next: number | undefined }): number {
  if (next !== undefined) return 0
  return plan.start === null ? 1 : 2
}
