import { Circle, CircleDot } from 'lucide-react'

import { useNetwork } from '../app/network-context.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './Today.module.css'

const SHOWN = 6

/** With whom something was exchanged, latest first. */
export function Exchanges() {
  const t = useT()
  const { network } = useNetwork()
  const { nameOf } = useMembers()
  const status = useQuery('sync:status', {})
  return (
    <Answered answer={status}>
      {({ networks }) => {
        const people = networks.find(({ id }) => id === network.id)?.people ?? []
        if (people.length === 0) {
          return (
            <p className={styles['none']}>
              {t('today.exchanges.none')} <a href="#/meeting">{t('today.exchanges.invite')}</a>
            </p>
          )
        }
        return (
          <ul className={styles['lines']}>
            {people
              .toSorted(
                (a, b) =>
                  Number(b.connected) - Number(a.connected) || (b.lastExchangeAt ?? 0) - (a.lastExchangeAt ?? 0),
              )
              .slice(0, SHOWN)
              .map(({ person, name, connected, lastExchangeAt }) => (
                <li key={person} className={styles['exchange']}>
                  {connected ? (
                    <CircleDot aria-hidden size={16} className={styles['here']} />
                  ) : (
                    <Circle aria-hidden size={16} className={styles['away']} />
                  )}
                  <PersonName {...nameOf(person)} name={name} />
                  <span className={styles['when']}>
                    {connected ? (
                      t('today.exchanges.connected')
                    ) : lastExchangeAt === undefined ? (
                      t('today.exchanges.never')
                    ) : (
                      <TimeText at={lastExchangeAt} />
                    )}
                  </span>
                </li>
              ))}
          </ul>
        )
      }}
    </Answered>
  )
}
