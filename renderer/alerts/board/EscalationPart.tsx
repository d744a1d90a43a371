import { CheckCheck, Clock, OctagonX, Repeat } from 'lucide-react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { TimeText } from '../../components/TimeText.tsx'
import { useNow } from '../../components/use-now.ts'
import { useCommand } from '../../engine/use-command.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import type { Alert } from '../alert-record.ts'
import styles from './board.module.css'

/** What is done by itself where too few answer: steps taken, the next one with its time, and the way to stop it. */
export function EscalationPart({ alert, mayStop }: { alert: Alert; mayStop: boolean }) {
  const t = useT()
  const network = useNetwork().network.id
  const { nextStep, raised, stopped } = alert
  const escalate = useCommand('alert:escalate')
  const stop = useCommand('alert:stop')
  if (nextStep === null && raised.length === 0 && !stopped) return undefined
  return (
    <Panel title={t('raise.title')}>
      <ul className={styles['steps']}>
        {raised.map((step) => (
          <li key={step}>
            <CheckCheck aria-hidden size={18} />
            <span>
              {t(`raise.done.${step}`)} <TimeText at={alert.escalationLog.find((one) => one.step === step)?.at} />
            </span>
          </li>
        ))}
        {nextStep !== null && (
          <li>
            <Clock aria-hidden size={18} />
            <span>
              {t(`raise.next.${nextStep.step}`)} <Due at={nextStep.dueAt} />
            </span>
          </li>
        )}
      </ul>
      {stopped && <p>{t('raise.stopped')}</p>}
      {nextStep !== null && (
        <div className={styles['run']}>
          <Button
            wide
            icon={Repeat}
            isPending={escalate.pending}
            onPress={() => void escalate.run({ network, id: alert.id, step: nextStep.step, early: true })}
          >
            {t('raise.now')}
          </Button>
          {mayStop && (
            <Button
              wide
              icon={OctagonX}
              isPending={stop.pending}
              onPress={() => void stop.run({ network, id: alert.id })}
            >
              {t('raise.stop')}
            </Button>
          )}
        </div>
      )}
      <ErrorNotice error={escalate.failure ?? stop.failure} />
    </Panel>
  )
}

function Due({ at }: { at: number }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const minutes = Math.ceil((at - now) / 60_000)
  return <strong>{minutes <= 0 ? t('raise.due') : t('raise.in', { count: minutes, when: formats.clock(at) })}</strong>
}
