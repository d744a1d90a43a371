import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { wholeNumber } from '../../forms/read-fields.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Circle, Route } from '../network-record.ts'

/** Minutes of a day. */
const MOST_MINUTES = 1_440

interface SetOutDialogProps {
  circle: Circle
  route: Route
  /** Offered until arrival. */
  minutes: number
  onClose: () => void
}

/** "I'm on my way": how long it takes, and who would be asked about somebody who does not arrive. */
export function SetOutDialog({ circle, route, minutes, onClose }: SetOutDialogProps) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const members = useMembers()
  const { run, pending, failure } = useCommand('journey:start')
  const [text, setText] = useState(String(minutes))
  const value = wholeNumber(text)
  const isWrong = value === undefined || value < 1 || value > MOST_MINUTES
  const nameOf = (person: string): string => members.nameOf(person).name ?? t('person.unknown')
  const buddies = circle.buddies.flatMap(({ first, second }) =>
    first === network.person ? [second] : second === network.person ? [first] : [],
  )
  const point = circle.pointContact === network.person ? null : circle.pointContact
  const start = async (): Promise<void> => {
    if (isWrong) return
    const asked = { network: network.id, circle: circle.id, route: route.id, minutes: value }
    if ((await run(asked)) !== undefined) onClose()
  }
  return (
    <FormDialog
      title={t('journey.start.name', { name: route.name ?? t('route.unnamed') })}
      submit={t('journey.set-out')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void start()}
    >
      <TextField
        label={t('journey.minutes')}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={isWrong ? t('circle.rule.wrong') : undefined}
        autoFocus
      />
      {buddies.length > 0 ? (
        <p>{t('journey.asked', { names: formats.list(buddies.map(nameOf)) })}</p>
      ) : (
        <Notice look="wait" title={t('journey.no-buddy')}>
          <p>{point === null ? t('journey.nobody-asked') : t('journey.point-asked', { name: nameOf(point) })}</p>
        </Notice>
      )}
      {buddies.length > 0 && point !== null && <p>{t('journey.then-point', { name: nameOf(point) })}</p>}
    </FormDialog>
  )
}
