import { Check, CircleHelp, X } from 'lucide-react'

import type { PARTSTATS } from '../../../core/domain/records/words.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { useAnnounce } from '../../app/announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Card } from '../../components/Screen.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { answerOf, type Plan } from '../plan-view.ts'
import styles from '../plans.module.css'

const ORDER = ['accepted', 'tentative', 'declined'] as const satisfies readonly (typeof PARTSTATS)[number][]
const ICONS = { accepted: Check, tentative: CircleHelp, declined: X } as const

/** The one question that a plan asks everybody. */
export function YourAnswer({ plan }: { plan: Plan }) {
  const t = useT()
  const announce = useAnnounce()
  const { network } = useNetwork()
  const { act, failure } = useAct('plan', plan.id)
  const present = answerOf(plan.signUps, network.person)
  const answer = async (given: (typeof ORDER)[number]): Promise<void> => {
    if (await act('signUp', { answer: given })) announce(t('plan.answer.saved'))
  }
  return (
    <Card>
      <div className={styles['answer']} role="group" aria-label={t('plan.you')}>
        <h2>{t('plan.you')}</h2>
        <div className={styles['buttons']}>
          {ORDER.map((given) => (
            <Button
              key={given}
              icon={ICONS[given]}
              look={present === given ? 'primary' : 'plain'}
              aria-pressed={present === given}
              onPress={() => void answer(given)}
            >
              {t(`plan.answer.${given}`)}
            </Button>
          ))}
        </div>
        <ErrorNotice error={failure} />
      </div>
    </Card>
  )
}
