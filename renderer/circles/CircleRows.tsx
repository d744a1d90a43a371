import { CircleCheck, Plus, TriangleAlert, UsersRound } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { Names } from '../people/Names.tsx'
import { useMembers, type Members } from '../people/use-members.ts'
import { circlesOf, isInUse, type Circle } from './network-record.ts'
import { CircleDialog } from './one/CircleDialog.tsx'
import { lacksOf, useKnownCircles, type KnownCircle } from './use-circles.ts'

/** The circles of the network, your own first, each with what it lacks. */
export function CircleRows() {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const known = useKnownCircles()
  const [isNew, setNew] = useState(false)
  const answer = useQuery('network:show', { network: network.id })
  const isIn = (people: readonly string[]): boolean => people.includes(network.person)
  const add = (
    <Button look="primary" icon={Plus} onPress={() => setNew(true)}>
      {t('circles.add')}
    </Button>
  )
  return (
    <Section title={t('circles.tab.circles')} actions={add}>
      <Answered answer={answer} loading={t('circles.loading')}>
        {({ record }) => {
          const circles = circlesOf(record).toSorted((a, b) => Number(isIn(b.members)) - Number(isIn(a.members)))
          if (circles.length === 0) {
            return (
              <EmptyState icon={UsersRound} title={t('circles.empty')}>
                {t('circles.empty.text')}
              </EmptyState>
            )
          }
          return (
            <Rows label={t('nav.circles')}>
              {circles.map((circle) => (
                <CircleRow
                  key={circle.id}
                  circle={circle}
                  known={known?.circles.find(({ id }) => id === circle.id)}
                  members={members}
                  yours={isIn(circle.members)}
                />
              ))}
            </Rows>
          )
        }}
      </Answered>
      {isNew && <CircleDialog onClose={() => setNew(false)} />}
    </Section>
  )
}

interface CircleRowProps {
  circle: Circle
  /** Undefined while it is on its way. */
  known: KnownCircle | undefined
  members: Members
  yours: boolean
}

function CircleRow({ circle, known, members, yours }: CircleRowProps) {
  const t = useT()
  const now = useNow()
  const people = known?.members ?? circle.members
  const routes = circle.routes.filter((route) => isInUse(route, now))
  const point = circle.pointContact
  const lacks = known === undefined ? 0 : lacksOf(known)
  return (
    <Row
      href={`/circles/${circle.id}`}
      title={<bdi>{circle.name}</bdi>}
      sub={
        <>
          <span>{t('circles.count', { count: people.length })}</span>
          <Names people={people.slice(0, 6)} members={members} />
          {point !== null && (
            <span>
              <T id="circles.point" values={{ name: <PersonName {...members.nameOf(point)} /> }} />
            </span>
          )}
          {routes.length > 0 && <span>{t('circles.ways', { count: routes.length })}</span>}
        </>
      }
      side={
        <>
          {lacks > 0 && (
            <StateBadge tone="wait" icon={TriangleAlert}>
              {t('circles.lacking', { count: lacks })}
            </StateBadge>
          )}
          {yours && (
            <StateBadge tone="info" icon={CircleCheck}>
              {t('circles.yours')}
            </StateBadge>
          )}
        </>
      }
    />
  )
}
