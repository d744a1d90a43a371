import { Footprints, LifeBuoy, TriangleAlert } from 'lucide-react'
import { Link } from 'wouter'

import { useNetwork } from '../../app/network-context.tsx'
import { Strip } from '../../components/Strip.tsx'
import { useNow } from '../../components/use-now.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { asNetworkRecord, circlesOf } from '../network-record.ts'
import { JourneyButtons } from './JourneyButtons.tsx'
import { concernsOf, stageAt, type Concern, type Journey } from './journeys.ts'

/** Above every screen: one's own journey while it lasts, and those whom this person is to ask after. */
export function JourneyStrips() {
  const t = useT()
  const { network } = useNetwork()
  const now = useNow()
  const journeys = valueOf(useQuery('journey:list', { network: network.id }))?.journeys ?? []
  const record = valueOf(useQuery('network:show', { network: network.id }))?.record
  if (network.state !== 'current' || record === undefined) return undefined
  const circles = circlesOf(record)
  const circleOf = (id: string) => circles.find((circle) => circle.id === id)
  const { shown, more } = concernsOf(journeys, { person: network.person, now, circleOf })
  const emergency = asNetworkRecord(record).settings?.emergencyNumber ?? null
  return (
    <>
      {shown.map(({ journey, concern }) =>
        concern === 'own' ? (
          <OwnStrip key={journey.person} journey={journey} now={now} emergency={emergency} />
        ) : (
          <TheirStrip key={journey.person} journey={journey} concern={concern} emergency={emergency} />
        ),
      )}
      {more > 0 && (
        <Strip
          label={t('journey.list')}
          look="wait"
          icon={TriangleAlert}
          title={t('journey.more', { count: more })}
          actions={<Link href="/circles">{t('circle.back')}</Link>}
        />
      )}
    </>
  )
}

function OwnStrip({ journey, now, emergency }: { journey: Journey; now: number; emergency: string | null }) {
  const t = useT()
  const formats = useFormats()
  const route = journey.routeName ?? t('route.unnamed')
  const time = formats.clock(journey.dueAt)
  const stage = stageAt(journey, now)
  const isHelp = journey.state === 'needs-help'
  return (
    <Strip
      label={t('journey.own.label')}
      look={isHelp ? 'urgent' : stage === 'running' ? 'info' : 'wait'}
      icon={isHelp ? LifeBuoy : Footprints}
      title={isHelp ? t('journey.own.help') : t('journey.own', { route, time })}
      actions={<JourneyButtons journey={journey} />}
    >
      {isHelp && <p>{t('journey.own.help.text')}</p>}
      {isHelp && emergency !== null && <p>{t('journey.emergency', { number: emergency })}</p>}
      {stage === 'grace' && <p>{t('journey.own.grace')}</p>}
      {(stage === 'buddy' || stage === 'point-contact') && <p>{t('journey.own.late')}</p>}
    </Strip>
  )
}

interface TheirStripProps {
  journey: Journey
  concern: Exclude<Concern, 'own'>
  emergency: string | null
}

function TheirStrip({ journey, concern, emergency }: TheirStripProps) {
  const t = useT()
  const formats = useFormats()
  const { name } = journey
  const route = journey.routeName ?? t('route.unnamed')
  const isHelp = concern === 'help'
  return (
    <Strip
      label={t('journey.their.label', { name })}
      look={isHelp ? 'urgent' : 'wait'}
      icon={isHelp ? LifeBuoy : TriangleAlert}
      title={
        isHelp
          ? t('journey.their.help', { name, route })
          : t('journey.their.late', { name, route, time: formats.clock(journey.dueAt) })
      }
      actions={<Link href={`/circles/${journey.circle}`}>{t('journey.their.open')}</Link>}
    >
      <p>
        {isHelp ? t('journey.their.help.text') : t('journey.their.late.text')}{' '}
        {emergency !== null && t('journey.emergency', { number: emergency })}
      </p>
    </Strip>
  )
}
