import { ThumbsUp } from 'lucide-react'
import { useState } from 'react'

import { CONFIRMERS } from '../../../../core/domain/records/alert/gate.ts'
import type { Confirmable } from '../../../../core/domain/records/alert/alert.ts'
import { useNetwork } from '../../../app/network-context.tsx'
import { Button } from '../../../components/Button.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { useCommand } from '../../../engine/use-command.ts'
import { ConfirmDialog } from '../../../forms/ConfirmDialog.tsx'
import { useFormats, useT } from '../../../i18n/i18n-context.tsx'
import { useMembers } from '../../../people/use-members.ts'
import type { Alert } from '../../alert-record.ts'
import styles from '../compose.module.css'

/** What a member can say to a draft, who has said it, and who is still asked: for the version on screen. */
export function Confirm({ alert, what }: { alert: Alert; what: Confirmable }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const { nameOf } = useMembers()
  const [asking, setAsking] = useState(false)
  const { run, pending, failure } = useCommand('alert:confirm')
  const confirmed = alert.confirmedBy[what]
  const said = confirmed.includes(network.person)
  const wrote = alert.versions[0]?.by === network.person
  const names = formats.list(
    confirmed.map((person) => nameOf(person).name ?? t('person.unknown')).toSorted((a, b) => formats.compare(a, b)),
  )
  const seen = alert.version === null ? {} : { version: alert.version }
  const confirm = async (): Promise<void> => {
    if ((await run({ network: network.id, id: alert.id, what, ...seen })) !== undefined) setAsking(false)
  }
  return (
    <div className={styles['confirm']}>
      {what === 'unverified' && (
        <p role="status">
          {confirmed.length === 0
            ? t('alert.confirm.none')
            : t('alert.confirm.by', { names, count: CONFIRMERS - confirmed.length })}
        </p>
      )}
      {said ? (
        <p>{t('alert.confirm.yours')}</p>
      ) : what === 'text' && wrote ? (
        <p>{t('obstacle.second-member')}</p>
      ) : (
        <Button icon={ThumbsUp} onPress={() => setAsking(true)}>
          {t(`alert.confirm.${what}`)}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={t(`alert.confirm.${what}`)}
          confirm={t(`alert.confirm.${what}`)}
          reversible={what === 'text'}
          pending={pending}
          failure={failure}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>{t(`alert.confirm.${what}.text`)}</p>
        </ConfirmDialog>
      )}
      {!asking && <ErrorNotice error={failure} />}
    </div>
  )
}
