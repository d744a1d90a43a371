import { useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { Card, Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { NetworkForm } from './NetworkForm.tsx'

/** A further network on this laptop, strictly apart from the others. */
export function NewNetworkScreen() {
  const t = useT()
  const [, navigate] = useLocation()
  const { network, choose } = useNetwork()
  const enter = (id: string): void => {
    choose(id)
    navigate('/meeting/show')
  }
  return (
    <Screen title={t('network.new')} lead={t('start.network.new.lead')} width="narrow">
      <Card>
        <NetworkForm known={network.as} onMade={enter} />
      </Card>
    </Screen>
  )
}
