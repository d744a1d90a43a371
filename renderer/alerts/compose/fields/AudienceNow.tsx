import { Laptop, UsersRound, Wifi, WifiOff } from 'lucide-react'

import type { CommandCall, CommandOutput } from '../../../../core/bridge/contract.ts'
import { useNetwork } from '../../../app/network-context.tsx'
import { useQuery, valueOf } from '../../../engine/use-query.ts'
import { useT } from '../../../i18n/i18n-context.tsx'
import styles from '../compose.module.css'

/** Names told at once; the others are counted. */
const NAMED = 40

type Audience = Omit<CommandCall<'alert:audience'>, 'network'>

/** Whom an audience means at this moment, kept up to date; nothing while it is not said which. */
export function AudienceNow({ audience }: { audience: Audience | undefined }) {
  return audience === undefined ? undefined : <Known audience={audience} />
}

function Known({ audience }: { audience: Audience }) {
  const network = useNetwork().network.id
  const meant = valueOf(useQuery('alert:audience', { network, ...audience }))
  return <Reachable meant={meant} />
}

/** People and computers, never "all": who can be reached this moment, and who cannot. */
export function Reachable({ meant }: { meant: CommandOutput<'alert:audience'> | undefined }) {
  const t = useT()
  const people = meant?.people ?? []
  const connected = people.filter((one) => one.connected).length
  return (
    <div className={styles['reach']}>
      <p role="status" className={styles['reachLine']}>
        {meant !== undefined && (
          <>
            <UsersRound aria-hidden size={20} />
            <strong>{t('alert.audience.people', { count: people.length })}</strong>
            {people.length > 0 && (
              <span>
                <Laptop aria-hidden size={18} /> {t('alert.audience.now', { connected, count: meant.computers })}
              </span>
            )}
          </>
        )}
      </p>
      {people.length > 0 && (
        <details className={styles['who']}>
          <summary>{t('alert.audience.who')}</summary>
          <ul>
            {people.slice(0, NAMED).map(({ person, name, connected: here }) => (
              <li key={person}>
                {here ? <Wifi aria-hidden size={16} /> : <WifiOff aria-hidden size={16} />}
                <bdi>{name}</bdi>
                <span className={styles['fine']}>{t(here ? 'alert.audience.here' : 'alert.audience.away')}</span>
              </li>
            ))}
          </ul>
          {people.length > NAMED && <p>{t('alert.audience.more', { count: people.length - NAMED })}</p>}
        </details>
      )}
      {people.length > connected && <p className={styles['fine']}>{t('alert.audience.phone')}</p>}
    </div>
  )
}
