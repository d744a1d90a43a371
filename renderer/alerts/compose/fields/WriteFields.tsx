import { MAX_HEADLINE, MAX_INSTRUCTION } from '../../../../core/domain/records/alert/alert.ts'
import { HELP_KINDS } from '../../../../core/domain/records/words.ts'
import { Checkbox } from '../../../components/Checkbox.tsx'
import { Notice } from '../../../components/Notice.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { Columns } from '../../../forms/Fieldset.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import { TextCheck } from '../../../report/TextCheck.tsx'
import { CALLED_URGENCIES, MAX_AREA, wordsOf, wrongFields, type WrongField } from '../alert-draft.ts'
import type { ComposeFacts } from '../use-gate-facts.ts'
import { AudienceFields } from './AudienceFields.tsx'
import { HeldField } from './HeldField.tsx'
import { NeedFields } from './NeedFields.tsx'
import type { PartProps } from './part-props.ts'
import type { Composing } from '../use-compose.ts'

export interface WriteFieldsProps {
  composing: Composing
  facts: ComposeFacts
  /** A draft that others may have confirmed already. */
  edits: boolean
}

/** First step: what, whom, how many, until when; and whether it is a drill. */
export function WriteFields({ composing, facts, edits }: WriteFieldsProps) {
  const t = useT()
  const { draft, change, checked } = composing
  const part: PartProps = { draft, wrong: checked ? wrongFields(draft) : new Set(), onChange: change }
  return (
    <>
      {edits && <Notice>{t('compose.edit.anew')}</Notice>}
      <Saying {...part} />
      <AudienceFields {...part} facts={facts} />
      <NeedFields {...part} />
      <HeldField {...part} />
      <Checkbox isSelected={draft.drill} onChange={(drill) => change({ drill })} hint={t('alert.drill.hint')}>
        {t('alert.drill')}
      </Checkbox>
    </>
  )
}

function Saying({ draft, wrong, onChange }: PartProps) {
  const t = useT()
  const empty = (field: WrongField, text: string): string | undefined =>
    wrong.has(field) && text.trim() === '' ? t('field.required') : undefined
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
          options={CALLED_URGENCIES.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          value={draft.urgency}
          onChange={(urgency) => onChange({ urgency })}
        />
      </Columns>
      <TextField
        label={t('alert.headline')}
        hint={t('alert.headline.hint')}
        autoFocus
        counted
        maxLength={MAX_HEADLINE}
        value={draft.headline}
        onChange={(headline) => onChange({ headline })}
        error={empty('headline', draft.headline)}
      />
      <TextField
        label={t('alert.instruction')}
        hint={t('compose.instruction.hint')}
        optional
        counted
        rows={2}
        maxLength={MAX_INSTRUCTION}
        value={draft.instruction}
        onChange={(instruction) => onChange({ instruction })}
      />
      <TextField
        label={t('compose.area')}
        hint={t('compose.area.hint')}
        optional
        maxLength={MAX_AREA}
        value={draft.area}
        onChange={(area) => onChange({ area })}
      />
      <TextCheck text={wordsOf(draft).join('\n')} then={t('compose.marked')} />
    </>
  )
}
