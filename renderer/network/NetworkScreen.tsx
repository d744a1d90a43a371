import { useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { ComputersPart } from '../computers/ComputersPart.tsx'
import { Screen } from '../components/Screen.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { RestorePart } from '../keeping/RestorePart.tsx'
import { StatementsPart } from '../computers/StatementsPart.tsx'
import { Invites } from './Invites.tsx'
import { Leave } from './Leave.tsx'
import { MemberList } from './MemberList.tsx'
import { Requests } from './Requests.tsx'
import { Settings } from './settings/Settings.tsx'

const PARTS = ['members', 'invites', 'computers', 'settings', 'restore', 'leave'] as const
type Part = (typeof PARTS)[number]

/** Who is in, who may come in, what holds for all, and the way out. `part` is the tab that an address names. */
export function NetworkScreen({ part }: { part?: string }) {
  const t = useT()
  const { network } = useNetwork()
  const [, navigate] = useLocation()
  const parts = PARTS.filter((one) => one !== 'restore' || network.role !== 'member')
  const content = {
    members: (
      <>
        <Requests />
        <MemberList />
        <StatementsPart />
      </>
    ),
    invites: <Invites />,
    computers: <ComputersPart />,
    settings: <Settings />,
    restore: <RestorePart />,
    leave: <Leave />,
  } satisfies Record<Part, unknown>
  return (
    <Screen
      title={<bdi>{network.name}</bdi>}
      lead={t('net.lead', { kind: t(`network-kind.${network.kind}`), count: network.members, name: network.as })}
    >
      <Tabs
        label={t('net.parts')}
        selected={parts.find((one) => one === part) ?? 'members'}
        onSelect={(id) => navigate(`/network/${id}`, { replace: true })}
        tabs={parts.map((id) => ({ id, label: t(`net.tab.${id}`), content: content[id] }))}
      />
    </Screen>
  )
}
