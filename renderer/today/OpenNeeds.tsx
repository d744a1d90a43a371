import { HELP_ICONS } from '../incidents/looks.ts'
import { titleOf, type Incident } from '../incidents/incident-record.ts'
import { NeedName } from '../incidents/NeedName.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import styles from './Today.module.css'

const SHOWN = 8

/** What nobody has taken on yet, over all open incidents. */
export function OpenNeeds({ incidents }: { incidents: readonly Incident[] }) {
  const t = useT()
  const open = incidents.flatMap((incident) =>
    incident.needs.filter(({ state }) => state === 'open').map((need) => ({ incident, need })),
  )
  if (open.length === 0) return <p className={styles['none']}>{t('today.needs.none')}</p>
  return (
    <ul className={styles['lines']}>
      {open.slice(0, SHOWN).map(({ incident, need }) => {
        const Icon = HELP_ICONS[need.kind]
        return (
          <li key={`${incident.id} ${need.id}`}>
            <a href={`#/incidents/${incident.id}`} className={styles['line']}>
              <Icon aria-hidden size={20} className={styles['lineIcon']} />
              <span className={styles['lineWords']}>
                <strong>
                  <NeedName need={need} />
                </strong>
                <span className={styles['faint']}>
                  <T
                    id="today.needs.at"
                    values={{ incident: <bdi>{titleOf(incident) ?? t('incident.untitled')}</bdi> }}
                  />
                </span>
              </span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
