import { Archive, CircleAlert, Pencil, Send } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import type { CommandOutput } from '../../../../core/bridge/contract.ts'
import { useNetwork } from '../../../app/network-context.tsx'
import { Button } from '../../../components/Button.tsx'
import { ErrorNotice } from '../../../components/ErrorNotice.tsx'
import { useCommand } from '../../../engine/use-command.ts'
import { ConfirmDialog } from '../../../forms/ConfirmDialog.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import { Panel } from '../../../incident/Panel.tsx'
import type { Alert } from '../../alert-record.ts'
import { Reachable } from '../fields/AudienceNow.tsx'
import { ComposeDialog } from '../ComposeDialog.tsx'
import styles from '../compose.module.css'
import { Confirm } from './Confirm.tsx'
import { FoundText } from './FoundText.tsx'
import { useVerification } from '../use-verification.ts'

type Shown = CommandOutput<'alert:show'>

/** A draft: whom it would reach now, what stands against sending it, in words, and what members can do about that. */
export function DraftPart({ alert, shown }: { alert: Alert; shown: Shown }) {
  const t = useT()
  const network = useNetwork().network.id
  const send = useCommand('alert:send')
  const { obstacles } = shown
  const seen = alert.version === null ? {} : { version: alert.version }
  return (
    <Panel title={obstacles.length === 0 ? t('alert.draft') : t('alert.draft.stands')}>
      {alert.audience !== null && (
        <p>
          {t('compose.goes-to', {
            audience: t(
              `alert.audience.${alert.audience.scope === 'circle' && alert.audience.of !== null ? 'other-circle' : alert.audience.scope}`,
            ),
          })}
        </p>
      )}
      <Reachable meant={shown} />
      {obstacles.length === 0 && <p>{t('alert.draft.ready')}</p>}
      <ul className={styles['obstacles']}>
        {obstacles.map((obstacle) => (
          <li key={obstacle}>
            <CircleAlert aria-hidden size={20} />
            <span>{t(`obstacle.${obstacle}`)}</span>
            {obstacle === 'not-verified' && <Confirm alert={alert} what="unverified" />}
            {obstacle === 'identifying-text' && (
              <>
                <FoundText alert={alert} />
                <Confirm alert={alert} what="text" />
              </>
            )}
          </li>
        ))}
      </ul>
      <div className={styles['buttons']}>
        {obstacles.length === 0 && (
          <Button
            look="primary"
            icon={Send}
            isPending={send.pending}
            onPress={() => void send.run({ network, id: alert.id, ...seen })}
          >
            {t(alert.drill ? 'compose.send.drill' : 'alert.draft.send')}
          </Button>
        )}
        <Change alert={alert} />
        <PutAway alert={alert} />
      </div>
      <ErrorNotice error={send.failure} />
    </Panel>
  )
}

function Change({ alert }: { alert: Alert }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const verification = useVerification(alert.about)
  return (
    <>
      <Button icon={Pencil} onPress={() => setOpen(true)}>
        {t('compose.edit')}
      </Button>
      <ComposeDialog
        key={alert.version}
        composed={{ how: 'edit', alert }}
        verification={verification}
        isOpen={open}
        onClose={() => setOpen(false)}
      />
    </>
  )
}

/** A draft that nobody will send; nothing of it went anywhere beyond the members' lists. */
function PutAway({ alert }: { alert: Alert }) {
  const t = useT()
  const network = useNetwork().network.id
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const { run, pending, failure } = useCommand('record:archive')
  const confirm = async (): Promise<void> => {
    if ((await run({ network, kind: 'alert', id: alert.id, archived: true })) !== undefined) navigate('/alerts')
  }
  return (
    <>
      <Button look="quiet" icon={Archive} onPress={() => setAsking(true)}>
        {t('compose.put-away')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('compose.put-away')}
          confirm={t('compose.put-away')}
          reversible
          pending={pending}
          failure={failure}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <p>{t('compose.put-away.text')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
