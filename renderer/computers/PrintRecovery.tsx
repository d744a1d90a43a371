import { Printer } from 'lucide-react'
import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Screen } from '../components/Screen.tsx'
import { useNow } from '../components/use-now.ts'
import { useCommand } from '../engine/use-command.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { codeGroups } from '../meeting/code-groups.ts'
import { QrCode } from '../meeting/QrCode.tsx'
import print from '../print/print.module.css'
import { useSheetEdges } from '../print/PrintScreen.tsx'
import styles from './computers.module.css'

type Made = CommandOutput<'recovery:make'>

/**
 * The recovery key on paper: made here, shown once and kept in this screen's memory alone. There is no way to save it as a
 * file: what lies on a disk is not what a thief of that disk must not have.
 */
export function PrintRecovery() {
  const t = useT()
  const { network } = useNetwork()
  const make = useCommand('recovery:make')
  const [made, setMade] = useState<Made>()
  useSheetEdges('wallet', '')
  const go = async (): Promise<void> => setMade(await make.run({ network: network.id }))
  return (
    <Screen
      above={
        <span className={print['screenOnly']}>
          <BackLink href="/network/computers">{t('computers.title')}</BackLink>
        </span>
      }
      title={<span className={print['screenOnly']}>{t('recovery.print')}</span>}
      lead={<span className={print['screenOnly']}>{t('recovery.print.lead')}</span>}
      actions={
        <span className={`${print['screenOnly']} ${print['actions']}`}>
          {made === undefined ? (
            <Button look="primary" isPending={make.pending} onPress={() => void go()}>
              {t('recovery.make')}
            </Button>
          ) : (
            <Button look="primary" icon={Printer} onPress={() => globalThis.print()}>
              {t('print.go')}
            </Button>
          )}
        </span>
      }
    >
      <ErrorNotice error={make.failure} />
      {made !== undefined && <Paper made={made} />}
    </Screen>
  )
}

function Paper({ made }: { made: Made }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  return (
    <article className={styles['paper']} data-print="recovery">
      <h2>{t('recovery.paper.title')}</h2>
      <p>
        <bdi>{made.as}</bdi> – <bdi>{made.network}</bdi>
      </p>
      <div className={styles['paperQr']}>
        <QrCode text={made.code} label={t('recovery.paper.qr')} look="page" />
      </div>
      <ol className={styles['groups']} dir="ltr" data-testid="recovery-code">
        {codeGroups(made.code).map((group, at) => (
          // The groups of one code never change places.
          <li key={at}>{group}</li>
        ))}
      </ol>
      <p>{t('recovery.paper.how')}</p>
      <p>{t('recovery.paper.keep')}</p>
      <p>
        {t('recovery.paper.until', { made: formats.longDay(now), until: formats.longDay(Date.parse(made.expires)) })}
      </p>
    </article>
  )
}
