import { TriangleAlert } from 'lucide-react'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import { Notice } from '../../components/Notice.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { T, useFormats, useT } from '../../i18n/i18n-context.tsx'
import { VerificationBadge } from '../../incidents/Badges.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Alert } from '../alert-record.ts'
import { AlertBadge } from '../AlertBadge.tsx'
import { DrillStrip } from './DrillStrip.tsx'
import styles from './shown.module.css'

/** Always with it: a drill or not, where it stands, whether it was verified, who calls, for what, where, until when. */
export function Saying({ alert, gate }: { alert: Alert; gate: CommandOutput<'alert:show'>['gate'] }) {
  const t = useT()
  const { nameOf } = useMembers()
  return (
    <>
      {alert.drill && <DrillStrip />}
      <div className={styles['bar']}>
        <AlertBadge alert={alert} />
        {alert.kind !== null && <strong>{t(`help.${alert.kind}`)}</strong>}
        {alert.urgency !== null && <span>{t(`urgency.${alert.urgency}`)}</span>}
        {alert.verified !== null && <VerificationBadge state={alert.verified} />}
        {alert.sentBy !== null && (
          <span>
            <T id="alert.from" values={{ name: <PersonName {...nameOf(alert.sentBy)} /> }} />{' '}
            <TimeText at={alert.sent} />
          </span>
        )}
        {alert.expires !== null && (
          <span>
            <T id="alert.until" values={{ when: <TimeText at={alert.expires} as="moment" /> }} />
          </span>
        )}
        {alert.area !== null && (
          <span>
            <T id="alert.where" values={{ place: <bdi>{alert.area}</bdi> }} />
          </span>
        )}
      </div>
      {alert.instruction !== null && (
        <p className={styles['instruction']} dir="auto">
          {alert.instruction}
        </p>
      )}
      <GateNotice alert={alert} gate={gate} />
    </>
  )
}

/** How it passed the gate, or that it did not and why: with every view, for as long as the call is there. */
function GateNotice({ alert, gate }: { alert: Alert; gate: CommandOutput<'alert:show'>['gate'] }) {
  const t = useT()
  const formats = useFormats()
  const { nameOf } = useMembers()
  if (gate === undefined || gate === 'drill') return undefined
  if (gate === 'failed') {
    return (
      <Notice look="wait" icon={TriangleAlert} title={t('alert.gate.failed.title')}>
        <p>{t('alert.gate.failed')}</p>
      </Notice>
    )
  }
  if (gate !== 'confirmed') return <p className={styles['fine']}>{t(`alert.gate.${gate}`)}</p>
  const names = alert.confirmedBy.unverified
    .map((person) => nameOf(person).name ?? t('person.unknown'))
    .toSorted((a, b) => formats.compare(a, b))
  return (
    <Notice look="wait">
      <p>
        {t('alert.gate.confirmed')} ({formats.list(names)})
      </p>
    </Notice>
  )
}
