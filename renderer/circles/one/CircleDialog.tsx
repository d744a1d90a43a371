import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { wholeNumber } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Circle } from '../network-record.ts'
import { NOBODY, personOf, PostSelect } from '../PostSelect.tsx'

/** Minutes of a day. */
const MOST_MINUTES = 1_440

/** A new circle with its maker in it, or the name, contacts and check-in rule of one that exists. */
export function CircleDialog({ circle, onClose }: { circle?: Circle; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [name, setName] = useState(circle?.name ?? '')
  const [point, setPoint] = useState(circle?.pointContact ?? NOBODY)
  const [backUp, setBackUp] = useState(circle?.backUp ?? NOBODY)
  const [minutes, setMinutes] = useState(circle?.checkInMinutes?.toString() ?? '')
  const [grace, setGrace] = useState(circle?.checkInGraceMinutes?.toString() ?? '')
  const [isTried, setTried] = useState(false)
  const isBad = (text: string): boolean => {
    const value = wholeNumber(text)
    return text.trim() !== '' && (value === undefined || value < 1 || value > MOST_MINUTES)
  }
  const save = async (): Promise<void> => {
    setTried(true)
    if (name.trim() === '' || isBad(minutes) || isBad(grace)) return
    const input = {
      name: name.trim(),
      pointContact: personOf(point),
      backUp: personOf(backUp),
      checkInMinutes: wholeNumber(minutes) ?? null,
      checkInGraceMinutes: wholeNumber(grace) ?? null,
    }
    const done =
      circle === undefined
        ? await act('addCircle', { ...input, members: [network.person] })
        : await act('editCircle', { ...input, circle: circle.id })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={circle === undefined ? t('circles.add') : t('circle.edit.title')}
      submit={circle === undefined ? t('circle.create') : t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('circle.name')}
        placeholder={t('circle.name.example')}
        value={name}
        onChange={setName}
        maxLength={200}
        error={isTried && name.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <Columns>
        <PostSelect label={t('circle.point')} value={point} onChange={setPoint} />
        <PostSelect label={t('circle.backup')} value={backUp} onChange={setBackUp} />
        <TextField
          label={t('circle.rule.silence')}
          inputMode="numeric"
          value={minutes}
          onChange={setMinutes}
          error={isBad(minutes) ? t('circle.rule.wrong') : undefined}
          optional
        />
        <TextField
          label={t('circle.rule.grace')}
          inputMode="numeric"
          value={grace}
          onChange={setGrace}
          error={isBad(grace) ? t('circle.rule.wrong') : undefined}
          optional
        />
      </Columns>
    </FormDialog>
  )
}
