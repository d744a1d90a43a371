import { CircleCheck, Footprints, LifeBuoy, TriangleAlert } from 'lucide-react'

import { StateBadge } from '../../components/StateBadge.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { stageAt, type Journey } from './journeys.ts'

/** How a journey stands, as icon and word. */
export function JourneyState({ journey, now }: { journey: Journey; now: number }) {
  const t = useT()
  if (journey.state === 'needs-help')
    return (
      <StateBadge tone="urgent" icon={LifeBuoy}>
        {t('journey.state.needs-help')}
      </StateBadge>
    )
  if (journey.state === 'arrived')
    return (
      <StateBadge tone="good" icon={CircleCheck}>
        {t('journey.state.arrived')}
      </StateBadge>
    )
  const isLate = stageAt(journey, now) !== 'running'
  return (
    <StateBadge tone={isLate ? 'wait' : 'info'} icon={isLate ? TriangleAlert : Footprints}>
      {isLate ? t('journey.state.late') : t('journey.state.under-way')}
    </StateBadge>
  )
}
