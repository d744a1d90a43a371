import { useLocation } from 'wouter'

import { Screen } from '../components/Screen.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { CircleRows } from './CircleRows.tsx'
import { Links } from './teams/Links.tsx'
import { Teams } from './teams/Teams.tsx'

const PARTS = ['circles', 'teams'] as const

/** Circles, and whom a call goes to beyond them: specialist teams and other networks. `part` is the tab that an address names. */
export function CirclesScreen({ part }: { part?: string }) {
  const t = useT()
  const [, navigate] = useLocation()
  const content = {
    circles: <CircleRows />,
    teams: (
      <>
        <Teams />
        <Links />
      </>
    ),
  }
  return (
    <Screen title={t('nav.circles')} lead={t('circles.lead')}>
      <Tabs
        label={t('circles.part')}
        selected={PARTS.find((one) => one === part) ?? 'circles'}
        onSelect={(id) => navigate(id === 'circles' ? '/circles' : `/circles/${id}`, { replace: true })}
        tabs={PARTS.map((id) => ({ id, label: t(`circles.tab.${id}`), content: content[id] }))}
      />
    </Screen>
  )
}
