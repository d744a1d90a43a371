import { KeyRound } from 'lucide-react'
import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { LinkButton } from '../components/LinkButton.tsx'
import { Notice } from '../components/Notice.tsx'
import { Section } from '../components/Screen.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import styles from './computers.module.css'

type Key = NonNullable<CommandOutput<'recovery:show'>['key']>

/** Whether a coordinator has a printed key that works, and the way to print one. */
export function RecoveryPart() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('recovery:show', { network: network.id })
  const [asked, setAsked] = useState<Key>()
  return (
    <Section title={t('recovery.title')}>
      <Quiet>{t('recovery.lead')}</Quiet>
      <Answered answer={answer}>
        {({ allowed, key }) => (
          <>
            {allowed ? <KeyState shown={key} /> : <Quiet>{t('recovery.not-coordinator')}</Quiet>}
            {allowed && (
              <div className={styles['actions']}>
                <LinkButton href="/print/recovery" icon={KeyRound}>
                  {t(key?.state === 'open' ? 'recovery.print.new' : 'recovery.print')}
                </LinkButton>
                {key?.state === 'open' && <Button onPress={() => setAsked(key)}>{t('recovery.withdraw')}</Button>}
              </div>
            )}
          </>
        )}
      </Answered>
      {asked !== undefined && <WithdrawDialog asked={asked} onClose={() => setAsked(undefined)} />}
    </Section>
  )
}

function KeyState({ shown }: { shown: Key | undefined }) {
  const t = useT()
  const formats = useFormats()
  if (shown === undefined) return <Notice look="wait" title={t('recovery.none')} />
  const title = t(`recovery.state.${shown.state}`, { when: formats.longDay(shown.madeAt) })
  return <Notice look={shown.state === 'open' ? 'good' : 'wait'} title={title} />
}

function WithdrawDialog({ asked, onClose }: { asked: Key; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const revoke = useCommand('invite:revoke')
  const confirm = async (): Promise<void> => {
    if ((await revoke.run({ network: network.id, invite: asked.id })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t('recovery.withdraw.title')}
      confirm={t('recovery.withdraw')}
      pending={revoke.pending}
      failure={revoke.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('recovery.withdraw.text')}</p>
    </ConfirmDialog>
  )
}
