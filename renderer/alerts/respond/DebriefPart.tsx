import { HeartHandshake } from 'lucide-react'
import { useState } from 'react'

import { MAX_DEBRIEF } from '../../../core/domain/records/alert/alert.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Written } from '../../components/Written.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given } from '../../forms/read-fields.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Panel } from '../../incident/Panel.tsx'
import { useMembers } from '../../people/use-members.ts'
import { TextCheck } from '../../report/TextCheck.tsx'
import type { Alert } from '../alert-record.ts'
import styles from './respond.module.css'

/** When it is over: what went well, what to change, who wants to talk. Nobody has to say anything. */
export function DebriefPart({ alert }: { alert: Alert }) {
  const t = useT()
  const { nameOf } = useMembers()
  const [writing, setWriting] = useState(false)
  return (
    <Panel title={t('debrief.title')}>
      <p>{t('debrief.lead')}</p>
      {alert.debriefs.map(({ id, by, well, change, support }) => (
        <section key={id} className={styles['debrief']}>
          <PersonName {...nameOf(by ?? '')} />
          {well !== null && <Written text={`${t('debrief.well')}: ${well}`} />}
          {change !== null && <Written text={`${t('debrief.change')}: ${change}`} />}
          {support === true && (
            <p>
              <HeartHandshake aria-hidden size={18} /> <strong>{t('debrief.wants-support')}</strong>
            </p>
          )}
        </section>
      ))}
      <Button icon={HeartHandshake} onPress={() => setWriting(true)}>
        {t('debrief.write')}
      </Button>
      {writing && <DebriefDialog alert={alert.id} onClose={() => setWriting(false)} />}
    </Panel>
  )
}

function DebriefDialog({ alert, onClose }: { alert: string; onClose: () => void }) {
  const t = useT()
  const network = useNetwork().network.id
  const { run, pending, failure } = useCommand('alert:debrief')
  const [well, setWell] = useState('')
  const [change, setChange] = useState('')
  const [support, setSupport] = useState(false)
  const submit = async (): Promise<void> => {
    const said = { well: given(well), change: given(change), ...(support && { support }) }
    if (said.well === undefined && said.change === undefined && !support) return onClose()
    if ((await run({ network, id: alert, ...said })) !== undefined) onClose()
  }
  return (
    <FormDialog
      title={t('debrief.title')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
    >
      <p>{t('debrief.hint')}</p>
      <TextField label={t('debrief.well')} optional rows={3} maxLength={MAX_DEBRIEF} value={well} onChange={setWell} />
      <TextField
        label={t('debrief.change')}
        optional
        rows={3}
        maxLength={MAX_DEBRIEF}
        value={change}
        onChange={setChange}
      />
      <TextCheck text={`${well}\n${change}`} then={t('alert.run.note.marked')} />
      <Checkbox isSelected={support} onChange={setSupport} hint={t('debrief.support.hint')}>
        {t('debrief.support')}
      </Checkbox>
    </FormDialog>
  )
}
