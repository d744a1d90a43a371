import { TriangleAlert, UserPlus } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { Section } from '../../components/Screen.tsx'
import { Select } from '../../components/Select.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Circle } from '../network-record.ts'
import type { KnownCircle } from '../use-circles.ts'

/** Who is in the circle, and who of them has no buddy. Anyone may put anyone in: it is a list of neighbours, not a right. */
export function CircleMembers({ circle, known }: { circle: Circle; known: KnownCircle | undefined }) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, failure } = useAct('network', network.id)
  const [isAdding, setAdding] = useState(false)
  const people = known?.members ?? circle.members
  const alone = new Set(people.length > 1 ? known?.alone : [])
  const outside = members.list.filter(({ id }) => !circle.members.includes(id))
  const add = (
    <Button icon={UserPlus} onPress={() => setAdding(true)} isDisabled={outside.length === 0}>
      {t('circle.member.add')}
    </Button>
  )
  return (
    <Section title={t('circle.members')} actions={add}>
      <ErrorNotice error={failure} />
      {outside.length === 0 && people.length > 0 && <Quiet>{t('circle.member.all')}</Quiet>}
      {people.length === 0 ? (
        <Quiet>{t('circle.members.none')}</Quiet>
      ) : (
        <Rows label={t('circle.members')}>
          {people.map((person) => {
            const who = members.nameOf(person)
            return (
              <Row
                key={person}
                title={<PersonName {...who} />}
                sub={
                  alone.has(person) && (
                    <StateBadge tone="wait" icon={TriangleAlert}>
                      {t('circle.no-buddy')}
                    </StateBadge>
                  )
                }
                side={
                  <Button
                    look="quiet"
                    aria-label={t('circle.take-out.name', { name: who.name ?? t('person.unknown') })}
                    onPress={() => void act('leaveCircle', { circle: circle.id, person })}
                  >
                    {t('circle.take-out')}
                  </Button>
                }
              />
            )
          })}
        </Rows>
      )}
      {isAdding && <AddDialog circle={circle} people={outside} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function AddDialog({
  circle,
  people,
  onClose,
}: {
  circle: Circle
  people: readonly { readonly id: string; readonly name: string }[]
  onClose: () => void
}) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [person, setPerson] = useState(people[0]?.id)
  const add = async (): Promise<void> => {
    if (person !== undefined && (await act('joinCircle', { circle: circle.id, person }))) onClose()
  }
  return (
    <FormDialog
      title={t('circle.member.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <Select<string>
        label={t('circle.member.who')}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={person}
        onChange={setPerson}
      />
    </FormDialog>
  )
}
