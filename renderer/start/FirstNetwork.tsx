import { useEffect, useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useDeepLink } from '../app/deep-link.tsx'
import { RestoreFirst } from '../backup/RestoreFirst.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { JoinFlow } from '../join/JoinFlow.tsx'
import { NetworkForm } from './NetworkForm.tsx'
import { StartLayout } from './StartLayout.tsx'

/** Second step of the first run: start a network, join one, or bring back a backup. */
export function FirstNetwork({
  onEntered,
  onRestored,
}: {
  onEntered: (id: string) => void
  onRestored: (done: CommandOutput<'profile:restore'>) => void
}) {
  const t = useT()
  const { code } = useDeepLink()
  const [selected, setSelected] = useState('start')
  // An invite link that has just been opened
  if (code !== undefined && selected !== 'join') setSelected('join')
  // The camera is allowed on the Join screen only, which the shell knows by its address.
  useEffect(() => {
    location.hash = selected === 'join' ? '/join' : '/new'
  }, [selected])
  const enter = (screen: string) => (id: string) => {
    location.hash = screen
    onEntered(id)
  }
  return (
    <StartLayout title={t('start.network.title')} lead={t('start.network.lead')} step={{ at: 2, of: 2 }}>
      <Tabs
        label={t('start.network.tabs')}
        selected={selected}
        onSelect={setSelected}
        tabs={[
          { id: 'start', label: t('start.network.start'), content: <NetworkForm onMade={enter('/meeting/show')} /> },
          { id: 'join', label: t('start.network.join'), content: <JoinFlow onJoined={enter('/today')} /> },
          { id: 'restore', label: t('backup.first'), content: <RestoreFirst onRestored={onRestored} /> },
        ]}
      />
    </StartLayout>
  )
}
