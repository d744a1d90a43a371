import { useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { Card, Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { JoinFlow } from './JoinFlow.tsx'

/** Joining a further network. */
export function JoinScreen() {
  const t = useT()
  const [, navigate] = useLocation()
  const { network, choose } = useNetwork()
  const enter = (id: string): void => {
    choose(id)
    navigate('/today')
  }
  return (
    <Screen title={t('join.title')} lead={t('join.lead')} width="narrow">
      <Card>
        <JoinFlow known={network.as} onJoined={enter} />
      </Card>
    </Screen>
  )
}
