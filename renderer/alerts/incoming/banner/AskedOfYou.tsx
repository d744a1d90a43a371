import { CircleCheck, MessageCircleReply } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../../../components/Button.tsx'
import { PersonName } from '../../../components/PersonName.tsx'
import { T, useT } from '../../../i18n/i18n-context.tsx'
import type { Alert } from '../../alert-record.ts'
import { CallButton } from '../../board/people/CallButton.tsx'
import { RecordDialog } from '../../board/RecordDialog.tsx'
import { usePeople } from '../../board/people/use-people.ts'
import { AnswerButtons } from '../../respond/AnswerButtons.tsx'
import { CheckInButtons } from '../../respond/CheckInButtons.tsx'
import type { LongItem } from '../attention.ts'
import styles from '../incoming.module.css'
import { useIncoming } from '../IncomingProvider.tsx'

/** What this person can do about it without leaving the screen. */
export function AskedOfYou({ item, alert, keys }: { item: LongItem; alert: Alert; keys: boolean }) {
  const t = useT()
  const { understand } = useIncoming()
  switch (item.what) {
    case 'alert':
      return alert.gate === 'failed' ? undefined : <AnswerButtons alert={alert} keys={keys} />
    case 'check-in':
      return <CheckInButtons alert={alert} />
    case 'needs-help':
    case 'buddy':
    case 'overdue':
      return item.from === undefined ? undefined : <About person={item.from} alert={alert} what={item.what} />
    default:
      return (
        <p>
          <Button icon={CircleCheck} onPress={() => understand(item)}>
            {t('alert.enough.seen')}
          </Button>
        </p>
      )
  }
}

/** Somebody else is asked for: their name, their number, and what was heard of them. */
function About({ person, alert, what }: { person: string; alert: Alert; what: 'needs-help' | 'buddy' | 'overdue' }) {
  const t = useT()
  const { nameOf } = usePeople()
  const [recording, setRecording] = useState(false)
  return (
    <>
      <p>
        <T id={`incoming.about.${what}`} values={{ name: <PersonName {...nameOf(person)} /> }} />
      </p>
      <div className={styles['about']}>
        <CallButton person={person} />
        <Button icon={MessageCircleReply} onPress={() => setRecording(true)}>
          {t('alert.record', { name: nameOf(person).name ?? t('person.unknown') })}
        </Button>
      </div>
      {recording && <RecordDialog alert={alert} person={person} onClose={() => setRecording(false)} />}
    </>
  )
}
