import { HeartHandshake } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { Select } from '../components/Select.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { T, useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { useMembers } from '../people/use-members.ts'
import type { Circle } from './network-record.ts'

/** Pairs within a circle, and who has none yet. */
export function Buddies({ circle }: { circle: Circle }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, failure } = useAct('network', network.id)
  const [isPairing, setPairing] = useState(false)
  const nameOf = (person: string): string => members.nameOf(person).name ?? t('person.unknown')
  const paired = new Set(circle.buddies.flatMap(({ first, second }) => [first, second]))
  const alone = circle.members.filter((person) => !paired.has(person))
  const isFew = circle.members.length < 2
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
              title={
                <T
                  id="circle.buddies.and"
                  values={{
                    first: <PersonName {...members.nameOf(first)} />,
                    second: <PersonName {...members.nameOf(second)} />,
                  }}
                />
              }
              side={
                <Button
                  look="quiet"
                  aria-label={t('circle.buddies.end.name', { first: nameOf(first), second: nameOf(second) })}
                  onPress={() => void act('setBuddies', { circle: circle.id, first, second, paired: false })}
                >
                  {t('circle.buddies.end')}
                </Button>
              }
            />
          ))}
        </Rows>
      )}
      {!isFew && alone.length > 0 && <Quiet>{t('circle.alone', { names: formats.list(alone.map(nameOf)) })}</Quiet>}
      {isPairing && <PairDialog circle={circle} first={alone[0]} onClose={() => setPairing(false)} />}
    </Section>
  )
}

function PairDialog({ circle, first: offered, onClose }: { circle: Circle; first?: string; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, pending, failure } = useAct('network', network.id)
  const [first, setFirst] = useState(offered ?? circle.members[0])
  const [second, setSecond] = useState<string>()
  const [isTried, setTried] = useState(false)
  const options = circle.members.map((person) => ({
    value: person,
    label: members.nameOf(person).name ?? t('person.unknown'),
  }))
  const isWrong = first === undefined || second === undefined || first === second
  const save = async (): Promise<void> => {
    setTried(true)
    if (isWrong) return
    if (await act('setBuddies', { circle: circle.id, first, second })) onClose()
  }
  return (
    <FormDialog
      title={t('circle.buddies.pair')}
      submit={t('circle.buddies.pair')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <Select<string> label={t('circle.buddies.first')} options={options} value={first} onChange={setFirst} />
      <Select<string> label={t('circle.buddies.second')} options={options} value={second} onChange={setSecond} />
      {isTried && isWrong && <p role="alert">{t('circle.buddies.same')}</p>}
    </FormDialog>
  )
}
