import { Archive, CalendarPlus, CircleCheck, CircleSlash, Clock, Ellipsis, Footprints, Pencil } from 'lucide-react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Menu } from '../../components/Menu.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { useNow } from '../../components/use-now.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Row } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import { isInUse, type Route } from '../network-record.ts'
import { isOverNight, isTakenAt } from './windows.ts'

interface RouteRowProps {
  route: Route
  zone: string | undefined
  /** Whether this person is in the circle. */
  isIn: boolean
  onSetOut: () => void
  onTake: (takes: boolean) => void
  onEdit: () => void
  onExtend: () => void
  onArchive: () => void
}

/** One route, and what can be done with it: nobody sets out on one whose time is over. */
export function RouteRow({ route, zone, isIn, onSetOut, onTake, onEdit, onExtend, onArchive }: RouteRowProps) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const { network } = useNetwork()
  const members = useMembers()
  const name = route.name ?? t('route.unnamed')
  const isUsed = isInUse(route, now)
  const isNow = isUsed && isTakenAt(route.windows, { now, ...(zone !== undefined && { zone }) })
  const takes = route.travellers.includes(network.person)
  const takers = route.travellers.map((person) => members.nameOf(person).name ?? t('person.unknown'))
  return (
    <Row
      title={<bdi>{name}</bdi>}
      sub={
        <>
          {route.places.length > 0 && <bdi>{route.places.join(' – ')}</bdi>}
          {route.windows.map(({ id, days, from, to }) => (
            <span key={id}>
              {t(isOverNight({ from, to }) ? 'route.window.next-day' : 'route.window', {
                days: formats.list(days.map((day) => t(`weekday.${day}`))),
                from,
                to,
              })}
            </span>
          ))}
          {takers.length > 0 && <span>{t('route.takers', { names: formats.list(takers) })}</span>}
          {isUsed && route.expiresAt !== null && <span>{t('route.kept', { when: formats.day(route.expiresAt) })}</span>}
          {!isUsed && <span>{t('route.over.text')}</span>}
        </>
      }
      side={
        <>
          <StateBadge
            tone={isNow ? 'info' : isUsed ? 'good' : 'calm'}
            icon={isNow ? Clock : isUsed ? CircleCheck : CircleSlash}
          >
            {isNow ? t('route.now') : isUsed ? t('route.current') : t('route.expired')}
          </StateBadge>
          {isUsed && isIn && (
            <Button icon={Footprints} aria-label={t('journey.start.name', { name })} onPress={onSetOut}>
              {t('journey.start')}
            </Button>
          )}
          {isUsed && isIn && (
            <Button
              look="quiet"
              aria-label={t(takes ? 'route.leave.name' : 'route.take.name', { name })}
              onPress={() => onTake(!takes)}
            >
              {takes ? t('route.leave') : t('route.take')}
            </Button>
          )}
          {!isUsed && (
            <Button aria-label={t('route.extend.name', { name })} onPress={onExtend}>
              {t('route.extend')}
            </Button>
          )}
          <Menu
            label={t('route.more', { name })}
            trigger={<Button look="quiet" iconOnly icon={Ellipsis} aria-label={t('route.more', { name })} />}
            entries={[
              { id: 'edit', label: t('route.edit'), icon: Pencil, onAction: onEdit },
              { id: 'extend', label: t('route.extend'), icon: CalendarPlus, onAction: onExtend },
              { id: 'archive', label: t('route.archive'), icon: Archive, onAction: onArchive },
            ]}
          />
        </>
      }
    />
  )
}
