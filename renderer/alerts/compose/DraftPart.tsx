import { CircleAlert, Send } from 'lucide-react'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Confirmable } from '../../../core/domain/records/alert/alert.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import type { Alert } from '../alert-record.ts'
import styles from '../alerts.module.css'

type Obstacle = CommandOutput<'alert:show'>['obstacles'][number]

/** A draft: what stands against sending it, in words, and what members can say to it. */
export function DraftPart({ alert, obstacles }: { alert: Alert; obstacles: readonly Obstacle[] }) {
  const t = useT()
  const network = useNetwork().network.id
  const send = useCommand('alert:send')
  const seen = alert.version === null ? {} : { version: alert.version }
  return (
    <Panel title={obstacles.length === 0 ? t('alert.draft') : t('alert.draft.stands')}>
      {obstacles.length === 0 && <p>{t('alert.draft.ready')}</p>}
      <ul className={styles['obstacles']}>
        {obstacles.map((obstacle) => (
          <li key={obstacle}>
            <CircleAlert aria-hidden size={20} />
            <span>{t(`obstacle.${obstacle}`)}</span>
            {obstacle === 'not-verified' && <Confirm alert={alert} what="unverified" />}
            {obstacle === 'identifying-text' && <Confirm alert={alert} what="text" />}
          </li>
        ))}
      </ul>
      {obstacles.length === 0 && (
        <div>
          <Button
            look="primary"
            icon={Send}
            isPending={send.pending}
            onPress={() => void send.run({ network, id: alert.id, ...seen })}
          >
            {t('alert.draft.send')}
          </Button>
        </div>
      )}
      <ErrorNotice error={send.failure} />
    </Panel>
  )
}

function Confirm({ alert, what }: { alert: Alert; what: Confirmable }) {
  const t = useT()
  const { network } = useNetwork()
  const { run, pending, failure } = useCommand('alert:confirm')
  const confirmed = alert.confirmedBy[what]
  const said = confirmed.includes(network.person)
  const writer = alert.versions[0]?.by === network.person
  return (
    <div className={styles['confirm']}>
      {what === 'unverified' && <p>{t('alert.confirm.count', { count: confirmed.length })}</p>}
      {said ? (
        <p>{t('alert.confirm.yours')}</p>
      ) : what === 'text' && writer ? (
        <p>{t('obstacle.second-member')}</p>
      ) : (
        <Button
          isPending={pending}
          onPress={() =>
            void run({
              network: network.id,
              id: alert.id,
              what,
              ...(alert.version !== null && { version: alert.version }),
            })
          }
        >
          {t(`alert.confirm.${what}`)}
        </Button>
      )}
      <ErrorNotice error={failure} />
    </div>
  )
}
