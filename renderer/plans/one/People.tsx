import { Check, CircleHelp, LogIn, LogOut, UserPlus, X } from 'lucide-react'
import { useState } from 'react'

import { PARTSTATS } from '../../../core/domain/records/words.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { Section } from '../../components/Screen.tsx'
import { Select } from '../../components/Select.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct, type Acting } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Plan } from '../plan-view.ts'

type Answer = (typeof PARTSTATS)[number]
type SignUp = Plan['signUps'][number]
const LOOKS = {
  accepted: { tone: 'good', icon: Check },
  tentative: { tone: 'wait', icon: CircleHelp },
  declined: { tone: 'calm', icon: X },
} as const

/** Who said what, and who is there: checking in and out by a press each. */
export function People({ plan }: { plan: Plan }) {
  const t = useT()
  const acting = useAct('plan', plan.id)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button icon={UserPlus} onPress={() => setAdding(true)}>
      {t('signup.someone')}
    </Button>
  )
  return (
    <Section title={t('plan.tab.people')} actions={add}>
      <ErrorNotice error={acting.failure} />
      {plan.signUps.length === 0 ? (
        <Quiet>{t('signup.none')}</Quiet>
      ) : (
        <>
          <p>{t('signup.count', { ...plan.counts })}</p>
          <Rows label={t('plan.tab.people')}>
            {plan.signUps.map((one) => (
              <PersonRow key={one.member} one={one} acting={acting} />
            ))}
          </Rows>
        </>
      )}
      {isAdding && <SomeoneDialog plan={plan} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function PersonRow({ one, acting }: { one: SignUp; acting: Acting }) {
  const t = useT()
  const formats = useFormats()
  const who = useMembers().nameOf(one.member)
  const name = who.name ?? t('person.unknown')
  const isIn = one.checkedInAt !== null && one.checkedOutAt === null
  const check = (checked: 'in' | 'out'): void => void acting.act('signUp', { person: one.member, checked })
  return (
    <Row
      title={<PersonName {...who} />}
      sub={
        isIn ? (
          <span>{t('signup.in', { time: formats.clock(one.checkedInAt ?? 0) })}</span>
        ) : one.checkedOutAt !== null ? (
          <span>{t('signup.out', { time: formats.clock(one.checkedOutAt) })}</span>
        ) : undefined
      }
      side={
        <>
          {one.partstat !== null && <StateBadge {...LOOKS[one.partstat]}>{t(`answer.${one.partstat}`)}</StateBadge>}
          {isIn ? (
            <Button icon={LogOut} aria-label={t('signup.check-out.name', { name })} onPress={() => check('out')}>
              {t('signup.check-out')}
            </Button>
          ) : (
            <Button icon={LogIn} aria-label={t('signup.check-in.name', { name })} onPress={() => check('in')}>
              {t('signup.check-in')}
            </Button>
          )}
        </>
      }
    />
  )
}

/** For a member without a laptop at hand. */
function SomeoneDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useT()
  const members = useMembers()
  const { act, pending, failure } = useAct('plan', plan.id)
  const [person, setPerson] = useState<string>()
  const [answer, setAnswer] = useState<Answer>('accepted')
  const save = async (): Promise<void> => {
    if (person !== undefined && (await act('signUp', { person, answer }))) onClose()
  }
  return (
    <FormDialog
      title={t('signup.someone')}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <Select<string>
        label={t('signup.someone.who')}
        options={members.list.map(({ id, name }) => ({ value: id, label: name }))}
        value={person}
        onChange={setPerson}
      />
      <Choices<Answer>
        label={t('signup.someone.answer')}
        options={PARTSTATS.map((value) => ({ value, label: t(`answer.${value}`) }))}
        value={answer}
        onChange={(value) => setAnswer(value)}
      />
    </FormDialog>
  )
}
