import { CircleCheck, Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Screen } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { useMembers } from '../people/use-members.ts'
import { Names } from '../people/Names.tsx'
import { CircleDialog } from './CircleDialog.tsx'
import { circlesOf } from './network-record.ts'

/** The circles of the network, your own first. */
export function CirclesScreen() {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const [isNew, setNew] = useState(false)
  const answer = useQuery('network:show', { network: network.id })
  const add = (
    <Button look="primary" icon={Plus} onPress={() => setNew(true)}>
      {t('circles.add')}
    </Button>
  )
  return (
    <Screen title={t('nav.circles')} lead={t('circles.lead')} actions={add}>
      <Answered answer={answer} loading={t('circles.loading')}>
        {({ record }) => {
          const isIn = (people: readonly string[]): boolean => people.includes(network.person)
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
                <Row
                  key={circle.id}
                  href={`/circles/${circle.id}`}
                  title={<bdi>{circle.name}</bdi>}
                  sub={
                    <>
                      <span>{t('circles.count', { count: circle.members.length })}</span>
                      <Names people={circle.members.slice(0, 6)} members={members} />
                      {circle.routes.some(isCurrent) && (
                        <span>{t('circles.ways', { count: circle.routes.filter(isCurrent).length })}</span>
                      )}
                    </>
                  }
                  side={
                    isIn(circle.members) && (
                      <StateBadge tone="info" icon={CircleCheck}>
                        {t('circles.yours')}
                      </StateBadge>
                    )
                  }
                />
              ))}
            </Rows>
          )
        }}
      </Answered>
      {isNew && <CircleDialog onClose={() => setNew(false)} />}
    </Screen>
  )
}

function isCurrent({ expired, archivedAt }: { expired: boolean; archivedAt: number | null }): boolean {
  return !expired && archivedAt === null
}
