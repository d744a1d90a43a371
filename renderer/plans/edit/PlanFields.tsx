import { PLAN_KINDS } from '../../../core/domain/records/words.ts'
import { Choices } from '../../components/Choices.tsx'
import { Select } from '../../components/Select.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import type { PlanDraft } from './plan-draft.ts'
import { REPEATS, type Repeat } from './repeats.ts'

type Kind = (typeof PLAN_KINDS)[number]

export interface PlanFieldsProps {
  draft: PlanDraft
  onChange: (draft: PlanDraft) => void
  /** Told once somebody tried to send it. */
  errors: { readonly summary?: string; readonly end?: string }
  /** Its present repetition is none of those offered. */
  hasOther?: boolean
}

/** What a plan is, when and where. Only what is planned must be said. */
export function PlanFields({ draft, onChange, errors, hasOther = false }: PlanFieldsProps) {
  const t = useT()
  const set = <Name extends keyof PlanDraft>(name: Name, value: PlanDraft[Name]): void =>
    onChange({ ...draft, [name]: value })
  const repeats: readonly (Repeat | 'other')[] = [
    ...(Object.keys(REPEATS) as Repeat[]),
    ...(hasOther ? (['other'] as const) : []),
  ]
  return (
    <>
      <TextField
        label={t('plan.summary')}
        placeholder={t('plan.summary.example')}
        value={draft.summary}
        onChange={(value) => set('summary', value)}
        error={errors.summary}
        maxLength={200}
        autoFocus
      />
      <Choices<Kind>
        label={t('plan.kind')}
        options={PLAN_KINDS.map((value) => ({ value, label: t(`plan-kind.${value}`) }))}
        value={draft.kind}
        onChange={(value) => set('kind', value)}
        optional
      />
      <Columns>
        <TextField
          label={t('plan.start')}
          type="datetime-local"
          value={draft.start}
          onChange={(value) => set('start', value)}
          optional
        />
        <TextField
          label={t('plan.end')}
          type="datetime-local"
          value={draft.end}
          onChange={(value) => set('end', value)}
          error={errors.end}
          optional
        />
        <Select<Repeat | 'other'>
          label={t('plan.repeat')}
          options={repeats.map((value) => ({ value, label: t(`plan.repeat.${value}`) }))}
          value={draft.repeat}
          onChange={(value) => set('repeat', value)}
        />
        <TextField
          label={t('plan.place')}
          hint={t('plan.place.hint')}
          value={draft.place}
          onChange={(value) => set('place', value)}
          maxLength={200}
          optional
        />
      </Columns>
    </>
  )
}
