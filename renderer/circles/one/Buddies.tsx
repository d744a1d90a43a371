import { HeartHandshake } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Circle } from '../network-record.ts'
import type { KnownCircle } from '../use-circles.ts'
import { PairDialog } from './PairDialog.tsx'
import { PairNames } from './PairNames.tsx'
import { SuggestedPairs } from './SuggestedPairs.tsx'

/** Pairs within a circle, and who would suit those who have none yet. */
export function Buddies({ circle, known }: { circle: Circle; known: KnownCircle | undefined }) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, pending, failure } = useAct('network', network.id)
  const [isPairing, setPairing] = useState(false)
  const nameOf = (person: string): string => members.nameOf(person).name ?? t('person.unknown')
  const people = known?.members ?? circle.members
  const isFew = people.length < 2
  const set = (first: string, second: string, paired: boolean): void =>
    void act('setBuddies', { circle: circle.id, first, second, paired })
  const pair = (
    <Button icon={HeartHandshake} onPress={() => setPairing(true)} isDisabled={isFew}>
      {t('circle.buddies.pair')}
    </Button>
  )
  return (
    <Section title={t('circle.buddies')} actions={pair}>
      <ErrorNotice error={failure} />
      <Quiet>{isFew ? t('circle.buddies.few') : t('circle.buddies.text')}</Quiet>
      {circle.buddies.length > 0 && (
        <Rows label={t('circle.buddies')}>
          {circle.buddies.map(({ first, second }) => (
            <Row
              key={`${first} ${second}`}
              title={<PairNames first={first} second={second} members={members} />}
              side={
                <Button
                  look="quiet"
                  aria-label={t('circle.buddies.end.name', { first: nameOf(first), second: nameOf(second) })}
                  onPress={() => set(first, second, false)}
                >
                  {t('circle.buddies.end')}
                </Button>
              }
            />
          ))}
        </Rows>
      )}
      {known !== undefined && known.suggestions.length > 0 && (
        <SuggestedPairs circle={circle} suggestions={known.suggestions} pending={pending} onPair={set} />
      )}
      {isPairing && (
        <PairDialog circle={circle.id} people={people} first={known?.alone[0]} onClose={() => setPairing(false)} />
      )}
    </Section>
  )
}
