import { CalendarCheck, CalendarClock, CalendarX } from 'lucide-react'

import { StateBadge } from '../components/StateBadge.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { Plan } from './plan-view.ts'

const LOOKS = {
  tentative: { tone: 'wait', icon: CalendarClock },
  confirmed: { tone: 'good', icon: CalendarCheck },
  cancelled: { tone: 'calm', icon: CalendarX },
} as const

/** Tentative, confirmed or cancelled. */
export function PlanBadge({ state }: { state: Plan['state'] }) {
  const t = useT()
  return <StateBadge {...LOOKS[state]}>{t(`plan-state.${state}`)}</StateBadge>
}
