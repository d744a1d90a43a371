import { CalendarClock, CheckCheck, HandHelping, PhoneCall, Plus, UserPlus, Wifi } from 'lucide-react'
import type { ReactNode } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Card, Screen, Section } from '../components/Screen.tsx'
import { useNow } from '../components/use-now.ts'
import { DutyPart } from '../duty/DutyPart.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { asIncident, isFlagged, OPEN_STATES, type Incident } from '../incidents/incident-record.ts'
import { IncidentRow } from '../incidents/IncidentRow.tsx'
import { Answered } from '../lists/Answered.tsx'
import { CallsToday } from './CallsToday.tsx'
import { Exchanges } from './Exchanges.tsx'
import { OpenNeeds } from './OpenNeeds.tsx'
import { Requests } from './Requests.tsx'
import { ShiftsToday } from './ShiftsToday.tsx'
import styles from './Today.module.css'

/** Open incidents shown here; the rest are one press away. */
const SHOWN = 6
/** Open incidents whose needs are gathered. */
const LOOKED_AT = 50

/** What asks for this person today. */
export function TodayScreen({ onReport }: { onReport: () => void }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const { network } = useNetwork()
  const open = useQuery('record:list', {
    network: network.id,
    kind: 'incident',
    states: [...OPEN_STATES],
    limit: LOOKED_AT,
  })
  return (
    <Screen title={t(`today.greeting.${partOfDay(now)}`, { name: network.as })} lead={formats.longDay(now)}>
      <div className={styles['columns']}>
        <div className={styles['column']}>
          <Answered answer={open}>
            {({ total, records }) => {
              const incidents = records.map(asIncident)
              return (
                <>
                  <OpenIncidents incidents={incidents.slice(0, SHOWN)} total={total} onReport={onReport} />
                  {incidents.length > 0 && (
                    <Panel icon={<HandHelping aria-hidden size={20} />} title={t('today.needs')}>
                      <OpenNeeds incidents={incidents.filter((incident) => !isFlagged(incident))} />
                    </Panel>
                  )}
                </>
              )
            }}
          </Answered>
        </div>
        <div className={styles['column']}>
          <CallsToday
            panel={(icon, children) => (
              <Panel icon={icon} title={t('alert.list')}>
                {children}
              </Panel>
            )}
          />
          <Requests
            panel={(children) => (
              <Panel icon={<UserPlus aria-hidden size={20} />} title={t('today.requests')}>
                {children}
              </Panel>
            )}
          />
          <Panel icon={<PhoneCall aria-hidden size={20} />} title={t('duty.title')}>
            <DutyPart brief />
          </Panel>
          <Panel icon={<CalendarClock aria-hidden size={20} />} title={t('today.shifts')}>
            <ShiftsToday />
          </Panel>
          <Panel icon={<Wifi aria-hidden size={20} />} title={t('today.exchanges')}>
            <Exchanges />
          </Panel>
        </div>
      </div>
    </Screen>
  )
}

function OpenIncidents({
  incidents,
  total,
  onReport,
}: {
  incidents: readonly Incident[]
  total: number
  onReport: () => void
}) {
  const t = useT()
  if (incidents.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={CheckCheck}
          title={t('today.open.none')}
          actions={
            <Button icon={Plus} onPress={onReport}>
              {t('nav.report')}
            </Button>
          }
        >
          {t('today.open.none.text')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Section
      title={
        <>
          {t('today.open')} <span className={styles['count']}>{total}</span>
        </>
      }
      actions={<a href="#/incidents">{t('today.open.all')}</a>}
    >
      <ul className={styles['rows']}>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentRow incident={incident} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Panel({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className={styles['panel']}>
      <h2 className={styles['panelTitle']}>
        {icon}
        {title}
      </h2>
      {children}
    </section>
  )
}

function partOfDay(now: number): 'morning' | 'afternoon' | 'evening' {
  const hour = new Date(now).getHours()
  return hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 19 ? 'afternoon' : 'evening'
}
