import { CircleCheck, Clock, Copy } from 'lucide-react'

import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Card, Screen } from '../components/Screen.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { TimeText } from '../components/TimeText.tsx'
import table from '../components/table.module.css'
import { CopyButton } from '../forms/CopyButton.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './meeting.module.css'
import { HasBadge, useHasWords } from './HasBadge.tsx'
import { receiptLines, type ReceiptLine } from './receipt.ts'
import type { NetworkSync } from './room-light.ts'
import type { RunningMeeting } from './running-meeting.ts'

export interface MeetingReceiptProps {
  meeting: RunningMeeting
  /** As it stood when the meeting ended. */
  sync: NetworkSync | undefined
  /** Milliseconds. */
  at: number
  onAgain: () => void
}

/** At the end: who has what, and since when. A snapshot, with its time on it. */
export function MeetingReceipt({ meeting, sync, at, onAgain }: MeetingReceiptProps) {
  const t = useT()
  const formats = useFormats()
  const lines = receiptLines(sync?.people ?? [], { ...meeting, compare: (a, b) => formats.compare(a, b) })
  const complete = lines.filter(({ has }) => has === 'everything').length
  const joined = lines.filter((line) => line.joined).length
  const isComplete = lines.length > 0 && complete === lines.length
  const title =
    lines.length === 0
      ? t('meeting.receipt.nobody')
      : complete === lines.length
        ? t('meeting.receipt.all')
        : t('meeting.receipt.some', { count: complete, total: lines.length })
  return (
    <Screen
      title={t('meeting.receipt')}
      lead={t('meeting.receipt.lead', { time: formats.moment(at) })}
      actions={<Button onPress={onAgain}>{t('meeting.receipt.more')}</Button>}
    >
      <Notice look={isComplete ? 'good' : 'wait'} icon={isComplete ? CircleCheck : Clock} title={title}>
        <p>{t('meeting.receipt.new', { count: joined })}</p>
      </Notice>
      {lines.length === 0 ? (
        <Quiet>{t('meeting.receipt.nobody.text')}</Quiet>
      ) : (
        <>
          <Card padded={false}>
            <Lines lines={lines} />
          </Card>
          {complete < lines.length && <Quiet>{t('meeting.receipt.later')}</Quiet>}
          <div>
            <CopyReceipt title={`${title} (${formats.moment(at)})`} lines={lines} />
          </div>
        </>
      )}
    </Screen>
  )
}

function Lines({ lines }: { lines: readonly ReceiptLine[] }) {
  const t = useT()
  const members = useMembers()
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('receipt.person')}</th>
          <th scope="col">{t('receipt.has')}</th>
          <th scope="col">{t('receipt.when')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.person}>
            <th scope="row">
              <PersonName {...members.nameOf(line.person)} name={line.name} />
              {line.joined && <span className={styles['under']}>{t('receipt.joined')}</span>}
              {!line.connected && <span className={styles['under']}>{t('receipt.left')}</span>}
            </th>
            <td>
              <HasBadge line={line} />
            </td>
            <td>
              <TimeText at={line.at} as="moment" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CopyReceipt({ title, lines }: { title: string; lines: readonly ReceiptLine[] }) {
  const t = useT()
  const formats = useFormats()
  const words = useHasWords()
  const text = [
    title,
    ...lines.map((line) => {
      const when = line.at === undefined ? t('time.unknown') : formats.moment(line.at)
      return `${line.name}: ${words(line)} (${when})`
    }),
  ].join('\n')
  return (
    <CopyButton text={text} icon={Copy} copied={t('action.copied')} failed={t('meeting.code.failed')}>
      {t('meeting.receipt.copy')}
    </CopyButton>
  )
}
