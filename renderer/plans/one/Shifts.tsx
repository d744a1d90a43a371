import { Check, CircleCheck, CircleDashed, Ellipsis, Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Menu } from '../../components/Menu.tsx'
import { Section } from '../../components/Screen.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { useAct, type Acting } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import { answerOf, type Plan } from '../plan-view.ts'
import { Names } from '../../people/Names.tsx'
import { ShiftDialog } from './ShiftDialog.tsx'

type Shift = Plan['shifts'][number]
const LOOKS = {
  open: { tone: 'wait', icon: CircleDashed },
  enough: { tone: 'good', icon: CircleCheck },
  full: { tone: 'info', icon: UsersRound },
} as const

/** Times that need a number of people, the earliest first. */
export function Shifts({ plan, shifts }: { plan: Plan; shifts: readonly Shift[] }) {
  const t = useT()
  const acting = useAct('plan', plan.id)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      {t('shift.add')}
    </Button>
  )
  return (
    <Section title={t('plan.tab.shifts')} actions={add}>
      <ErrorNotice error={acting.failure} />
      {shifts.length === 0 ? (
        <Quiet>{t('shift.none')}</Quiet>
      ) : (
        <Rows label={t('plan.tab.shifts')}>
          {shifts
            .toSorted((a, b) => a.start - b.start)
            .map((shift) => (
              <ShiftRow key={shift.id} shift={shift} acting={acting} />
            ))}
        </Rows>
      )}
      {isAdding && <ShiftDialog plan={plan} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function ShiftRow({ shift, acting }: { shift: Shift; acting: Acting }) {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const { network } = useNetwork()
  const isIn = answerOf(shift.signUps, network.person) === 'accepted'
  const people = shift.signUps.filter(({ partstat }) => partstat === 'accepted').map(({ member }) => member)
  const end = shift.end === null ? undefined : formats.clock(shift.end)
  const start = formats.moment(shift.start)
  const when = end === undefined ? start : t('plan.range', { start, end })
  const name = `${shift.role ?? t('shift.role.any')}, ${when}`
  const sign = (answer: 'accepted' | 'declined'): void => void acting.act('signUp', { shift: shift.id, answer })
  return (
    <Row
      title={<bdi>{shift.role ?? t('shift.role.any')}</bdi>}
      sub={
        <>
          <span>{when}</span>
          <Names people={people} members={members} />
        </>
      }
      side={
        <>
          <span>{useCount(shift)}</span>
          <StateBadge {...LOOKS[shift.filling]}>{t(`filling.${shift.filling}`)}</StateBadge>
          {isIn ? (
            <Button
              icon={Check}
              aria-label={t('shift.sign-off.name', { shift: name })}
              onPress={() => sign('declined')}
            >
              {t('shift.sign-off')}
            </Button>
          ) : (
            <Button
              isDisabled={shift.filling === 'full'}
              aria-label={t('shift.sign-up.name', { shift: name })}
              onPress={() => sign('accepted')}
            >
              {t('shift.sign-up')}
            </Button>
          )}
          <Menu
            label={t('shift.more', { shift: name })}
            trigger={<Button look="quiet" iconOnly icon={Ellipsis} aria-label={t('shift.more', { shift: name })} />}
            entries={[
              {
                id: 'archive',
                label: t('shift.archive'),
                onAction: () => void acting.act('editShift', { shift: shift.id, archived: true }),
              },
            ]}
          />
        </>
      }
    />
  )
}

function useCount({ accepted: count, min, max }: Shift): string {
  const t = useT()
  if (max !== null) return t('shift.count', { count, min: min ?? 1, max })
  return min === null ? t('shift.count.only', { count }) : t('shift.count.min', { count, min })
}
