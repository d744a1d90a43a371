import { CircleCheck, LifeBuoy } from 'lucide-react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import styles from '../circles.module.css'
import type { Journey } from './journeys.ts'

/** What somebody on their way can say of their own journey. */
export function JourneyButtons({ journey }: { journey: Journey }) {
  const t = useT()
  const { network } = useNetwork()
  const arrive = useCommand('journey:arrive')
  const help = useCommand('journey:needs-help')
  const of = { network: network.id }
  return (
    <>
      <div className={styles['buttons']}>
        <Button look="primary" icon={CircleCheck} isPending={arrive.pending} onPress={() => void arrive.run(of)}>
          {t('journey.arrive')}
        </Button>
        {journey.state !== 'needs-help' && (
          <Button look="danger" icon={LifeBuoy} isPending={help.pending} onPress={() => void help.run(of)}>
            {t('journey.needs-help')}
          </Button>
        )}
      </div>
      <ErrorNotice error={arrive.failure ?? help.failure} />
    </>
  )
}
