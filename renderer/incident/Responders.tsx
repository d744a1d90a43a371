import { PersonName } from '../components/PersonName.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import { ResponderBadge } from '../incidents/Badges.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { useMembers } from '../people/use-members.ts'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

/** Most urgent first: who needs help, who is overdue, who is out there. */
const ORDER = ['needs-help', 'overdue', 'on-scene', 'coming', 'leaving', 'standby', 'safe', 'asked', 'cannot']

/** Who answered what, and since when. */
export function Responders({ incident }: { incident: Incident }) {
  const t = useT()
  const { nameOf } = useMembers()
  const responders = incident.responders.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
  return (
    <Panel title={t('incident.responders')}>
      {responders.length === 0 && <p className={styles['fine']}>{t('incident.responders.none')}</p>}
      <ul className={styles['items']}>
        {responders.map(({ member, state, since, by, note }) => (
          <li key={member} className={styles['responder']}>
            <span className={styles['itemMeta']}>
              <PersonName {...nameOf(member)} />
              <ResponderBadge state={state} />
            </span>
            <span className={styles['fine']}>
              <TimeText at={since} />
              {by !== null && by !== member && (
                <>
                  {' · '}
                  <T id="incident.responders.by" values={{ name: <PersonName {...nameOf(by)} /> }} />
                </>
              )}
              {note !== null && (
                <>
                  {' · '}
                  <bdi>{note}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
