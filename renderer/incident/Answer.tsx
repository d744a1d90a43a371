import { ChevronDown } from 'lucide-react'
import { useState } from 'react'

import { FINISHED } from '../../core/domain/states/incident-states.ts'
import { RESPONDER_MACHINE, type ResponderState } from '../../core/domain/states/responder-states.ts'
import type { MemberView } from '../../core/domain/records/member.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Menu } from '../components/Menu.tsx'
import { useAct } from '../forms/use-act.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { ResponderBadge } from '../incidents/Badges.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { RESPONDER_LOOK } from '../incidents/looks.ts'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'
import { SafetyAgreement } from './SafetyAgreement.tsx'

/** What this person can say, in the order it is likely; `asked` and `overdue` are not theirs to say. */
const SAYABLE = ['coming', 'on-scene', 'leaving', 'safe', 'standby', 'cannot', 'needs-help'] as const
type Sayable = (typeof SAYABLE)[number]
/** What stands there as buttons of its own; the rest is one press further. */
const AT_HAND: { readonly [State in ResponderState]: readonly Sayable[] } = {
  asked: ['coming', 'standby', 'cannot'],
  coming: ['on-scene', 'safe', 'needs-help'],
  'on-scene': ['leaving', 'safe', 'needs-help'],
  leaving: ['safe', 'needs-help'],
  safe: ['coming'],
  cannot: ['coming', 'standby'],
  standby: ['coming', 'cannot'],
  overdue: ['safe', 'on-scene', 'needs-help'],
  'needs-help': ['safe', 'leaving'],
}

/** Coming, standby, cannot; and once coming, the way there and back. */
export function Answer({ incident }: { incident: Incident }) {
  const t = useT()
  const { network } = useNetwork()
  const [asking, setAsking] = useState(false)
  const { act, pending, failure } = useAct('incident', incident.id)
  const me = useQuery('member:show', { network: network.id, person: network.person })
  const member = valueOf(me)?.record as unknown as MemberView | undefined
  const state = incident.responders.find((one) => one.member === network.person)?.state
  const finished = FINISHED.has(incident.state)
  const possible = RESPONDER_MACHINE.moves[state ?? 'asked']
  const say = (next: ResponderState): void => {
    if (next === 'coming' && (member?.safetyAgreementAt ?? null) === null) setAsking(true)
    else void act('respond', { state: next })
  }
  const atHand = AT_HAND[state ?? 'asked']
  const further = SAYABLE.filter((one) => possible.includes(one) && !atHand.includes(one))
  return (
    <Panel title={t('incident.answer')}>
      {state !== undefined && (
        <p>
          <ResponderBadge state={state} />
        </p>
      )}
      {finished && state === undefined ? (
        <p className={styles['fine']}>{t('incident.answer.finished')}</p>
      ) : (
        <div className={styles['stack']}>
          {atHand.map((one, at) => (
            <Button
              key={one}
              wide
              icon={RESPONDER_LOOK[one].icon}
              look={one === 'needs-help' ? 'danger' : at === 0 ? 'primary' : 'plain'}
              isDisabled={pending}
              onPress={() => say(one)}
            >
              {t(`incident.answer.${one}`)}
            </Button>
          ))}
          {further.length > 0 && (
            <Menu
              label={t('incident.answer.other')}
              trigger={
                <Button wide look="quiet" icon={ChevronDown}>
                  {t('incident.answer.other')}
                </Button>
              }
              entries={further.map((one) => ({
                id: one,
                label: t(`incident.answer.${one}`),
                icon: RESPONDER_LOOK[one].icon,
                onAction: () => say(one),
              }))}
            />
          )}
        </div>
      )}
      <ErrorNotice error={failure} />
      {asking && (
        <SafetyAgreement
          onAccepted={() => act('respond', { state: 'coming', agreed: true })}
          failure={failure}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  )
}
