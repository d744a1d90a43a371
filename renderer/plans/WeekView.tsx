import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'

import { Button } from '../components/Button.tsx'
import { useNow } from '../components/use-now.ts'
import { useFormats, useLocale, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { EmptyPlans } from './EmptyPlans.tsx'
import { occurrencesOf, type Occurrence } from './time/occurrences.ts'
import type { Plan } from './plan-view.ts'
import styles from './plans.module.css'
import { ownZone, usePlans, usePlansQuery } from './use-plans.ts'
import { dayOf, firstDayOf, weekOf } from './time/week.ts'

/** Seven days with what takes place on them; side by side where there is room, otherwise one below the other. */
export function WeekView({ onNew }: { onNew: () => void }) {
  const t = useT()
  const formats = useFormats()
  const locale = useLocale()
  const now = useNow()
  const [weeks, setWeeks] = useState(0)
  const { answer, plans, total } = usePlans(usePlansQuery({}))
  const today = dayOf(now)
  const first = firstDayOf(locale === 'en-XA' || locale === 'en' ? 'en-GB' : locale)
  const days = useMemo(() => weekOf(dayOf(today, weeks * 7), first), [today, weeks, first])
  const entries = useMemo(() => entriesOf(plans, days), [plans, days])
  return (
    <Answered answer={answer} loading={t('plans.loading')}>
      {() =>
        total === 0 ? (
          <EmptyPlans onNew={onNew} />
        ) : (
          <>
            <div className={styles['bar']}>
              <h2>{t('plans.week.of', { from: formats.day(days[0]!), to: formats.day(days[6]!) })}</h2>
              <Step label={t('plans.week.previous')} back onPress={() => setWeeks(weeks - 1)} />
              <Button onPress={() => setWeeks(0)} isDisabled={weeks === 0}>
                {t('plans.week.this')}
              </Button>
              <Step label={t('plans.week.next')} onPress={() => setWeeks(weeks + 1)} />
            </div>
            <div className={styles['weekBox']}>
              <ol className={styles['week']}>
                {days.map((day) => (
                  <Day key={day} day={day} isToday={day === today} entries={entries} />
                ))}
              </ol>
            </div>
          </>
        )
      }
    </Answered>
  )
}

function Step({ label, back = false, onPress }: { label: string; back?: boolean; onPress: () => void }) {
  const isLtr = useLocale() !== 'ar'
  return <Button iconOnly icon={back === isLtr ? ChevronLeft : ChevronRight} aria-label={label} onPress={onPress} />
}

interface WeekEntry {
  readonly plan: Plan
  readonly occurrence: Occurrence
}

/** What takes place in a week, the earliest first. */
function entriesOf(plans: readonly Plan[], days: readonly number[]): WeekEntry[] {
  const options = { from: days[0] ?? 0, to: dayOf(days.at(-1) ?? 0, 1), zone: ownZone() }
  return plans
    .flatMap((plan) => occurrencesOf(plan, options).map((occurrence) => ({ plan, occurrence })))
    .toSorted((a, b) => a.occurrence.start - b.occurrence.start)
}

function Day({ day, isToday, entries }: { day: number; isToday: boolean; entries: readonly WeekEntry[] }) {
  const t = useT()
  const formats = useFormats()
  const next = dayOf(day, 1)
  const found = entries.filter(({ occurrence: { start, end } }) => start < next && Math.max(end ?? 0, start + 1) > day)
  return (
    <li className={`${styles['dayBox']} ${isToday ? styles['today'] : ''}`} aria-current={isToday ? 'date' : undefined}>
      <h3 className={styles['dayName']}>
        {formats.day(day)}
        {isToday && <span className={styles['now']}>{t('plans.week.today')}</span>}
      </h3>
      {found.length === 0 ? (
        <p className={styles['nothing']}>{t('plans.week.nothing')}</p>
      ) : (
        <ul className={styles['dayPlans']}>
          {found.map(({ plan, occurrence }) => (
            <li key={`${plan.id} ${occurrence.start}`}>
              <Entry plan={plan} occurrence={occurrence} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Entry({ plan, occurrence }: { plan: Plan; occurrence: Occurrence }) {
  const t = useT()
  const formats = useFormats()
  const clock = formats.clock(occurrence.start)
  return (
    <Link
      href={`/plans/${plan.id}`}
      className={`${styles['entry']} ${plan.state === 'cancelled' ? styles['cancelled'] : ''}`}
    >
      <span className={styles['entryTime']}>
        <span>{clock}</span>
        {plan.state !== 'confirmed' && <span>{t(`plan-state.${plan.state}`)}</span>}
      </span>
      <bdi className={styles['entryTitle']}>{plan.summary}</bdi>
    </Link>
  )
}
