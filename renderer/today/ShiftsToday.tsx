import { Check } from 'lucide-react'

import type { PlanView, ShiftView } from '../../core/domain/records/plan.ts'
import { useNetwork } from '../app/network-context.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import styles from './Today.module.css'

type Plan = PlanView & { readonly id: string }

/** Shifts that begin today, this person's own first. */
export function ShiftsToday() {
  const t = useT()
  const now = useNow()
  const { network } = useNetwork()
  const plans = useQuery('record:list', {
    network: network.id,
    kind: 'plan',
    states: ['tentative', 'confirmed'],
    sort: 'changed',
    limit: 200,
  })
  return (
    <Answered answer={plans}>
      {({ records }) => {
        const shifts = shiftsOn(records as unknown as readonly Plan[], { now, person: network.person })
        if (shifts.length === 0) return <p className={styles['none']}>{t('today.shifts.none')}</p>
        return (
          <ul className={styles['lines']}>
            {shifts.map(({ plan, shift, yours }) => (
              <li key={`${plan.id} ${shift.id}`}>
                <a href={`#/plans/${plan.id}`} className={styles['line']}>
                  <span className={styles['clock']}>
                    <TimeText at={shift.start} as="clock" />
                  </span>
                  <span className={styles['lineWords']}>
                    <strong>
                      <bdi>{shift.role ?? plan.summary}</bdi>
                    </strong>
                    <span className={styles['faint']}>
                      {yours ? (
                        <span className={styles['yours']}>
                          <Check aria-hidden size={14} /> {t('today.shifts.yours')}
                        </span>
                      ) : (
                        t(`filling.${shift.filling}`)
                      )}
                    </span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        )
      }}
    </Answered>
  )
}

function shiftsOn(
  plans: readonly Plan[],
  { now, person }: { now: number; person: string },
): { plan: Plan; shift: ShiftView; yours: boolean }[] {
  const today = new Date(now).toDateString()
  return plans
    .flatMap((plan) =>
      plan.shifts
        .filter((shift) => shift.archivedAt === null && new Date(shift.start).toDateString() === today)
        .map((shift) => ({
          plan,
          shift,
          yours: shift.signUps.some((one) => one.member === person && one.partstat === 'accepted'),
        })),
    )
    .toSorted((a, b) => Number(b.yours) - Number(a.yours) || a.shift.start - b.shift.start)
    .slice(0, 6)
}
