import { AlarmClockOff, BellRing, Ban, CheckCheck, CircleCheck, CircleDashed, Drama, Phone, Repeat } from 'lucide-react'

import { StateBadge } from '../components/StateBadge.tsx'
import { useNow } from '../components/use-now.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Alert } from './alert-record.ts'

const LOOK = {
  draft: { tone: 'calm', icon: CircleDashed },
  sent: { tone: 'urgent', icon: BellRing },
  filled: { tone: 'good', icon: CircleCheck },
  escalated: { tone: 'urgent', icon: Repeat },
  'call-the-tree': { tone: 'urgent', icon: Phone },
  'all-clear': { tone: 'good', icon: CheckCheck },
  expired: { tone: 'calm', icon: AlarmClockOff },
  cancelled: { tone: 'calm', icon: Ban },
} as const

/** Where an alert stands; a drill says that it is one. */
export function AlertBadge({ alert }: { alert: Alert }) {
  const t = useT()
  const now = useNow()
  const ended = alert.state === 'draft' || alert.state === 'all-clear' || alert.state === 'cancelled'
  const state = !ended && alert.expires !== null && alert.expires <= now ? 'expired' : alert.state
  return (
    <>
      {alert.drill && (
        <StateBadge tone="info" icon={Drama}>
          {t('alert.drill.label')}
        </StateBadge>
      )}
      {/* Of a drill nothing is red */}
      <StateBadge
        icon={LOOK[state].icon}
        tone={alert.drill && LOOK[state].tone === 'urgent' ? 'info' : LOOK[state].tone}
      >
        {t(`alert.state.${state}`)}
      </StateBadge>
    </>
  )
}
