import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { MAX_HEADLINE, MAX_INSTRUCTION } from '../../../core/domain/records/alert/alert.ts'
import { AUDIENCES, HELP_KINDS } from '../../../core/domain/records/words.ts'
import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Checkbox.tsx'
import { Choices } from '../../components/Choices.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Select } from '../../components/Select.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useEngine } from '../../engine/engine-context.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { Columns, Fieldset } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { TextCheck } from '../../report/TextCheck.tsx'
import {
  alertBody,
  asksForTwo,
  CALLED_URGENCIES,
  draftOf,
  EMPTY_DRAFT,
  wrongFields,
  type AlertDraft,
} from './alert-draft.ts'
import type { Alert } from '../alert-record.ts'

export interface ComposeDialogProps {
  about: { readonly kind: 'incident' | 'plan'; readonly id: string }
  verification: VerificationState
  /** The alert that the new one takes the place of. */
  updates?: Alert
  onClose: () => void
}

/** Writes a call for help and sends it; where something stands against that, the draft's screen says what. */
export function ComposeDialog({ about, verification, updates, onClose }: ComposeDialogProps) {
  const t = useT()
  const engine = useEngine()
  const [, navigate] = useLocation()
  const network = useNetwork().network.id
  const add = useCommand('record:add')
  const update = useCommand('alert:update')
  const [draft, setDraft] = useState(updates === undefined ? EMPTY_DRAFT : draftOf(updates))
  const [checked, setChecked] = useState(false)
  const change = (fields: Partial<AlertDraft>): void => setDraft((present) => ({ ...present, ...fields }))
  const make = async (): Promise<string | undefined> => {
    const body = alertBody(draft)
    if (updates !== undefined) return (await update.run({ network, id: updates.id, patch: body }))?.id
    return (await add.run({ network, kind: 'alert', records: [{ ...body, about }] }))?.ids[0]
  }
  const submit = async (): Promise<void> => {
    setChecked(true)
    if (wrongFields(draft).size > 0) return
    const id = await make()
    if (id === undefined) return
    // What stands against it is told on the draft's screen
    await engine.run('alert:send', { network, id }).catch(() => undefined)
    onClose()
    navigate(`/alerts/${id}`)
  }
  return (
    <FormDialog
      title={updates === undefined ? t('alert.call') : t('alert.update')}
      size="wide"
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={updates === undefined ? t('alert.write') : t('alert.update.send')}
      pending={add.pending || update.pending}
      failure={add.failure ?? update.failure}
    >
      <Saying draft={draft} checked={checked} onChange={change} />
      <Audience draft={draft} checked={checked} onChange={change} />
      {asksForTwo(draft, verification) && <Notice look="wait">{t('alert.gate.two')}</Notice>}
      <Needed draft={draft} checked={checked} onChange={change} />
      <Checkbox isSelected={draft.drill} onChange={(drill) => change({ drill })} hint={t('alert.drill.hint')}>
        {t('alert.drill')}
      </Checkbox>
    </FormDialog>
  )
}

interface PartProps {
  draft: AlertDraft
  /** Somebody tried to send it: what is missing is told. */
  checked: boolean
  onChange: (fields: Partial<AlertDraft>) => void
}

function Saying({ draft, checked, onChange }: PartProps) {
  const t = useT()
  const wrong = checked ? wrongFields(draft) : new Set()
  return (
    <>
      <Columns>
        <Select
          label={t('alert.kind')}
          hint={wrong.has('kind') ? t('field.required') : undefined}
          options={HELP_KINDS.filter((one) => one !== 'all-clear').map((value) => ({
            value,
            label: t(`help.${value}`),
          }))}
          value={draft.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Select
          label={t('alert.urgency')}
          options={CALLED_URGENCIES.map((value) => ({
            value,
            label: t(`urgency.${value}`),
          }))}
          value={draft.urgency}
          onChange={(urgency) => onChange({ urgency })}
        />
      </Columns>
      <TextField
        label={t('alert.headline')}
        hint={t('alert.headline.hint')}
        autoFocus
        maxLength={MAX_HEADLINE}
        value={draft.headline}
        onChange={(headline) => onChange({ headline })}
        error={wrong.has('headline') && draft.headline.trim() === '' ? t('field.required') : undefined}
      />
      <TextField
        label={t('alert.instruction')}
        optional
        rows={2}
        maxLength={MAX_INSTRUCTION}
        value={draft.instruction}
        onChange={(instruction) => onChange({ instruction })}
      />
      <TextCheck text={`${draft.headline}\n${draft.instruction}`} />
    </>
  )
}

function Audience({ draft, checked, onChange }: PartProps) {
  const t = useT()
  const { network } = useNetwork()
  const { scope, skill } = draft
  const of = scope === 'specialists' && skill.trim() !== '' ? { of: skill.trim().slice(0, 64) } : {}
  const meant = valueOf(useQuery('alert:audience', { network: network.id, scope, ...of }))
  // A network that is a circle is the sender's own circle
  const scopes = AUDIENCES.filter((one) => one !== 'network' || network.kind !== 'circle')
  return (
    <>
      <Choices
        label={t('alert.audience')}
        options={scopes.map((value) => ({ value, label: t(`alert.audience.${value}`) }))}
        value={scope}
        onChange={(chosen) => onChange({ scope: chosen })}
      />
      {scope === 'specialists' && (
        <TextField
          label={t('alert.skill')}
          maxLength={64}
          value={skill}
          onChange={(typed) => onChange({ skill: typed })}
          error={checked && wrongFields(draft).has('skill') ? t('field.required') : undefined}
        />
      )}
      <p role="status">
        {meant !== undefined &&
          t('alert.audience.now', {
            count: meant.people.length,
            connected: meant.people.filter(({ connected }) => connected).length,
          })}
      </p>
    </>
  )
}

function Needed({ draft, checked, onChange }: PartProps) {
  const t = useT()
  const wrong = checked && wrongFields(draft).has('needs')
  const set = (place: number, fields: Partial<AlertDraft['needs'][number]>): void =>
    onChange({ needs: draft.needs.map((need, at) => (at === place ? { ...need, ...fields } : need)) })
  return (
    <Fieldset legend={t('alert.need')} hint={t('alert.need.hint')}>
      {draft.needs.map((need, at) => (
        <Columns key={at}>
          <TextField
            label={t('alert.need.count')}
            optional
            inputMode="numeric"
            value={need.count}
            onChange={(count) => set(at, { count })}
            error={wrong ? t('alert.need.wrong') : undefined}
          />
          <TextField
            label={t('alert.need.role')}
            optional
            maxLength={64}
            value={need.role}
            onChange={(role) => set(at, { role })}
          />
        </Columns>
      ))}
      <div>
        <Button
          look="quiet"
          icon={Plus}
          onPress={() => onChange({ needs: [...draft.needs, { role: '', count: '' }].slice(0, 20) })}
        >
          {t('alert.need.more')}
        </Button>
      </div>
    </Fieldset>
  )
}
