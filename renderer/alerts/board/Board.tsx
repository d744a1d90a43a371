import { Check, CircleDashed, Eye, MessageCircleReply, Phone, UserRoundCheck, type LucideIcon } from 'lucide-react'
import { useState } from 'react'

import type { AlertPerson } from '../../../core/domain/records/alert/view.ts'
import { ALERT_ANSWERS, type AlertAnswer } from '../../../core/domain/states/alert-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { T, useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import { RESPONDER_LOOK } from '../../incidents/looks.ts'
import { useMembers } from '../../people/use-members.ts'
import { boardColumns, type Alert } from '../alert-record.ts'
import styles from '../alerts.module.css'

const COLUMN_ICONS: Readonly<Record<AlertPerson['state'], LucideIcon>> = {
  'not-reached': CircleDashed,
  reached: Check,
  seen: Eye,
  answered: MessageCircleReply,
  phoned: Phone,
  told: UserRoundCheck,
}

/** Who has it and who said what, by person; never that all have it. */
export function Board({ alert, open }: { alert: Alert; open: boolean }) {
  const t = useT()
  const [recording, setRecording] = useState<string>()
  const missing = alert.people.filter(({ state }) => state === 'not-reached').length
  return (
    <Panel title={t('alert.board')}>
      <p>
        {t('alert.board.reached', { reached: alert.counts.reached, count: alert.counts.addressed })}{' '}
        {open && t('alert.board.call', { count: missing })}
      </p>
      {alert.need.length > 0 && (
        <ul className={styles['needs']}>
          {alert.need.map(({ role, count, coming }) => (
            <li key={role ?? ''}>
              {role === null
                ? t('alert.board.need', { coming, count })
                : t('alert.board.need.role', { role, coming, count })}
            </li>
          ))}
        </ul>
      )}
      <div className={styles['board']}>
        {boardColumns(alert.people).map(({ state, people }) => (
          <Column key={state} state={state} people={people} onRecord={open ? setRecording : undefined} />
        ))}
      </div>
      {recording !== undefined && (
        <RecordDialog alert={alert.id} person={recording} onClose={() => setRecording(undefined)} />
      )}
    </Panel>
  )
}

interface ColumnProps {
  state: AlertPerson['state']
  people: readonly AlertPerson[]
  onRecord: ((person: string) => void) | undefined
}

function Column({ state, people, onRecord }: ColumnProps) {
  const t = useT()
  const Icon = COLUMN_ICONS[state]
  return (
    <section className={styles['boardColumn']}>
      <h3 className={styles['columnTitle']}>
        <Icon aria-hidden size={18} /> {t(`alert.reach.${state}`)} <span>{people.length}</span>
      </h3>
      <ul className={styles['people']}>
        {people.map((one) => (
          <Person key={one.member} one={one} onRecord={onRecord} />
        ))}
      </ul>
    </section>
  )
}

function Person({ one, onRecord }: { one: AlertPerson; onRecord: ((person: string) => void) | undefined }) {
  const t = useT()
  const { nameOf } = useMembers()
  const { network } = useNetwork()
  const { name } = nameOf(one.member)
  const via = one.state === 'phoned' || one.state === 'told' ? one.state : 'answered'
  return (
    <li className={styles['person']}>
      <PersonName {...nameOf(one.member)} />
      {one.answer !== null && (
        <span>
          <StateBadge {...RESPONDER_LOOK[one.answer]}>{t(`responder.${one.answer}`)}</StateBadge>
        </span>
      )}
      <span className={styles['fine']}>
        {one.at !== null && <TimeText at={one.at} />}
        {one.by !== null && (
          <>
            {' · '}
            <T id={`alert.by.${via}`} values={{ name: <PersonName {...nameOf(one.by)} /> }} />
          </>
        )}
        {one.late && ` · ${t('alert.late')}`}
      </span>
      {onRecord !== undefined && one.member !== network.person && one.answer === null && (
        <Button icon={Phone} onPress={() => onRecord(one.member)}>
          {t('alert.record', { name: name ?? t('person.unknown') })}
        </Button>
      )}
    </li>
  )
}

/** What somebody said by phone or in person, on their behalf. */
function RecordDialog({ alert, person, onClose }: { alert: string; person: string; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { nameOf } = useMembers()
  const { run, pending, failure } = useCommand('alert:record')
  const [via, setVia] = useState<'phone' | 'person'>('phone')
  const [answer, setAnswer] = useState<AlertAnswer | 'nothing'>('nothing')
  const submit = async (): Promise<void> => {
    const said = answer === 'nothing' ? {} : { answer }
    if ((await run({ network: network.id, id: alert, person, via, ...said })) !== undefined) onClose()
  }
  return (
    <FormDialog
      title={<T id="alert.record" values={{ name: <bdi>{nameOf(person).name ?? t('person.unknown')}</bdi> }} />}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
    >
      <Choices
        label={t('alert.record.via')}
        options={(['phone', 'person'] as const).map((value) => ({ value, label: t(`alert.record.${value}`) }))}
        value={via}
        onChange={setVia}
      />
      <Choices
        label={t('alert.record.answer')}
        options={[
          ...ALERT_ANSWERS.map((value) => ({ value, label: t(`responder.${value}`) })),
          { value: 'nothing' as const, label: t('alert.record.nothing') },
        ]}
        value={answer}
        onChange={setAnswer}
      />
    </FormDialog>
  )
}
