import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { NOBODY, PostSelect, personOf } from '../PostSelect.tsx'
import type { KnownCircles } from '../use-circles.ts'

/** A new specialist team, or one that exists. */
export function TeamDialog({ team, onClose }: { team?: KnownCircles['teams'][number]; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [skill, setSkill] = useState(team?.skill ?? '')
  const [point, setPoint] = useState(team?.pointContact.person ?? NOBODY)
  const [backUp, setBackUp] = useState(team?.backUp.person ?? NOBODY)
  const [isTried, setTried] = useState(false)
  const save = async (): Promise<void> => {
    setTried(true)
    if (skill.trim() === '') return
    const input = { skill: skill.trim(), pointContact: personOf(point), backUp: personOf(backUp) }
    const done = team === undefined ? await act('addTeam', input) : await act('editTeam', { ...input, team: team.id })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={team === undefined ? t('team.add') : t('team.edit.title')}
      submit={team === undefined ? t('team.create') : t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('team.skill')}
        hint={t('team.skill.hint')}
        placeholder={t('team.skill.example')}
        value={skill}
        onChange={setSkill}
        maxLength={64}
        error={isTried && skill.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <Columns>
        <PostSelect label={t('circle.point')} value={point} onChange={setPoint} />
        <PostSelect label={t('circle.backup')} value={backUp} onChange={setBackUp} />
      </Columns>
    </FormDialog>
  )
}
