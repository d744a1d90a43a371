import { PhoneCall, PhoneOff, TriangleAlert } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { Written } from '../components/Written.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './duty.module.css'
import { dutyAt, isNobodyOnCall, type Duty, type Shift } from './duty-now.ts'
import { EndDialog } from './EndDialog.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { StartDialog } from './StartDialog.tsx'
import { WhyNobody } from './WhyNobody.tsx'

/** Who is on call, until when, and what one can do about it. `brief` where other things stand beside it. */
export function DutyPart({ brief = false }: { brief?: boolean }) {
  const now = useNow()
  const { network } = useNetwork()
  const answer = useQuery('duty:show', { network: network.id })
  return <Answered answer={answer}>{(duty) => <DutyBody duty={dutyAt(duty, now)} brief={brief} />}</Answered>
}

function DutyBody({ duty, brief }: { duty: Duty; brief: boolean }) {
  const t = useT()
  const { network } = useNetwork()
  const [open, setOpen] = useState<{ what: 'start' } | { what: 'hand-over' | 'end'; shift: Shift }>()
  const close = (): void => setOpen(undefined)
  const shifts = duty.state === 'overdue' ? duty.overdue : duty.onCall
  const isOn = duty.onCall.some(({ person }) => person === network.person)
  return (
    <div className={styles['duty']}>
      {duty.state === 'never' && <Quiet>{t('duty.never')}</Quiet>}
      {isNobodyOnCall(duty) && (
        <div className={styles['nobody']}>
          <StateBadge tone="wait" icon={PhoneOff}>
            {t('duty.nobody')}
          </StateBadge>
          <WhyNobody duty={duty} />
        </div>
      )}
      {shifts.length > 0 && (
        <Rows label={t('duty.title')}>
          {shifts.map((shift) => (
            <ShiftRow
              key={shift.person}
              shift={shift}
              isOver={duty.state === 'overdue'}
              brief={brief}
              onOpen={setOpen}
            />
          ))}
        </Rows>
      )}
      {duty.note !== undefined && (
        <div className={styles['note']}>
          <p>
            <T
              id="duty.noted"
              values={{ name: <bdi>{duty.note.name}</bdi>, when: <TimeText at={duty.note.at} as="moment" /> }}
            />
          </p>
          <Written text={duty.note.text} />
        </div>
      )}
      {!isOn && (
        <div>
          <Button icon={PhoneCall} onPress={() => setOpen({ what: 'start' })}>
            {t('duty.start')}
          </Button>
        </div>
      )}
      {open?.what === 'start' && <StartDialog onClose={close} />}
      {open?.what === 'hand-over' && <HandOverDialog shift={open.shift} onClose={close} />}
      {open?.what === 'end' && <EndDialog shift={open.shift} isLast={duty.onCall.length < 2} onClose={close} />}
    </div>
  )
}

interface ShiftRowProps {
  shift: Shift
  /** Its time has run out without a hand-over. */
  isOver: boolean
  brief: boolean
  onOpen: (open: { what: 'hand-over' | 'end'; shift: Shift }) => void
}

function ShiftRow({ shift, isOver, brief, onOpen }: ShiftRowProps) {
  const t = useT()
  const members = useMembers()
  const { person, name, since, until } = shift
  return (
    <Row
      title={<PersonName {...members.nameOf(person)} />}
      sub={
        <>
          {!brief && (
            <span>
              <T id="duty.since" values={{ when: <TimeText at={since} as="moment" /> }} />
            </span>
          )}
          <span>
            {until === undefined ? (
              t('duty.until.open')
            ) : (
              <T
                id={isOver ? 'duty.until.over' : 'duty.until.when'}
                values={{ when: <TimeText at={until} as="moment" /> }}
              />
            )}
          </span>
        </>
      }
      side={
        <>
          <StateBadge tone={isOver ? 'wait' : 'good'} icon={isOver ? TriangleAlert : PhoneCall}>
            {isOver ? t('duty.over') : t('duty.on')}
          </StateBadge>
          <Button aria-label={t('duty.hand-over.name', { name })} onPress={() => onOpen({ what: 'hand-over', shift })}>
            {t('duty.hand-over')}
          </Button>
          {!brief && (
            <Button
              look="quiet"
              aria-label={t('duty.end.name', { name })}
              onPress={() => onOpen({ what: 'end', shift })}
            >
              {t('duty.end')}
            </Button>
          )}
        </>
      }
    />
  )
}
