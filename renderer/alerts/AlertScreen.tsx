import { CircleCheck, Drama } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Screen } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Panel } from '../incident/Panel.tsx'
import { VerificationBadge } from '../incidents/Badges.tsx'
import { RESPONDER_LOOK } from '../incidents/looks.ts'
import { Answered } from '../lists/Answered.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { useMembers } from '../people/use-members.ts'
import { asAlert, isStanding, standingOf, type Alert } from './alert-record.ts'
import { AlertBadge } from './AlertBadge.tsx'
import { AnswerButtons } from './respond/AnswerButtons.tsx'
import styles from './alerts.module.css'
import { Board } from './board/Board.tsx'
import { DraftPart } from './compose/draft/DraftPart.tsx'
import { RunPart } from './board/RunPart.tsx'
import { useSeen } from './incoming/use-seen.ts'

/** One call for help: what it says, this person's answer, and who has it. */
export function AlertScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('alert:show', { network: network.id, id })
  const alert = answer.state === 'ready' ? asAlert(answer.value.record) : undefined
  useSeen(alert)
  const about = alert?.about
  const above =
    about?.kind === 'incident' ? (
      <BackLink href={`/incidents/${about.id}`}>{t('alert.about')}</BackLink>
    ) : (
      <BackLink href="/incidents">{t('nav.incidents')}</BackLink>
    )
  return (
    <Screen above={above} title={alert === undefined ? t('alert.call') : <bdi>{alert.headline}</bdi>}>
      <Answered answer={answer} loading={t('alert.loading')}>
        {(shown) => <Parts alert={asAlert(shown.record)} shown={shown} />}
      </Answered>
    </Screen>
  )
}

function Parts({ alert, shown }: { alert: Alert; shown: CommandOutput<'alert:show'> }) {
  const t = useT()
  const { network } = useNetwork()
  const now = useNow()
  const own = standingOf(alert, network.person)
  const standing = isStanding(alert, now)
  const over = alert.state === 'cancelled' || alert.state === 'all-clear'
  const coming = alert.people.some((one) => one.member === network.person && one.answer === 'coming')
  const runs = alert.sentBy === network.person || network.role !== 'member' || coming
  return (
    <>
      {alert.drill && (
        <div className={`${styles['drillBox']} ${styles['drill']}`}>
          <Drama aria-hidden size={24} /> <strong>{t('alert.drill.text')}</strong>
        </div>
      )}
      <Saying alert={alert} gate={shown.gate} />
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
            {own !== undefined && <YourAnswer alert={alert} standing={standing} />}
            {runs && !over && <RunPart alert={alert} />}
          </div>
        </div>
      )}
    </>
  )
}

/** Always with it: where it stands, whether it was verified, who calls, until when. */
function Saying({ alert, gate }: { alert: Alert; gate: CommandOutput<'alert:show'>['gate'] }) {
  const t = useT()
  const { nameOf } = useMembers()
  return (
    <>
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
      </div>
      {alert.instruction !== null && (
        <p className={styles['instruction']} dir="auto">
          {alert.instruction}
        </p>
      )}
      {gate !== undefined && gate !== 'drill' && (
        <Notice look={gate === 'failed' || gate === 'confirmed' ? 'wait' : 'calm'}>
          <p>{t(`alert.gate.${gate}`)}</p>
        </Notice>
      )}
    </>
  )
}

function YourAnswer({ alert, standing }: { alert: Alert; standing: boolean }) {
  const t = useT()
  const { network } = useNetwork()
  const [changing, setChanging] = useState(false)
  const said = standingOf(alert, network.person)?.answer ?? null
  const stoodDown = alert.enough && said !== 'coming'
  if (!standing && said === null && !stoodDown) return undefined
  return (
    <Panel title={said === null && !stoodDown ? t('alert.answer') : t('alert.answer.yours')}>
      {said !== null && (
        <p>
          <StateBadge {...RESPONDER_LOOK[said]}>{t(`responder.${said}`)}</StateBadge>
        </p>
      )}
      {stoodDown && (
        <Notice look="good" icon={CircleCheck} title={t('alert.enough')}>
          <p>{t('alert.enough.text')}</p>
        </Notice>
      )}
      {standing && ((said === null && !stoodDown) || changing) && (
        <AnswerButtons alert={alert} keys={said === null && !stoodDown} />
      )}
      {standing && said !== null && !changing && (
        <Button look="quiet" onPress={() => setChanging(true)}>
          {t('alert.answer.change')}
        </Button>
      )}
    </Panel>
  )
}
