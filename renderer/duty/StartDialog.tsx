import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Select } from '../components/Select.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { localInput } from '../forms/read-fields.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'
import { asPlan } from '../plans/plan-view.ts'
import { endOf, ownShiftEnd } from './duty-now.ts'
import { UntilField } from './UntilField.tsx'

/** Goes on call: this person, or somebody who asked for it. Who is in a shift of a plan is offered its end. */
export function StartDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const { run, pending, failure } = useCommand('duty:start')
  const [person, setPerson] = useState(network.person)
  const [typed, setTyped] = useState<string>()
  const [now] = useState(() => Date.now())
  const plans = valueOf(
    useQuery('record:list', { network: network.id, kind: 'plan', states: ['tentative', 'confirmed'], limit: 200 }),
  )
  const shiftEnd = ownShiftEnd((plans?.records ?? []).map(asPlan), { person, now })
  const until = typed ?? localInput(shiftEnd)
  const end = endOf(until, now)
  const start = async (): Promise<void> => {
    if (end === 'wrong') return
    const input = {
      network: network.id,
      ...(person !== network.person && { person }),
      ...(end !== undefined && { until: end }),
    }
    if ((await run(input)) !== undefined) onClose()
  }
  return (
    <FormDialog
      title={t('duty.start')}
      submit={t('duty.start')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void start()}
    >
      <p>{t('duty.start.text')}</p>
      <Select<string>
        label={t('duty.who')}
        hint={person === network.person ? undefined : t('duty.who.other')}
        options={members.list.map(({ id, name }) => ({ value: id, label: name }))}
        value={person}
        onChange={setPerson}
      />
      <UntilField value={until} wrong={end === 'wrong'} onChange={setTyped} />
      {typed === undefined && shiftEnd !== undefined && <p>{t('duty.until.shift')}</p>}
    </FormDialog>
  )
}
