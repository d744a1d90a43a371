import { Link } from 'wouter'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Notice } from '../components/Notice.tsx'
import { Screen } from '../components/Screen.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { RecordMenu } from '../erase/RecordMenu.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Keeping } from '../keeping/Keeping.tsx'
import { Answered } from '../lists/Answered.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { asAlert, responderOf, type Alert } from './alert-record.ts'
import styles from './alerts.module.css'
import { Board } from './board/Board.tsx'
import { EscalationPart } from './board/EscalationPart.tsx'
import { RunPart } from './board/RunPart.tsx'
import { DraftPart } from './compose/draft/DraftPart.tsx'
import { useSeen } from './incoming/use-seen.ts'
import { DebriefPart } from './respond/DebriefPart.tsx'
import { YourPart } from './respond/YourPart.tsx'
import { EmergencyLine } from './shown/EmergencyLine.tsx'
import { Saying } from './shown/Saying.tsx'

/** One call for help: what it says, this person's answer, who has it, and what becomes of it. */
export function AlertScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('alert:show', { network: network.id, id })
  const alert = answer.state === 'ready' ? asAlert(answer.value.record) : undefined
  useSeen(alert)
  return (
    <Screen
      above={<Above about={alert?.about ?? null} />}
      title={alert === undefined ? t('alert.call') : <bdi>{alert.headline}</bdi>}
      actions={alert === undefined ? undefined : <RecordMenu id={alert.id} back="/alerts" />}
    >
      <EmergencyLine />
      <Answered answer={answer} loading={t('alert.loading')}>
        {(shown) => <Parts alert={asAlert(shown.record)} shown={shown} />}
      </Answered>
    </Screen>
  )
}

/** Back to what it is about. */
function Above({ about }: { about: Alert['about'] }) {
  const t = useT()
  if (about === null) return <BackLink href="/alerts">{t('alert.list')}</BackLink>
  return about.kind === 'incident' ? (
    <BackLink href={`/incidents/${about.id}`}>{t('alert.about')}</BackLink>
  ) : (
    <BackLink href={`/plans/${about.id}`}>{t('alert.about.plan')}</BackLink>
  )
}

function Parts({ alert, shown }: { alert: Alert; shown: CommandOutput<'alert:show'> }) {
  const t = useT()
  const { network } = useNetwork()
  const now = useNow()
  const own = responderOf(alert, network.person)
  const over = alert.state === 'cancelled' || alert.state === 'all-clear'
  const ended = over || alert.state === 'expired'
  const runs =
    alert.sentBy === network.person || network.role !== 'member' || own?.state === 'coming' || own?.out === true
  const took = own !== undefined && own.state !== 'asked' && own.state !== 'cannot'
  return (
    <>
      <Saying alert={alert} gate={shown.gate} />
      <Keeping record={alert} />
      {alert.updatedBy !== null && (
        <Notice look="wait" title={t('alert.updated')}>
          <Link href={`/alerts/${alert.updatedBy}`}>{t('alert.updated.open')}</Link>
        </Notice>
      )}
      {alert.state === 'draft' ? (
        <DraftPart alert={alert} shown={shown} />
      ) : (
        <div className={styles['columns']}>
          <Board alert={alert} open={!over} />
          <div className={styles['side']}>
            <YourPart alert={alert} now={now} />
            {!ended && <EscalationPart alert={alert} mayStop={runs} />}
            {runs && !over && <RunPart alert={alert} />}
            {(ended || own?.state === 'safe') &&
              (took || alert.sentBy === network.person || alert.debriefs.length > 0) && <DebriefPart alert={alert} />}
          </div>
        </div>
      )}
    </>
  )
}
