import { CircleCheck, CircleSlash, Plus } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import type { Circle } from '../network-record.ts'
import { RouteDialog } from './RouteDialog.tsx'

const DAY_MS = 86_400_000

/** Ways that the circle takes together, with when, and until when that is kept. */
export function Routes({ circle, keptDays }: { circle: Circle; keptDays: number }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, failure } = useAct('network', network.id)
  const [isAdding, setAdding] = useState(false)
  const routes = circle.routes.filter(({ archivedAt }) => archivedAt === null)
  const edit = (route: string, change: object): void => void act('editRoute', { circle: circle.id, route, ...change })
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      {t('route.add')}
    </Button>
  )
  return (
    <Section title={t('circle.routes')} actions={add}>
      <Quiet>{t('circle.routes.text')}</Quiet>
      <ErrorNotice error={failure} />
      {routes.length > 0 && (
        <Rows label={t('circle.routes')}>
          {routes.map((route) => (
            <RouteRow
              key={route.id}
              route={route}
              onExtend={() => edit(route.id, { expiresAt: Date.now() + keptDays * DAY_MS })}
              onArchive={() => edit(route.id, { archived: true })}
            />
          ))}
        </Rows>
      )}
      {isAdding && <RouteDialog circle={circle.id} keptDays={keptDays} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function RouteRow({
  route,
  onExtend,
  onArchive,
}: {
  route: Circle['routes'][number]
  onExtend: () => void
  onArchive: () => void
}) {
  const t = useT()
  const formats = useFormats()
  const name = route.name ?? t('route.unnamed')
  return (
    <Row
      title={<bdi>{name}</bdi>}
      sub={
        <>
          {route.places.length > 0 && <bdi>{route.places.join(' – ')}</bdi>}
          {route.windows.map(({ id, days, from, to }) => (
            <span key={id}>
              {t('route.window', { days: formats.list(days.map((day) => t(`weekday.${day}`))), from, to })}
            </span>
          ))}
          {route.expiresAt !== null && <span>{t('route.kept', { when: formats.day(route.expiresAt) })}</span>}
        </>
      }
      side={
        <>
          <StateBadge tone={route.expired ? 'calm' : 'good'} icon={route.expired ? CircleSlash : CircleCheck}>
            {route.expired ? t('route.expired') : t('route.current')}
          </StateBadge>
          <Button aria-label={t('route.extend.name', { name })} onPress={onExtend}>
            {t('route.extend')}
          </Button>
          <Button look="quiet" aria-label={t('route.archive.name', { name })} onPress={onArchive}>
            {t('route.archive')}
          </Button>
        </>
      }
    />
  )
}
