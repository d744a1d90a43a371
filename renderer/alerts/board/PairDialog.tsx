import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Choices } from '../../components/Choices.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { T, useT } from '../../i18n/i18n-context.tsx'
import { responderOf, type Alert } from '../alert-record.ts'
import { usePeople } from './people/use-people.ts'

/** Who stays with whom: two who are out. Choosing who is with them already parts the two. */
export function PairDialog({ alert, person, onClose }: { alert: Alert; person: string; onClose: () => void }) {
  const t = useT()
  const network = useNetwork().network.id
  const { nameOf } = usePeople()
  const { run, pending, failure } = useCommand('alert:pair')
  const pair = responderOf(alert, person)?.pair ?? []
  const others = alert.responders.filter(({ member, out }) => member !== person && (out || pair.includes(member)))
  const [chosen, setChosen] = useState(others.find(({ alone }) => alone)?.member ?? others[0]?.member)
  const apart = chosen !== undefined && pair.includes(chosen)
  const submit = async (): Promise<void> => {
    if (chosen === undefined) return onClose()
    const done = await run({ network, id: alert.id, first: person, second: chosen, ...(apart && { apart }) })
    if (done !== undefined) onClose()
  }
  return (
    <FormDialog
      title={<T id="board.pair.of" values={{ name: <bdi>{nameOf(person).name ?? t('person.unknown')}</bdi> }} />}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={others.length === 0 ? t('action.close') : t(apart ? 'board.pair.apart' : 'board.pair')}
      pending={pending}
      failure={failure}
    >
      {others.length === 0 ? (
        <p>{t('board.pair.nobody')}</p>
      ) : (
        <Choices
          label={t('board.pair.with')}
          options={others.map(({ member }) => ({ value: member, label: nameOf(member).name ?? t('person.unknown') }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
    </FormDialog>
  )
}
