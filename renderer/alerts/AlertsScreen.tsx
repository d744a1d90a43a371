import { BellRing } from 'lucide-react'
import { useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Card, Screen, Section } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { asAlert, CALL_GROUPS, groupedCalls, type Alert } from './alert-record.ts'
import { AlertBadge } from './AlertBadge.tsx'
import { EmergencyLine } from './shown/EmergencyLine.tsx'

/** Newest calls shown; older ones are found at what they were about. */
const SHOWN = 200

/** All calls: drafts that wait for somebody, those that run, those that are over. */
export function AlertsScreen() {
  const t = useT()
  const [, navigate] = useLocation()
  const { network } = useNetwork()
  const now = useNow()
  const answer = useQuery('record:list', { network: network.id, kind: 'alert', limit: SHOWN })
  const goWrite = (
    <>
      <Button icon={BellRing} onPress={() => navigate('/incidents')}>
        {t('alerts.from-incident')}
      </Button>
      <Button onPress={() => navigate('/plans')}>{t('alerts.from-plan')}</Button>
    </>
  )
  return (
    <Screen title={t('alert.list')} lead={t('alerts.lead')} actions={goWrite}>
      <EmergencyLine />
      <Answered answer={answer} loading={t('alert.loading')}>
        {({ records }) => {
          const groups = groupedCalls(records.map(asAlert), now)
          if (records.length === 0) {
            return (
              <Card>
                <EmptyState icon={BellRing} title={t('alert.list.none')}>
                  {t('alerts.none.text')}
                </EmptyState>
              </Card>
            )
          }
          return CALL_GROUPS.filter((group) => groups[group].length > 0).map((group) => (
            <Section key={group} title={t(`alerts.${group}`)}>
              <Rows label={t(`alerts.${group}`)}>
                {groups[group].map((alert) => (
                  <Call key={alert.id} alert={alert} />
                ))}
              </Rows>
            </Section>
          ))
        }}
      </Answered>
    </Screen>
  )
}

function Call({ alert }: { alert: Alert }) {
  const t = useT()
  return (
    <Row
      href={`/alerts/${alert.id}`}
      title={<bdi>{alert.headline}</bdi>}
      sub={
        <>
          {alert.kind !== null && t(`help.${alert.kind}`)} · <TimeText at={alert.sent ?? alert.createdAt} />
        </>
      }
      side={<AlertBadge alert={alert} />}
    />
  )
}
