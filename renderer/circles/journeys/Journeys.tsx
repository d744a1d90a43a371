import { useNetwork } from '../../app/network-context.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { Section } from '../../components/Screen.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useNow } from '../../components/use-now.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { T, useT } from '../../i18n/i18n-context.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import { JourneyButtons } from './JourneyButtons.tsx'
import { shownJourneys } from './journeys.ts'
import { JourneyState } from './JourneyState.tsx'

/** Who of a circle is on their way, when they are due, and who has just arrived. */
export function Journeys({ circle }: { circle: string }) {
  const t = useT()
  const now = useNow()
  const { network } = useNetwork()
  const members = useMembers()
  const answer = valueOf(useQuery('journey:list', { network: network.id }))
  const journeys = shownJourneys(answer?.journeys ?? [], circle, now)
  if (journeys.length === 0) return undefined
  return (
    <Section title={t('journey.list')}>
      <Rows label={t('journey.list')}>
        {journeys.map((journey) => (
          <Row
            key={journey.person}
            title={<PersonName {...members.nameOf(journey.person)} />}
            sub={
              <>
                <bdi>{journey.routeName ?? t('route.unnamed')}</bdi>
                <span>
                  <T
                    id={journey.state === 'arrived' ? 'journey.arrived-at' : 'journey.due'}
                    values={{
                      time: <TimeText at={journey.state === 'arrived' ? journey.at : journey.dueAt} as="clock" />,
                    }}
                  />
                </span>
              </>
            }
            side={
              <>
                <JourneyState journey={journey} now={now} />
                {journey.you && journey.state !== 'arrived' && <JourneyButtons journey={journey} />}
              </>
            }
          />
        ))}
      </Rows>
    </Section>
  )
}
