import { CircleCheck, CircleDashed } from 'lucide-react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Notice } from '../components/Notice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import styles from './privacy.module.css'

type Erasure = CommandOutput<'erasure:list'>['erasures'][number]

/** Names shown of those who have not confirmed. */
const MOST_NAMES = 8

/** What was erased in this network, and how many computers have said that it is gone there: never that it is gone everywhere. */
export function Erased() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('erasure:list', { network: network.id })
  return (
    <Section title={t('erased.title')}>
      <Quiet>{t('erased.text')}</Quiet>
      <Answered answer={answer}>
        {({ erasures, computers, doneHere, total }) => (
          <>
            {!doneHere && <Notice look="wait">{t('erased.pending')}</Notice>}
            {total === 0 ? (
              <Quiet>{t('erased.none')}</Quiet>
            ) : (
              <Rows label={t('erased.title')}>
                {erasures.map((one) => (
                  <ErasedRow key={one.id} erasure={one} computers={computers} />
                ))}
              </Rows>
            )}
            {total > erasures.length && <Quiet>{t('erased.more', { count: total - erasures.length })}</Quiet>}
          </>
        )}
      </Answered>
    </Section>
  )
}

function ErasedRow({ erasure, computers }: { erasure: Erasure; computers: number }) {
  const t = useT()
  const { records, name, you, at, confirmed, missing } = erasure
  const isAll = confirmed >= computers
  return (
    <Row
      title={t('erased.records', { count: records })}
      sub={
        <span>
          <T id="erased.by" values={{ name: <PersonName name={name} you={you} /> }} /> <TimeText at={at} />
          {missing.length > 0 && (
            <span className={styles['below']}>
              <T id="erased.missing" values={{ names: <Missing missing={missing} /> }} />
            </span>
          )}
        </span>
      }
      side={
        <StateBadge tone={isAll ? 'good' : 'wait'} icon={isAll ? CircleCheck : CircleDashed}>
          {t('erased.confirmed', { confirmed, computers })}
        </StateBadge>
      }
    />
  )
}

function Missing({ missing }: { missing: Erasure['missing'] }) {
  const t = useT()
  const shown = missing.slice(0, MOST_NAMES)
  return (
    <>
      {shown.map(({ person, device, name, you }, at) => (
        <span key={`${person}${device}`}>
          {at > 0 && t('list.comma')}
          <PersonName name={name} you={you} fingerprint={device} />
        </span>
      ))}
      {missing.length > shown.length && t('erased.missing.more', { count: missing.length - shown.length })}
    </>
  )
}
