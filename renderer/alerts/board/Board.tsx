import { Check, CircleDashed, Eye, Phone, UserRoundCheck, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import { RESPONDER_LOOK } from '../../incidents/looks.ts'
import type { Alert } from '../alert-record.ts'
import { NeedLines } from '../shown/NeedLines.tsx'
import { boardColumns, reachedOf, toPhone, type BoardState } from './board-columns.ts'
import styles from './board.module.css'
import { PairDialog } from './PairDialog.tsx'
import { PersonCard } from './people/PersonCard.tsx'
import { RecordDialog } from './RecordDialog.tsx'

const REACH_ICONS = {
  'not-reached': CircleDashed,
  reached: Check,
  seen: Eye,
  phoned: Phone,
  told: UserRoundCheck,
} as const

const URGENT: ReadonlySet<BoardState> = new Set(['needs-help', 'overdue'])

/** Who has it and who said what, by person; never that all have it. `open`: words of those who were phoned can be added. */
export function Board({ alert, open }: { alert: Alert; open: boolean }) {
  const t = useT()
  const [asked, setAsked] = useState<{ readonly how: 'record' | 'pair'; readonly person: string }>()
  const close = (): void => setAsked(undefined)
  return (
    <Panel title={t('alert.board')}>
      <p role="status">
        {t('alert.board.reached', reachedOf(alert))} {open && t('alert.board.call', { count: toPhone(alert).length })}
      </p>
      <Link className={styles['treeLink']} href={`/tree/${alert.id}`}>
        <Phone aria-hidden size={18} /> {t('board.tree')}
      </Link>
      <NeedLines alert={alert} />
      <div className={styles['board']}>
        {boardColumns(alert).map(({ state, people }) => (
          <section key={state} className={`${styles['column']} ${URGENT.has(state) ? styles['urgent'] : ''}`}>
            <ColumnTitle state={state} count={people.length} />
            <ul className={styles['people']}>
              {people.map((one) => (
                <PersonCard
                  key={one.person.member}
                  one={one}
                  state={state}
                  open={open}
                  onRecord={(person) => setAsked({ how: 'record', person })}
                  onPair={(person) => setAsked({ how: 'pair', person })}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {asked?.how === 'record' && <RecordDialog alert={alert} person={asked.person} onClose={close} />}
      {asked?.how === 'pair' && <PairDialog alert={alert} person={asked.person} onClose={close} />}
    </Panel>
  )
}

function ColumnTitle({ state, count }: { state: BoardState; count: number }) {
  const t = useT()
  const Icon: LucideIcon =
    state in REACH_ICONS ? REACH_ICONS[state as keyof typeof REACH_ICONS] : RESPONDER_LOOK[state as 'coming'].icon
  const word =
    state in REACH_ICONS ? t(`alert.reach.${state as keyof typeof REACH_ICONS}`) : t(`responder.${state as 'coming'}`)
  return (
    <h3 className={styles['columnTitle']}>
      <Icon aria-hidden size={18} /> {word} <span>{count}</span>
    </h3>
  )
}
