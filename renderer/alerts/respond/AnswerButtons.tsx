import { useEffect, useState } from 'react'

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
import { answerOfKey, ANSWERS, type Alert } from '../alert-record.ts'
import styles from '../alerts.module.css'

/** Coming, cannot, on standby: by button, and by the keys 1, 2, 3 while `keys` is set. */
export function AnswerButtons({ alert, keys }: { alert: Alert; keys: boolean }) {
  const t = useT()
  const { network } = useNetwork()
  const [asking, setAsking] = useState(false)
  const { run, pending, failure } = useCommand('alert:answer')
  const me = useQuery('member:show', { network: network.id, person: network.person })
  const member = valueOf(me)?.record as unknown as MemberView | undefined
  const answer = async (said: AlertAnswer): Promise<boolean> =>
    (await run({ network: network.id, id: alert.id, answer: said })) !== undefined
  const say = (said: AlertAnswer): void => {
    if (pending || (said === 'coming' && me.state === 'loading')) return
    if (said === 'coming' && (member?.safetyAgreementAt ?? null) === null) setAsking(true)
    else void answer(said)
  }
  useAnswerKeys(keys, say)
  return (
    <div className={styles['answer']}>
      <div className={styles['answers']}>
        {ANSWERS.map((one, at) => (
          <Button
            key={one}
            icon={RESPONDER_LOOK[one].icon}
            look={at === 0 ? 'primary' : 'plain'}
            isDisabled={pending}
            onPress={() => say(one)}
            {...(keys && { 'aria-keyshortcuts': String(at + 1) })}
          >
            {t(`incident.answer.${one}`)}
            {keys && (
              <kbd aria-hidden className={styles['key']}>
                {at + 1}
              </kbd>
            )}
          </Button>
        ))}
      </div>
      {keys && <p className={styles['fine']}>{t('alert.answer.keys')}</p>}
      {!asking && <ErrorNotice error={failure} />}
      {asking && (
        <SafetyAgreement onAccepted={() => answer('coming')} failure={failure} onClose={() => setAsking(false)} />
      )}
    </div>
  )
}

/** Where keys mean something else: what is typed in, and what lies over the screen. */
const TAKES_KEYS = 'input, textarea, select, [contenteditable=true], [role=listbox], [role=menu], [role=radiogroup]'
const OVERLAYS = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

function useAnswerKeys(enabled: boolean, say: (answer: AlertAnswer) => void): void {
  useEffect(() => {
    if (!enabled) return undefined
    const listen = (event: KeyboardEvent): void => {
      const answer = answerOfKey(event.key)
      if (answer === undefined || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as Element | null)?.closest?.(TAKES_KEYS) || document.querySelector(OVERLAYS) !== null) return
      event.preventDefault()
      say(answer)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}
