import { useState } from 'react'

import { ALERT_ANSWERS, type AlertAnswer } from '../../../core/domain/states/alert-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Choices } from '../../components/Choices.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { T, useT } from '../../i18n/i18n-context.tsx'
import { responderOf, type Alert } from '../alert-record.ts'
import { nextWords, type CheckIn } from '../respond/check-in.ts'
import { usePeople } from './people/use-people.ts'

type Said = AlertAnswer | CheckIn | 'needs-help' | 'nothing'

/** What somebody said by phone or in person, on their behalf: their answer, or once they are out, where they are. */
export function RecordDialog({ alert, person, onClose }: { alert: Alert; person: string; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { nameOf } = usePeople()
  const record = useCommand('alert:record')
  const checkIn = useCommand('alert:check-in')
  const needsHelp = useCommand('alert:needs-help')
  const responder = responderOf(alert, person)
  const out = responder?.out === true
  const offered: readonly Said[] = out
    ? [...nextWords(responder.state), ...(responder.needsHelp ? [] : ['needs-help' as const])]
    : [...ALERT_ANSWERS, 'nothing']
  const [via, setVia] = useState<'phone' | 'person'>('phone')
  const [said, setSaid] = useState<Said>(out ? offered[0]! : 'nothing')
  const submit = async (): Promise<void> => {
    const of = { network: network.id, id: alert.id, person, via }
    const done = !out
      ? await record.run({ ...of, ...(said !== 'nothing' && { answer: said as AlertAnswer }) })
      : said === 'needs-help'
        ? await needsHelp.run(of)
        : await checkIn.run({ ...of, state: said as CheckIn })
    if (done !== undefined) onClose()
  }
  return (
    <FormDialog
      title={<T id="alert.record" values={{ name: <bdi>{nameOf(person).name ?? t('person.unknown')}</bdi> }} />}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={record.pending || checkIn.pending || needsHelp.pending}
      failure={record.failure ?? checkIn.failure ?? needsHelp.failure}
    >
      <Choices
        label={t('alert.record.via')}
        options={(['phone', 'person'] as const).map((value) => ({ value, label: t(`alert.record.${value}`) }))}
        value={via}
        onChange={setVia}
      />
      <Choices
        label={t(out ? 'board.record.where' : 'alert.record.answer')}
        options={offered.map((value) => ({
          value,
          label: value === 'nothing' ? t('alert.record.nothing') : t(`responder.${value}`),
        }))}
        value={said}
        onChange={setSaid}
      />
    </FormDialog>
  )
}
