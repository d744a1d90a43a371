import { Ban, CheckCheck, Pencil, UsersRound } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../../components/Button.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import type { Alert } from '../alert-record.ts'
import { ComposeDialog } from '../compose/ComposeDialog.tsx'
import { useVerification } from '../compose/use-verification.ts'
import styles from './board.module.css'
import { EndDialog, type Ending } from './EndDialog.tsx'

/** For its sender, coordinators and who is coming: enough, update, cancel, all clear. What was sent stays as it is. */
export function RunPart({ alert }: { alert: Alert }) {
  const t = useT()
  const verification = useVerification(alert.about)
  const [open, setOpen] = useState<Ending | 'update'>()
  const close = (): void => setOpen(undefined)
  return (
    <Panel title={t('alert.run')}>
      <p className={styles['fine']}>{t('compose.fixed')}</p>
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
      {open !== undefined && open !== 'update' && <EndDialog alert={alert} how={open} onClose={close} />}
    </Panel>
  )
}
