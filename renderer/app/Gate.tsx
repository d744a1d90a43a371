import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { IncomingProvider } from '../alerts/incoming/IncomingProvider.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { RestoredFirst } from '../backup/RestoreFirst.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { FirstRun } from '../start/FirstRun.tsx'
import { FirstNetwork } from '../start/FirstNetwork.tsx'
import { Unlock } from '../start/Unlock.tsx'
import { Frame } from './Frame.tsx'
import { NetworkProvider } from './network-context.tsx'
import { Opening } from './Plain.tsx'
import styles from './Plain.module.css'

/** What stands before the screens: a passphrase, and a network to be in. */
export function Gate() {
  const status = useQuery('profile:status', {})
  if (status.state === 'loading') return <Opening />
  if (status.state === 'failed') {
    return (
      <main className={styles['plain']}>
        <ErrorNotice error={status.error} />
      </main>
    )
  }
  switch (status.value.state) {
    case 'new':
      return <FirstRun />
    case 'locked':
      return <Unlock />
    case 'unlocked':
      return <InNetwork />
  }
}

function InNetwork() {
  const networks = valueOf(useQuery('network:list', {}))?.networks
  const [chosen, choose] = useState<string>()
  const [restored, setRestored] = useState<CommandOutput<'profile:restore'>>()
  if (networks === undefined) return <Opening />
  const network = networks.find(({ id }) => id === chosen) ?? networks[0]
  if (restored !== undefined) {
    const goOn = (): void => {
      location.hash = '/today'
      setRestored(undefined)
    }
    return <RestoredFirst done={restored} onGoOn={goOn} />
  }
  if (network === undefined) return <FirstNetwork onEntered={choose} onRestored={setRestored} />
  return (
    <NetworkProvider current={{ network, networks, choose }}>
      <IncomingProvider>
        <Frame key={network.id} />
      </IncomingProvider>
    </NetworkProvider>
  )
}
