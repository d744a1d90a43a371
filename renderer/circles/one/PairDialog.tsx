import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Select } from '../../components/Select.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { useMembers } from '../../people/use-members.ts'

interface PairDialogProps {
  circle: string
  /** Person ids of its members. */
  people: readonly string[]
  /** Who is offered as the one. */
  first: string | undefined
  onClose: () => void
}

/** Two of a circle, by choice. */
export function PairDialog({ circle, people, first: offered, onClose }: PairDialogProps) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, pending, failure } = useAct('network', network.id)
  const [first, setFirst] = useState(offered ?? people[0])
  const [second, setSecond] = useState<string>()
  const [isTried, setTried] = useState(false)
  const options = people.map((person) => ({
    value: person,
    label: members.nameOf(person).name ?? t('person.unknown'),
  }))
  const isWrong = first === undefined || second === undefined || first === second
  const save = async (): Promise<void> => {
    setTried(true)
    if (isWrong) return
    if (await act('setBuddies', { circle, first, second })) onClose()
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
