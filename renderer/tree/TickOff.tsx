import { Check } from 'lucide-react'
import { useState } from 'react'

import type { MeshError } from '../../core/shared/errors.ts'
import { ALERT_ANSWERS, type AlertAnswer } from '../../core/domain/states/alert-states.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { RESPONDER_LOOK } from '../incidents/looks.ts'
import type { TreePerson } from './phone-tree.ts'
import styles from './tree.module.css'

export interface Ticking {
  readonly tick: (node: TreePerson, answer?: AlertAnswer) => void
  /** Whose answer is being noted: who calls on meanwhile need not wait to tick off the next. */
  readonly underWay: ReadonlySet<string>
  readonly failure: MeshError | undefined
}

/** Notes on the board of a call for help whom somebody reached: by phone, or in person where there is no number. */
export function useTickOff(alert: string): Ticking {
  const { network } = useNetwork()
  const { run, failure } = useCommand('alert:record')
  const [underWay, setUnderWay] = useState<ReadonlySet<string>>(new Set())
  const tick = ({ person, tel }: TreePerson, answer?: AlertAnswer): void => {
    const via = tel === null ? ('person' as const) : ('phone' as const)
    setUnderWay((before) => new Set([...before, person]))
    void run({ network: network.id, id: alert, person, via, ...(answer !== undefined && { answer }) }).then(() =>
      setUnderWay((before) => new Set([...before].filter((one) => one !== person))),
    )
  }
  return { tick, underWay, failure }
}

/** What they said, in one press. */
export function TickOff({ node, ticking }: { node: TreePerson; ticking: Ticking }) {
  const t = useT()
  const isDisabled = ticking.underWay.has(node.person)
  const way = t(node.tel === null ? 'tree.tick.person' : 'tree.tick.phone')
  return (
    <div role="group" aria-label={t('tree.tick', { name: node.name })} className={styles['tick']}>
      <span className={styles['fine']}>{way}</span>
      {ALERT_ANSWERS.map((answer) => (
        <Button
          key={answer}
          icon={RESPONDER_LOOK[answer].icon}
          isDisabled={isDisabled}
          onPress={() => ticking.tick(node, answer)}
        >
          {t(`responder.${answer}`)}
        </Button>
      ))}
      <Button icon={Check} isDisabled={isDisabled} onPress={() => ticking.tick(node)}>
        {t('tree.tick.nothing')}
      </Button>
    </div>
  )
}
