import { Plus } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Rows } from '../../lists/Rows.tsx'
import { SetOutDialog } from '../journeys/SetOutDialog.tsx'
import type { Circle, NetworkRecord, Route } from '../network-record.ts'
import { RouteDialog } from './RouteDialog.tsx'
import { RouteRow } from './RouteRow.tsx'

const DAY_MS = 86_400_000

interface RoutesProps {
  circle: Circle
  settings: NetworkRecord['settings']
  keptDays: number
  /** Minutes after which somebody who set out is asked. */
  minutes: number
}

/** Ways that the circle takes together: when, who, until when that is kept; from here one sets out. */
export function Routes({ circle, settings, keptDays, minutes }: RoutesProps) {
  const t = useT()
  const { network } = useNetwork()
  const { act, failure } = useAct('network', network.id)
  const [open, setOpen] = useState<{ what: 'edit' | 'set-out'; route?: Route }>()
  const close = (): void => setOpen(undefined)
  const routes = circle.routes.filter(({ archivedAt }) => archivedAt === null)
  const of = (route: Route): object => ({ circle: circle.id, route: route.id })
  const add = (
    <Button icon={Plus} onPress={() => setOpen({ what: 'edit' })}>
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
              zone={settings?.timeZone ?? undefined}
              isIn={circle.members.includes(network.person)}
              onSetOut={() => setOpen({ what: 'set-out', route })}
              onTake={(takes) => void act('takeRoute', { ...of(route), takes })}
              onEdit={() => setOpen({ what: 'edit', route })}
              onExtend={() => void act('editRoute', { ...of(route), expiresAt: Date.now() + keptDays * DAY_MS })}
              onArchive={() => void act('editRoute', { ...of(route), archived: true })}
            />
          ))}
        </Rows>
      )}
      {open?.what === 'edit' && (
        <RouteDialog circle={circle.id} route={open.route} keptDays={keptDays} onClose={close} />
      )}
      {open?.what === 'set-out' && open.route !== undefined && (
        <SetOutDialog circle={circle} route={open.route} minutes={minutes} onClose={close} />
      )}
    </Section>
  )
}
