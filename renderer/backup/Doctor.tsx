import { Stethoscope } from 'lucide-react'
import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import styles from '../privacy/privacy.module.css'

type Report = CommandOutput<'doctor:check'>

/** Looks at all that is stored here, on a press. */
export function Doctor() {
  const t = useT()
  const check = useCommand('doctor:check')
  const [report, setReport] = useState<Report>()
  const look = async (): Promise<void> => {
    setReport(undefined)
    setReport(await check.run({}))
  }
  return (
    <Section title={t('doctor.title')}>
      <Card>
        <div className={styles['stack']}>
          <p>{t('doctor.text')}</p>
          <Button icon={Stethoscope} isPending={check.pending} onPress={() => void look()}>
            {t('doctor.look')}
          </Button>
          <ErrorNotice error={check.failure} />
          <div role="status">{report !== undefined && <Found report={report} />}</div>
        </div>
      </Card>
    </Section>
  )
}

function Found({ report }: { report: Report }) {
  const t = useT()
  if (report.sound) return <Notice look="good">{t('doctor.sound', { count: recordsOf(report) })}</Notice>
  return (
    <Notice look="wait" title={t('doctor.found')}>
      {report.files.map(({ file, state, lostTail }) => (
        <div key={file}>
          {state !== 'sound' && <p>{t(`doctor.${file}.${state === 'lost' ? 'lost' : 'damaged'}`)}</p>}
          {lostTail && <p>{t('doctor.tail')}</p>}
        </div>
      ))}
      {report.networks.map(({ id, name, fromOthers, rebuilt, listsRebuilt, membershipMissing }) => (
        <ul key={id} aria-label={name}>
          {fromOthers > 0 && <li>{t('doctor.from-others', { count: fromOthers })}</li>}
          {rebuilt > 0 && <li>{t('doctor.rebuilt', { count: rebuilt })}</li>}
          {listsRebuilt && <li>{t('doctor.lists')}</li>}
          {membershipMissing && <li>{t('doctor.membership')}</li>}
        </ul>
      ))}
    </Notice>
  )
}

function recordsOf({ networks }: Report): number {
  return networks.reduce((sum, { records }) => sum + records, 0)
}
