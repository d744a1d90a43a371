import { PhoneOff } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Strip } from '../components/Strip.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { dutyAt, isNobodyOnCall } from './duty-now.ts'
import { StartDialog } from './StartDialog.tsx'
import { WhyNobody } from './WhyNobody.tsx'

/** "Nobody is on call", above every screen, where somebody was before; on the screen of shifts, that screen says it. */
export function DutyStrip() {
  const t = useT()
  const now = useNow()
  const [location] = useLocation()
  const { network } = useNetwork()
  const [isStarting, setStarting] = useState(false)
  const answer = valueOf(useQuery('duty:show', { network: network.id }))
  if (answer === undefined || network.state !== 'current' || location === '/duty') return undefined
  const duty = dutyAt(answer, now)
  if (!isNobodyOnCall(duty)) return undefined
  return (
    <>
      <Strip
        label={t('duty.title')}
        look="wait"
        icon={PhoneOff}
        title={t('duty.nobody')}
        actions={
          <>
            <Button onPress={() => setStarting(true)}>{t('duty.start')}</Button>
            <Link href="/duty">{t('duty.open')}</Link>
          </>
        }
      >
        <WhyNobody duty={duty} />
      </Strip>
      {isStarting && <StartDialog onClose={() => setStarting(false)} />}
    </>
  )
}
