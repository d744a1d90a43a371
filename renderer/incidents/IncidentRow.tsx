import { CircleEllipsis, MapPin } from 'lucide-react'
import { memo } from 'react'

import { TimeText } from '../components/TimeText.tsx'
import tones from '../components/tones.module.css'
import { useT } from '../i18n/i18n-context.tsx'
import { IncidentBadge, TruthLabel } from './Badges.tsx'
import { isFlagged, titleOf, type Incident } from './incident-record.ts'
import styles from './IncidentRow.module.css'
import { INCIDENT_LOOK, KIND_ICONS } from './looks.ts'

/** One line of a list: what it is, where it stands, whether it is true, what is still asked for. */
export const IncidentRow = memo(function IncidentRow({ incident }: { incident: Incident }) {
  const t = useT()
  const Icon = incident.kind === null ? CircleEllipsis : KIND_ICONS[incident.kind]
  const openNeeds = incident.needs.filter(({ state }) => state === 'open').length
  const hidden = isFlagged(incident)
  const place = incident.place?.label
  return (
    <a href={`#/incidents/${incident.id}`} className={styles['row']}>
      <span className={`${styles['tile']} ${tones[INCIDENT_LOOK[incident.state].tone]}`}>
        <Icon aria-hidden size={22} strokeWidth={1.9} />
      </span>
      <span className={styles['words']}>
        <span className={styles['title']} dir="auto">
          {hidden ? t('incident.hidden.title') : (titleOf(incident) ?? t('incident.untitled'))}
        </span>
        <span className={styles['meta']}>
          <IncidentBadge state={incident.state} />
          <TruthLabel incident={incident} />
          {openNeeds > 0 && (
            <span className={`${styles['needs']} ${styles['narrow']}`}>
              {t('incident.needs.open', { count: openNeeds })}
            </span>
          )}
          {typeof place === 'string' && !hidden && (
            <span className={styles['place']}>
              <MapPin aria-hidden size={14} /> <bdi>{place}</bdi>
            </span>
          )}
        </span>
      </span>
      <span className={styles['end']}>
        <TimeText at={incident.createdAt} />
        {openNeeds > 0 && <span className={styles['needs']}>{t('incident.needs.open', { count: openNeeds })}</span>}
      </span>
    </a>
  )
})

/** Stands where a row is on its way. */
export function IncidentRowPlaceholder() {
  return (
    <span className={styles['row']} aria-hidden>
      <span className={`${styles['tile']} ${tones['calm']}`} />
      <span className={styles['words']}>
        <span className={styles['bar']} />
        <span className={`${styles['bar']} ${styles['short']}`} />
      </span>
    </span>
  )
}
