import { CircleCheck, CircleX, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'

import { isSettled } from '../../core/domain/records/incident-view.ts'
import { INCIDENT_MACHINE, type IncidentState } from '../../core/domain/states/incident-states.ts'
import { isOut } from '../../core/domain/states/responder-states.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Menu } from '../components/Menu.tsx'
import { Notice } from '../components/Notice.tsx'
import { TextField } from '../components/TextField.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { IncidentBadge } from '../incidents/Badges.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { INCIDENT_LOOK } from '../incidents/looks.ts'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

/** What comes next by itself; the rest stands in a menu. */
const FORWARD: Partial<Record<IncidentState, Move>> = {
  reported: 'triaged',
  triaged: 'responding',
  responding: 'resolved',
  resolved: 'follow-up',
  'follow-up': 'closed',
  reopened: 'responding',
  closed: 'reopened',
  merged: 'reopened',
  withdrawn: 'reopened',
}
const MOVES = [
  'reported',
  'triaged',
  'responding',
  'resolved',
  'follow-up',
  'closed',
  'reopened',
  'held',
  'withdrawn',
] as const satisfies readonly IncidentState[]
type Move = (typeof MOVES)[number]

/** Where the incident stands and where it can go from here. */
export function Lifecycle({ incident }: { incident: Incident }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident.id)
  const [closing, setClosing] = useState(false)
  const next = FORWARD[incident.state]
  const others = MOVES.filter((to) => to !== next && INCIDENT_MACHINE.moves[incident.state].includes(to))
  const move = (to: Move): void => (to === 'closed' ? setClosing(true) : void act('move', { to }))
  return (
    <Panel title={t('incident.state')}>
      <p>
        <IncidentBadge state={incident.state} />
      </p>
      {incident.contested && <Notice look="wait" title={t('incident.state.contested')} />}
      {incident.reopenedBy !== null && <Notice look="wait" title={t(`incident.state.${incident.reopenedBy}`)} />}
      <div className={styles['moves']}>
        {next !== undefined && (
          <Button icon={INCIDENT_LOOK[next].icon} isDisabled={pending} onPress={() => move(next)}>
            {t(`incident.move.${next}`)}
          </Button>
        )}
        {others.length > 0 && (
          <Menu
            label={t('incident.state.other')}
            trigger={<Button iconOnly icon={MoreHorizontal} aria-label={t('incident.state.other')} />}
            entries={others.map((to) => ({
              id: to,
              label: t(`incident.move.${to}`),
              icon: INCIDENT_LOOK[to].icon,
              onAction: () => move(to),
            }))}
          />
        )}
      </div>
      <ErrorNotice error={failure} />
      {closing && <Close incident={incident} onClose={() => setClosing(false)} />}
    </Panel>
  )
}

/** Closing needs everybody back, all needs settled and follow-up said (product.md, requirement 9). */
function Close({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident.id)
  const [note, setNote] = useState('')
  const obstacles = obstaclesOf(incident)
  const submit = async (): Promise<void> => {
    if (await act('move', { to: 'closed', ...(note.trim() !== '' && { note }) })) onClose()
  }
  return (
    <FormDialog
      title={t('incident.close.title')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('incident.move.closed')}
      pending={pending}
      failure={failure}
    >
      {obstacles.length === 0 ? (
        <Notice look="good" icon={CircleCheck} title={t('incident.close.ready')} />
      ) : (
        <Notice look="wait" icon={CircleX} title={t('incident.close.stands')}>
          <ul className={styles['bullets']}>
            {obstacles.map((one) => (
              <li key={one}>{t(`obstacle.${one}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <TextField label={t('incident.close.note')} optional rows={2} maxLength={1_000} value={note} onChange={setNote} />
    </FormDialog>
  )
}

/** As far as this record tells; the engine has the last word. */
function obstaclesOf(incident: Incident): ('responders-out' | 'needs-open' | 'follow-up-owner')[] {
  const { owner, noneWanted } = incident.followUp
  return [
    ...(incident.responders.some(({ state }) => isOut(state)) ? (['responders-out'] as const) : []),
    ...(incident.needs.every(({ state }) => isSettled(state)) ? [] : (['needs-open'] as const)),
    ...(owner === null && !noneWanted ? (['follow-up-owner'] as const) : []),
  ]
}
