import { useNetwork } from '../app/network-context.tsx'
import { Screen } from '../components/Screen.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Clocks } from './Clocks.tsx'
import { NetworkPeople } from './NetworkPeople.tsx'
import { Troubles } from './Troubles.tsx'
import { ThisComputer } from './ThisComputer.tsx'
import { Why } from './Why.tsx'

/** Who has what, per person; why somebody is missing; how this computer can be reached. */
export function SyncScreen() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('sync:status', {})
  return (
    <Screen title={t('sync.details')} lead={t('sync.details.lead')}>
      <Answered answer={answer} loading={t('sync.unknown')}>
        {(status) => (
          <>
            {status.networks
              .toSorted((a, b) => Number(b.id === network.id) - Number(a.id === network.id))
              .map((one) => (
                <NetworkPeople key={one.id} network={one} />
              ))}
            <Troubles />
            <Why />
            <Clocks />
            <ThisComputer addresses={status.addresses} />
          </>
        )}
      </Answered>
    </Screen>
  )
}
