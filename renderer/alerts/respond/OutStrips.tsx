import { Link, useLocation } from 'wouter'

import { ALERT_STATES } from '../../../core/domain/states/alert-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Strip } from '../../components/Strip.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { T, useT } from '../../i18n/i18n-context.tsx'
import { RESPONDER_LOOK } from '../../incidents/looks.ts'
import { asAlert, responderOf, type Alert } from '../alert-record.ts'
import { TimerText } from '../board/people/TimerText.tsx'
import { useIncoming } from '../incoming/IncomingProvider.tsx'
import { CheckInButtons } from './CheckInButtons.tsx'

/** Calls looked at; whoever is out of an older one finds it among the calls. */
const LOOKED_AT = 50
const SENT_STATES = ALERT_STATES.filter((state) => state !== 'draft')

/** Above every screen of somebody who is out for a call: where they are, their timer, and one press to say how it goes on. */
export function OutStrips() {
  const { network } = useNetwork()
  const { items } = useIncoming()
  const [location] = useLocation()
  const answer = useQuery('record:list', {
    network: network.id,
    kind: 'alert',
    states: SENT_STATES,
    limit: LOOKED_AT,
  })
  // What the banner asks already is not asked twice
  const asked = new Set(items.flatMap(({ what, id }) => (what === 'check-in' ? id : [])))
  return (valueOf(answer)?.records ?? [])
    .map(asAlert)
    .filter(({ id }) => !asked.has(id) && location !== `/alerts/${id}`)
    .map((alert) => <OutStrip key={alert.id} alert={alert} person={network.person} />)
}

function OutStrip({ alert, person }: { alert: Alert; person: string }) {
  const t = useT()
  const own = responderOf(alert, person)
  if (own?.out !== true) return undefined
  const { state, checkIn, pair, needsHelp } = own
  return (
    <Strip
      label={t('respond.strip')}
      look={needsHelp ? 'urgent' : 'info'}
      icon={RESPONDER_LOOK[state].icon}
      title={
        <>
          {alert.drill && `${t('alert.drill.label')} · `}
          <T
            id="respond.strip.title"
            values={{
              state: t(`responder.${state}`),
              headline: (
                <Link href={`/alerts/${alert.id}`}>
                  <bdi>{alert.headline}</bdi>
                </Link>
              ),
            }}
          />
        </>
      }
      actions={<CheckInButtons alert={alert} />}
    >
      {checkIn !== null && (
        <p>
          <TimerText checkIn={checkIn} alone={pair.length === 0} />
        </p>
      )}
    </Strip>
  )
}
