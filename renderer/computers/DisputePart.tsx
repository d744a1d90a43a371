import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import styles from './computers.module.css'
import { StatementForm } from './StatementForm.tsx'
import { StatementText } from './StatementText.tsx'

/** For a coordinator whom somebody's computer took out: who it was, and what two coordinators can do if it was stolen. */
export function DisputePart() {
  const t = useT()
  const { network } = useNetwork()
  const dispute = valueOf(useQuery('dispute:show', { network: network.id }))
  const make = useCommand('dispute:make')
  const [asking, setAsking] = useState(false)
  if (dispute === undefined || dispute.removers.length === 0) return undefined
  const confirm = async (): Promise<void> => {
    if ((await make.run({ network: network.id })) !== undefined) setAsking(false)
  }
  return (
    <div data-testid="dispute" className={styles['dispute']}>
      {dispute.removers.map(({ device, name, fingerprint, at }) => (
        <p key={device}>
          <T
            id="dispute.who"
            values={{
              name: <bdi>{name}</bdi>,
              key: <code dir="ltr">{fingerprint}</code>,
              when: <TimeText at={at} as="moment" />,
            }}
          />
        </p>
      ))}
      {dispute.allowed && dispute.statement === undefined && (
        <>
          <p>{t('dispute.stolen')}</p>
          <Button onPress={() => setAsking(true)}>{t('dispute.make')}</Button>
        </>
      )}
      <StatementText by={dispute.by} statement={dispute.statement} />
      {dispute.allowed && <StatementForm />}
      {asking && (
        <ConfirmDialog
          title={t('dispute.make.title')}
          confirm={t('dispute.make')}
          pending={make.pending}
          failure={make.failure}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>{t('dispute.make.text')}</p>
          <p>{t('dispute.make.not')}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
