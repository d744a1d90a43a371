import { Ban, CheckCheck, CircleCheck } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import { ResponderBadge } from '../../incidents/Badges.tsx'
import { isStanding, responderOf, standingOf, type Alert } from '../alert-record.ts'
import { AnswerButtons } from './AnswerButtons.tsx'
import { OutPart } from './OutPart.tsx'
import styles from './respond.module.css'

/** This person's own part: the question, what they said, and once they are out, their timer and how it goes on. */
export function YourPart({ alert, now }: { alert: Alert; now: number }) {
  const t = useT()
  const { network } = useNetwork()
  const [changing, setChanging] = useState(false)
  const own = standingOf(alert, network.person)
  const responder = responderOf(alert, network.person)
  const said = own?.answer ?? null
  const standing = isStanding(alert, now)
  const over = alert.state === 'cancelled' || alert.state === 'all-clear'
  const out = responder?.out === true
  const stoodDown = alert.enough && !over && !out && said !== 'coming'
  if (own === undefined && !out) return undefined
  if (!standing && said === null && !stoodDown && !over) return undefined
  const asks = standing && said === null && !stoodDown
  return (
    <Panel title={asks ? t('alert.answer') : t('alert.answer.yours')}>
      {responder !== undefined && responder.state !== 'asked' && (
        <p>
          <ResponderBadge state={responder.state} />
        </p>
      )}
      {over && <Over alert={alert} out={out} />}
      {stoodDown && (
        <Notice look="good" icon={CircleCheck} title={t('alert.enough')}>
          <p>{t(said === 'standby' ? 'respond.enough.standby' : 'alert.enough.text')}</p>
        </Notice>
      )}
      {alert.enough && !over && out && <Notice look="good" icon={CircleCheck} title={t('respond.enough.coming')} />}
      <div className={styles['side']}>
        {out && responder !== undefined ? (
          <OutPart alert={alert} responder={responder} />
        ) : (
          (asks || (standing && changing)) && <AnswerButtons alert={alert} keys={asks} />
        )}
      </div>
      {standing && said !== null && !changing && !out && (
        <Button look="quiet" onPress={() => setChanging(true)}>
          {t('alert.answer.change')}
        </Button>
      )}
    </Panel>
  )
}

/** Called off, or all clear: said apart to those who are on their way. */
function Over({ alert, out }: { alert: Alert; out: boolean }) {
  const t = useT()
  const how = alert.state === 'cancelled' ? 'cancelled' : 'all-clear'
  const note = alert.course.findLast((one) => one.what === how)?.note ?? null
  return (
    <Notice
      look={out ? 'wait' : 'good'}
      icon={how === 'cancelled' ? Ban : CheckCheck}
      title={t(out ? `incoming.over.${how}.coming` : `incoming.over.${how}`)}
    >
      {note !== null && (
        <p>
          <bdi>{note}</bdi>
        </p>
      )}
      {out && <p>{t('respond.over.safe')}</p>}
    </Notice>
  )
}
