import { useState, type RefObject } from 'react'

import type { MemberView } from '../../../core/domain/records/member.ts'
import type { AlertAnswer } from '../../../core/domain/states/alert-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { SafetyAgreement } from '../../incident/SafetyAgreement.tsx'
import { RESPONDER_LOOK } from '../../incidents/looks.ts'
import { ANSWERS, type Alert } from '../alert-record.ts'
import styles from './respond.module.css'
import { useAnswerKeys } from './use-answer-keys.ts'

export interface AnswerButtonsProps {
  alert: Alert
  /** The keys 1, 2, 3 answer too, where this person has not switched them off. */
  keys: boolean
  large?: boolean
  /** The window in which they stand; keys are taken there only. */
  within?: RefObject<HTMLElement | null>
  onComing?: () => void
}

/** Coming, cannot, on standby. The first "coming" shows the safety agreement, by button and by key alike. */
export function AnswerButtons({ alert, keys, large = false, within, onComing }: AnswerButtonsProps) {
  const t = useT()
  const { network } = useNetwork()
  const [asking, setAsking] = useState(false)
  const { run, pending, failure } = useCommand('alert:answer')
  const me = useQuery('member:show', { network: network.id, person: network.person })
  const member = valueOf(me)?.record as unknown as MemberView | undefined
  const singleKeys = valueOf(useQuery('profile:preferences', {}))?.singleKeys ?? true
  const answer = async (said: AlertAnswer, more: { agreed?: true } = {}): Promise<boolean> => {
    const done = (await run({ network: network.id, id: alert.id, answer: said, ...more })) !== undefined
    if (done && said === 'coming') onComing?.()
    return done
  }
  const say = (said: AlertAnswer): void => {
    if (pending || asking || (said === 'coming' && me.state === 'loading')) return
    if (said === 'coming' && (member?.safetyAgreementAt ?? null) === null) setAsking(true)
    else void answer(said)
  }
  const byKey = keys && singleKeys
  useAnswerKeys({ enabled: byKey, within, say })
  return (
    <div className={styles['answer']}>
      <div className={large ? styles['large'] : styles['answers']}>
        {ANSWERS.map((one, at) => (
          <Button
            key={one}
            icon={RESPONDER_LOOK[one].icon}
            look={at === 0 ? 'primary' : 'plain'}
            isDisabled={pending}
            onPress={() => say(one)}
            {...(byKey && { 'aria-keyshortcuts': String(at + 1) })}
          >
            {t(`incident.answer.${one}`)}
            {byKey && (
              <kbd aria-hidden className={styles['key']}>
                {at + 1}
              </kbd>
            )}
          </Button>
        ))}
      </div>
      {byKey && large && <p className={styles['fine']}>{t('alert.answer.keys')}</p>}
      {!asking && <ErrorNotice error={failure} />}
      {asking && (
        <SafetyAgreement
          onAccepted={() => answer('coming', { agreed: true })}
          failure={failure}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
