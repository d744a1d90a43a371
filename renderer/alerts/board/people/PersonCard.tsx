import { AlarmClock, MessageCircleReply, Users } from 'lucide-react'

import { isOut } from '../../../../core/domain/states/responder-states.ts'
import { useNetwork } from '../../../app/network-context.tsx'
import { Button } from '../../../components/Button.tsx'
import { PersonName } from '../../../components/PersonName.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { T, useFormats, useT } from '../../../i18n/i18n-context.tsx'
import type { BoardPerson, BoardState } from '../board-columns.ts'
import styles from '../board.module.css'
import { CallButton } from './CallButton.tsx'
import { TimerText } from './TimerText.tsx'
import { usePeople } from './use-people.ts'

/** Who is phoned: whom nothing has reached, who has not said anything, and who is not heard of. */
const PHONED: ReadonlySet<BoardState> = new Set([
  'needs-help',
  'overdue',
  'not-reached',
  'reached',
  'seen',
  'phoned',
  'told',
])

export interface PersonCardProps {
  one: BoardPerson
  state: BoardState
  open: boolean
  onRecord: (person: string) => void
  onPair: (person: string) => void
}

/** One person on the board: since when, by whom it was said, with whom, their timer, their number. */
export function PersonCard({ one, state, open, onRecord, onPair }: PersonCardProps) {
  const t = useT()
  const formats = useFormats()
  const { nameOf } = usePeople()
  const you = useNetwork().network.person
  const { person, responder } = one
  const { member, role, eta, late } = person
  const name = nameOf(member).name ?? t('person.unknown')
  const out = responder !== undefined && isOut(responder.state)
  const checkIn = responder?.checkIn ?? null
  const mayRecord = member !== you && (open || out)
  return (
    <li className={styles['person']} data-person={member} data-state={state}>
      <PersonName {...nameOf(member)} />
      <Said one={one} />
      {(role !== null || eta !== null) && (
        <span className={styles['fine']}>
          {role !== null && <bdi>{role}</bdi>}
          {role !== null && eta !== null && ' · '}
          {eta !== null && t('board.eta', { when: formats.clock(eta) })}
        </span>
      )}
      {late && <span className={styles['fine']}>{t('alert.late')}</span>}
      {out && responder.pair.length > 0 && (
        <span className={styles['fine']}>
          {t('board.with', { names: formats.list(responder.pair.map((id) => nameOf(id).name ?? t('person.unknown'))) })}
        </span>
      )}
      {out && responder.alone && (
        <span className={styles['alone']}>
          <Users aria-hidden size={16} /> {t('board.alone')}
        </span>
      )}
      {responder !== undefined && checkIn !== null && (
        <span className={styles['fine']}>
          <AlarmClock aria-hidden size={16} /> <TimerText checkIn={checkIn} alone={responder.pair.length === 0} />
        </span>
      )}
      {mayRecord && (PHONED.has(state) || checkIn?.stage === 'buddy') && <CallButton person={member} />}
      {mayRecord && (
        <span className={styles['buttons']}>
          <Button icon={MessageCircleReply} onPress={() => onRecord(member)}>
            {t('alert.record', { name })}
          </Button>
          {out && (
            <Button iconOnly icon={Users} aria-label={`${t('board.pair')}: ${name}`} onPress={() => onPair(member)} />
          )}
        </span>
      )}
    </li>
  )
}

/** When it came to this, and who said so where it was not they themselves. */
function Said({ one: { person, responder } }: { one: BoardPerson }) {
  const { nameOf } = usePeople()
  const moved = responder !== undefined && responder.since !== null && responder.state !== 'asked'
  const at = moved ? responder.since : person.at
  const by = moved ? responder.by : person.by
  const via = !moved || person.answer === responder.state ? person.state : 'answered'
  const how = via === 'phoned' || via === 'told' ? via : 'answered'
  return (
    <span className={styles['fine']}>
      {at !== null && <TimeText at={at} />}
      {by !== null && (
        <>
          {' · '}
          <T id={`alert.by.${how}`} values={{ name: <PersonName {...nameOf(by)} /> }} />
        </>
      )}
    </span>
  )
}
