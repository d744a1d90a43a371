import { AlarmClock, Users } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import type { Alert, Responder } from '../alert-record.ts'
import { PairDialog } from '../board/PairDialog.tsx'
import { TimerText } from '../board/people/TimerText.tsx'
import { usePeople } from '../board/people/use-people.ts'
import { CheckInButtons } from './CheckInButtons.tsx'
import styles from './respond.module.css'

/** Somebody who is on the way, there, or on the way back: their timer, who is with them, and how it goes on. */
export function OutPart({ alert, responder }: { alert: Alert; responder: Responder }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const { nameOf } = usePeople()
  const [pairing, setPairing] = useState(false)
  const names = responder.pair.map((person) => nameOf(person).name ?? t('person.unknown'))
  return (
    <div className={styles['you']}>
      {responder.checkIn !== null && (
        <p className={`${styles['timer']} ${responder.checkIn.stage === 'running' ? '' : styles['late']}`}>
          <AlarmClock aria-hidden size={20} />
          <TimerText checkIn={responder.checkIn} alone={names.length === 0} />
        </p>
      )}
      {responder.needsHelp && <p>{t('respond.help.told')}</p>}
      <CheckInButtons alert={alert} />
      <p>
        <Users aria-hidden size={18} />{' '}
        {names.length > 0 ? t('board.with', { names: formats.list(names) }) : t('respond.alone')}
      </p>
      <Button icon={Users} onPress={() => setPairing(true)}>
        {t('board.pair')}
      </Button>
      {pairing && <PairDialog alert={alert} person={network.person} onClose={() => setPairing(false)} />}
    </div>
  )
}
