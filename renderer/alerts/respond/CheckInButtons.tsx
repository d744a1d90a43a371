import { LifeBuoy } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { ConfirmDialog } from '../../forms/ConfirmDialog.tsx'
import { given } from '../../forms/read-fields.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { RESPONDER_LOOK } from '../../incidents/looks.ts'
import { responderOf, type Alert } from '../alert-record.ts'
import { EmergencyLine } from '../shown/EmergencyLine.tsx'
import { nextWords, type CheckIn } from './check-in.ts'
import styles from './respond.module.css'

const MAX_NOTE = 300

/** What somebody who is out can say with one press: that they are well where they are, and how it goes on. */
export function CheckInButtons({ alert }: { alert: Alert }) {
  const t = useT()
  const { network } = useNetwork()
  const [helping, setHelping] = useState(false)
  const { run, pending, failure } = useCommand('alert:check-in')
  const state = responderOf(alert, network.person)?.state ?? 'asked'
  const over = alert.state === 'cancelled' || alert.state === 'all-clear'
  const say = (to: CheckIn): void => void run({ network: network.id, id: alert.id, state: to })
  return (
    <div className={styles['answer']}>
      <div className={styles['answers']}>
        {nextWords(state, { over }).map((to, at) => (
          <Button
            key={to}
            icon={RESPONDER_LOOK[to].icon}
            look={at === 0 ? 'primary' : 'plain'}
            isDisabled={pending}
            onPress={() => say(to)}
          >
            {to === state ? t(`respond.still.${to as 'coming'}`) : t(`incident.answer.${to}`)}
          </Button>
        ))}
        {state !== 'needs-help' && (
          <Button look="danger" icon={LifeBuoy} onPress={() => setHelping(true)}>
            {t('incident.answer.needs-help')}
          </Button>
        )}
      </div>
      <ErrorNotice error={failure} />
      {helping && <NeedHelpDialog alert={alert.id} onClose={() => setHelping(false)} />}
    </div>
  )
}

/** One press, and one to confirm it: all who are out, their pair, the sender and who is on duty are told at once. */
function NeedHelpDialog({ alert, onClose }: { alert: string; onClose: () => void }) {
  const t = useT()
  const network = useNetwork().network.id
  const [note, setNote] = useState('')
  const { run, pending, failure } = useCommand('alert:needs-help')
  const confirm = async (): Promise<void> => {
    const said = given(note)
    if ((await run({ network, id: alert, ...(said !== undefined && { note: said }) })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t('incident.answer.needs-help')}
      confirm={t('respond.help.confirm')}
      pending={pending}
      failure={failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('respond.help.text')}</p>
      <EmergencyLine />
      <TextField label={t('respond.help.note')} optional maxLength={MAX_NOTE} value={note} onChange={setNote} />
    </ConfirmDialog>
  )
}
