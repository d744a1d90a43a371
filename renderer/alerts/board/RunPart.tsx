import { Ban, CheckCheck, Pencil, UsersRound } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { ConfirmDialog } from '../../forms/ConfirmDialog.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import type { Alert } from '../alert-record.ts'
import styles from '../alerts.module.css'
import { ComposeDialog } from '../compose/ComposeDialog.tsx'
import { useVerification } from '../compose/use-verification.ts'

type Ending = 'enough' | 'cancel' | 'all-clear'

/** For its sender, coordinators and who is coming: enough, update, cancel, all clear. */
export function RunPart({ alert }: { alert: Alert }) {
  const t = useT()
  const verification = useVerification(alert.about)
  const [open, setOpen] = useState<Ending | 'update'>()
  const close = (): void => setOpen(undefined)
  return (
    <Panel title={t('alert.run')}>
      <div className={styles['run']}>
        {!alert.enough && (
          <Button wide icon={UsersRound} onPress={() => setOpen('enough')}>
            {t('alert.run.enough')}
          </Button>
        )}
        <Button wide icon={CheckCheck} onPress={() => setOpen('all-clear')}>
          {t('alert.run.all-clear')}
        </Button>
        {alert.about !== null && alert.updatedBy === null && (
          <Button wide icon={Pencil} onPress={() => setOpen('update')}>
            {t('alert.update')}
          </Button>
        )}
        <Button wide look="danger" icon={Ban} onPress={() => setOpen('cancel')}>
          {t('alert.run.cancel')}
        </Button>
      </div>
      <ComposeDialog
        key={alert.version}
        composed={{ how: 'update', alert }}
        verification={verification}
        isOpen={open === 'update'}
        onClose={close}
      />
      {open !== undefined && open !== 'update' && <End alert={alert.id} how={open} onClose={close} />}
    </Panel>
  )
}

function End({ alert, how, onClose }: { alert: string; how: Ending; onClose: () => void }) {
  const t = useT()
  const network = useNetwork().network.id
  const { run, pending, failure } = useCommand(`alert:${how}`)
  const confirm = async (): Promise<void> => {
    if ((await run({ network, id: alert })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t(`alert.run.${how}`)}
      confirm={t(`alert.run.${how}`)}
      reversible={how !== 'cancel'}
      pending={pending}
      failure={failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t(`alert.run.${how}.text`)}</p>
    </ConfirmDialog>
  )
}
