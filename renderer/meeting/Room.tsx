import { CircleCheck, Clock, UserPlus } from 'lucide-react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './meeting.module.css'
import type { RunningMeeting } from './running-meeting.ts'

/** Who is connected now, by name, as they come; and who waits for a yes. `isLong`: nobody for a while, so say why that may be. */
export function Room({ meeting, isLong }: { meeting: RunningMeeting; isLong: boolean }) {
  const t = useT()
  const members = useMembers()
  const { network } = useNetwork()
  const sync = valueOf(useQuery('sync:status', {}))?.networks.find(({ id }) => id === network.id)
  const here = members.list
    .filter(({ connected, you }) => connected && !you)
    .toSorted((a, b) => Number(meeting.before.has(a.id)) - Number(meeting.before.has(b.id)) || b.joinedAt - a.joinedAt)
  const hasAll = new Set((sync?.people ?? []).filter((one) => one.hasEverything).map(({ person }) => person))
  return (
    <section className={styles['room']} aria-label={t('meeting.room')} tabIndex={0}>
      <header className={styles['roomHead']}>
        <h3>{t('meeting.room')}</h3>
        <span className={styles['small']}>{t('meeting.room.count', { count: here.length + 1 })}</span>
      </header>
      <Waiting />
      <ul className={styles['names']} aria-live="polite" aria-relevant="additions">
        {here.map(({ id }) => (
          <li key={id} className={`${styles['name']} ${meeting.before.has(id) ? '' : styles['new']}`}>
            <PersonName {...members.nameOf(id)} />
            <HasIt hasAll={hasAll.has(id)} joined={!meeting.before.has(id)} />
          </li>
        ))}
        <li className={styles['name']}>
          <PersonName name={network.as} you />
        </li>
      </ul>
      {here.length === 0 && <p className={styles['small']}>{t('meeting.room.nobody')}</p>}
      {here.length === 0 && isLong && (
        <p className={styles['small']}>
          <strong>{t('meeting.alone.title')}</strong> {t('meeting.alone.text')}
        </p>
      )}
    </section>
  )
}

function HasIt({ hasAll, joined }: { hasAll: boolean; joined: boolean }) {
  const t = useT()
  if (!hasAll) {
    return (
      <StateBadge tone="wait" icon={Clock}>
        {t('receipt.not-all')}
      </StateBadge>
    )
  }
  return (
    <StateBadge tone="good" icon={joined ? UserPlus : CircleCheck}>
      {joined ? `${t('receipt.everything')} · ${t('meeting.room.joined')}` : t('receipt.everything')}
    </StateBadge>
  )
}

function Waiting() {
  const t = useT()
  const { network } = useNetwork()
  const requests = valueOf(useQuery('request:list', { network: network.id }))?.requests ?? []
  const approve = useCommand('request:approve')
  const reject = useCommand('request:reject')
  if (requests.length === 0) return undefined
  return (
    <>
      <p>{t('meeting.waiting', { count: requests.length })}</p>
      <ul className={styles['names']}>
        {requests.map(({ id, name, fingerprint }) => (
          <li key={id} className={styles['name']}>
            <PersonName name={name} fingerprint={fingerprint} />
            <span className={styles['panelActions']}>
              <Button
                aria-label={t('meeting.admit.yes.name', { name })}
                isPending={approve.pending}
                onPress={() => void approve.run({ network: network.id, request: id })}
              >
                {t('meeting.admit.yes')}
              </Button>
              <Button
                look="quiet"
                aria-label={t('meeting.admit.no.name', { name })}
                isPending={reject.pending}
                onPress={() => void reject.run({ network: network.id, request: id })}
              >
                {t('meeting.admit.no')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <ErrorNotice error={approve.failure ?? reject.failure} />
    </>
  )
}
