import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { cleared } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Link } from '../network-record.ts'

/** A new link to another network, or one that exists. Whom to call there is words: they are no members here. */
export function LinkDialog({ link, onClose }: { link?: Link; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [name, setName] = useState(link?.name ?? '')
  const [point, setPoint] = useState(link?.pointContact ?? '')
  const [backUp, setBackUp] = useState(link?.backUp ?? '')
  const [shared, setShared] = useState(link?.shared ?? '')
  const [isTried, setTried] = useState(false)
  const save = async (): Promise<void> => {
    setTried(true)
    if (name.trim() === '') return
    const input = {
      name: name.trim(),
      pointContact: cleared(point),
      backUp: cleared(backUp),
      shared: cleared(shared),
    }
    const done = link === undefined ? await act('addLink', input) : await act('editLink', { ...input, link: link.id })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={link === undefined ? t('link.add') : t('link.edit.title')}
      submit={link === undefined ? t('link.create') : t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('link.name')}
        value={name}
        onChange={setName}
        maxLength={200}
        error={isTried && name.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <Columns>
        <TextField
          label={t('circle.point')}
          hint={t('link.point.hint')}
          value={point}
          onChange={setPoint}
          maxLength={200}
          optional
        />
        <TextField label={t('circle.backup')} value={backUp} onChange={setBackUp} maxLength={200} optional />
      </Columns>
      <TextField
        label={t('link.shared')}
        hint={t('link.shared.hint')}
        rows={2}
        value={shared}
        onChange={setShared}
        maxLength={500}
        optional
      />
    </FormDialog>
  )
}
