import type { ReactNode } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import styles from './Today.module.css'

/** People who wait to be let in; nothing at all where nobody does. */
export function Requests({ panel }: { panel: (children: ReactNode) => ReactNode }) {
  const t = useT()
  const { network } = useNetwork()
  const requests = valueOf(useQuery('request:list', { network: network.id }))?.requests ?? []
  const approve = useCommand('request:approve')
  const reject = useCommand('request:reject')
  if (requests.length === 0) return undefined
  const mayDecide = network.role !== 'member'
  return panel(
    <>
      <ul className={styles['lines']}>
        {requests.map(({ id, name, fingerprint, at }) => (
          <li key={id} className={styles['request']}>
            <span className={styles['lineWords']}>
              <PersonName name={name} fingerprint={fingerprint} />
              <span className={styles['faint']}>
                <T id="today.requests.asked" values={{ when: <TimeText at={at} /> }} />
              </span>
            </span>
            {mayDecide && (
              <span className={styles['buttons']}>
                <Button
                  look="primary"
                  isPending={approve.pending}
                  onPress={() => void approve.run({ network: network.id, request: id })}
                >
                  {t('today.requests.approve')}
                </Button>
                <Button
                  isPending={reject.pending}
                  onPress={() => void reject.run({ network: network.id, request: id })}
                >
                  {t('today.requests.decline')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {!mayDecide && <p className={styles['none']}>{t('today.requests.only')}</p>}
      <ErrorNotice error={approve.failure ?? reject.failure} />
    </>,
  )
}
