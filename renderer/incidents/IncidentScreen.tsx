import { ClipboardCopy, EyeOff } from 'lucide-react'
import { useState } from 'react'

import { cleanText } from '../../core/domain/text/clean.ts'
import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Screen } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery } from '../engine/use-query.ts'
import { RecordMenu } from '../erase/RecordMenu.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answer } from '../incident/Answer.tsx'
import { Calls } from '../alerts/compose/Calls.tsx'
import { Conflicts } from '../incident/Conflicts.tsx'
import { Description } from '../incident/Description.tsx'
import { Details } from '../incident/Details.tsx'
import { FlagDialog, Hidden } from '../incident/flag/Flagging.tsx'
import { FollowUp } from '../incident/FollowUp.tsx'
import { Lifecycle } from '../incident/Lifecycle.tsx'
import { Needs } from '../incident/Needs.tsx'
import { Responders } from '../incident/Responders.tsx'
import { Timeline } from '../incident/Timeline.tsx'
import { Verification } from '../incident/Verification.tsx'
import { Keeping } from '../keeping/Keeping.tsx'
import { Answered } from '../lists/Answered.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from '../incident/Incident.module.css'
import { IncidentBadge, TruthLabel } from './Badges.tsx'
import { asIncident, isFlagged, titleOf, type Incident } from './incident-record.ts'

/** One incident: what happens, what is needed, who comes, whether it is true, what comes after. */
export function IncidentScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('record:show', { network: network.id, kind: 'incident', id })
  const above = <BackLink href="/incidents">{t('nav.incidents')}</BackLink>
  if (answer.state !== 'ready') {
    return (
      <Screen title={t('nav.incidents')} above={above}>
        <Answered answer={answer} loading={t('incident.loading')}>
          {() => undefined}
        </Answered>
      </Screen>
    )
  }
  const incident = asIncident(answer.value.record)
  const hidden = isFlagged(incident)
  return (
    <Screen
      above={above}
      title={<bdi>{hidden ? t('incident.hidden.title') : (titleOf(incident) ?? t('incident.untitled'))}</bdi>}
      actions={hidden ? <RecordMenu id={incident.id} back="/incidents" /> : <More incident={incident} />}
    >
      <StandingBar incident={incident} />
      <Keeping record={incident} />
      <Answered answer={answer}>
        {() => (hidden ? <Hidden incident={incident} /> : <Parts incident={incident} />)}
      </Answered>
    </Screen>
  )
}

/** Always in sight: where it stands, how it is known, whether it is verified. */
function StandingBar({ incident }: { incident: Incident }) {
  const { nameOf } = useMembers()
  return (
    <div className={styles['bar']}>
      <IncidentBadge state={incident.state} />
      <TruthLabel incident={incident} />
      {incident.createdBy !== null && (
        <span>
          <T id="incident.by" values={{ name: <PersonName {...nameOf(incident.createdBy)} /> }} />{' '}
          <TimeText at={incident.createdAt} />
        </span>
      )}
    </div>
  )
}

function Parts({ incident }: { incident: Incident }) {
  return (
    <>
      <Conflicts incident={incident} />
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <Description incident={incident} />
          <Needs incident={incident} />
          <Timeline incident={incident} />
        </div>
        <div className={styles['column']}>
          <Answer incident={incident} />
          <Calls
            about={{ kind: 'incident', id: incident.id }}
            verification={incident.verification}
            area={incident.place?.label}
          />
          <Responders incident={incident} />
          <Lifecycle incident={incident} />
          <Verification incident={incident} />
          <FollowUp incident={incident} />
          <Details incident={incident} />
        </div>
      </div>
    </>
  )
}

function More({ incident }: { incident: Incident }) {
  const t = useT()
  const announce = useAnnounce()
  const [flagging, setFlagging] = useState(false)
  const copy = async (): Promise<void> => {
    const label = `[${t(`verification.${incident.verification}`)} · ${t(`source-of.${incident.source ?? 'unknown'}`)}]`
    await navigator.clipboard.writeText(`${label}\n${cleanText(incident.what)}`)
    announce(t('incident.copied'))
  }
  return (
    <>
      <RecordMenu
        id={incident.id}
        back="/incidents"
        entries={[
          { id: 'copy', label: t('incident.copy'), icon: ClipboardCopy, onAction: () => void copy() },
          { id: 'flag', label: t('incident.flag'), icon: EyeOff, onAction: () => setFlagging(true) },
        ]}
      />
      {flagging && <FlagDialog incident={incident} onClose={() => setFlagging(false)} />}
    </>
  )
}
