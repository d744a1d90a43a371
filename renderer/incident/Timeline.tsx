import { BadgeCheck, Footprints, MessageSquareText, PhoneCall, Plus, Route, type LucideIcon } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'

import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { TextField } from '../components/TextField.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { Written } from '../components/Written.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { useMembers } from '../people/use-members.ts'
import { TextCheck } from '../report/TextCheck.tsx'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'
import { timelineOf, type TimelineEntry } from './timeline.ts'

const ICONS: Readonly<Record<TimelineEntry['is'], LucideIcon>> = {
  reported: Plus,
  note: MessageSquareText,
  moved: Route,
  verified: BadgeCheck,
  answered: Footprints,
  service: PhoneCall,
}
/** Longest note, in characters. */
const MAX_NOTE = 2_000

/** What happened, newest first, with a line to add to it. */
export function Timeline({ incident }: { incident: Incident }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident.id)
  const [text, setText] = useState('')
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (text.trim() === '' || pending) return
    if (await act('note', { text })) setText('')
  }
  return (
    <Panel title={t('incident.timeline')}>
      <form className={styles['addLine']} onSubmit={(event) => void add(event)}>
        <TextField
          label={t('incident.timeline.add')}
          autoComplete="off"
          maxLength={MAX_NOTE}
          value={text}
          onChange={setText}
        />
        <Button type="submit" isPending={pending}>
          {t('incident.timeline.go')}
        </Button>
      </form>
      <TextCheck text={text} />
      <ErrorNotice error={failure} />
      <ol className={styles['timeline']}>
        {timelineOf(incident).map((entry) => (
          <Entry key={`${entry.is} ${entry.id}`} entry={entry} />
        ))}
      </ol>
    </Panel>
  )
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { nameOf } = useMembers()
  const Icon = ICONS[entry.is]
  const person = entry.is === 'answered' ? entry.member : entry.by
  return (
    <li className={styles['entry']}>
      <span className={styles['entryIcon']}>
        <Icon aria-hidden size={16} />
      </span>
      <div className={styles['entryWords']}>
        <p>
          {person !== null && <PersonName {...nameOf(person)} />} <Deed entry={entry} />{' '}
          <span className={styles['fine']}>
            <TimeText at={entry.at} fromFuture={entry.fromFuture} />
          </span>
        </p>
        {entry.text !== null && <Written text={entry.text} />}
      </div>
    </li>
  )
}

function Deed({ entry }: { entry: TimelineEntry }): string | undefined {
  const t = useT()
  switch (entry.is) {
    case 'reported':
      return t('incident.timeline.reported')
    case 'moved':
      return t('incident.timeline.moved', { state: t(`incident-state.${entry.state}`) })
    case 'verified':
      return t('incident.timeline.verified', { state: t(`verification.${entry.state}`) })
    case 'answered':
      return t('incident.timeline.answered', { state: t(`responder.${entry.state}`) })
    case 'service':
      return t('incident.timeline.service', { service: t(`service.${entry.service}`) })
    case 'note':
      return undefined
  }
}
