import { TextField } from '../../components/TextField.tsx'
import { Columns, Fieldset } from '../../forms/Fieldset.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import type { SettingsFieldsProps } from './AboutFields.tsx'
import { RETENTIONS } from './settings-draft.ts'

const STEPS = [1, 2, 3] as const

/** How long things are kept, and what happens when nobody answers. */
export function RuleFields({ draft, wrong, onChange }: SettingsFieldsProps) {
  const t = useT()
  const escalate = (at: number, text: string): void => {
    const [first, second, third] = draft.escalation.map((present, index) => (index === at ? text : present))
    onChange({ escalation: [first ?? '', second ?? '', third ?? ''] })
  }
  return (
    <>
      <Fieldset legend={t('settings.retention')} hint={t('settings.retention.hint')}>
        <Columns narrow>
          {RETENTIONS.map((name) => (
            <TextField
              key={name}
              label={t(`settings.${name}`)}
              inputMode="numeric"
              value={draft[name]}
              onChange={(text) => onChange({ [name]: text })}
              error={wrong.has(name) ? t('settings.days.wrong') : undefined}
            />
          ))}
        </Columns>
      </Fieldset>
      <Fieldset legend={t('settings.escalation')} hint={t('settings.escalation.hint')}>
        <Columns narrow>
          {STEPS.map((step) => (
            <TextField
              key={step}
              label={t(`settings.escalation.${step}`)}
              inputMode="numeric"
              value={draft.escalation[step - 1] ?? ''}
              onChange={(text) => escalate(step - 1, text)}
              error={wrong.has('escalation') ? t('settings.escalation.wrong') : undefined}
            />
          ))}
        </Columns>
      </Fieldset>
      <Fieldset legend={t('settings.care')}>
        <Columns narrow>
          <TextField
            label={t('settings.checkIn')}
            inputMode="numeric"
            value={draft.checkInMinutes}
            onChange={(checkInMinutes) => onChange({ checkInMinutes })}
            error={wrong.has('checkInMinutes') ? t('settings.number.wrong') : undefined}
          />
          <TextField
            label={t('settings.pairs')}
            inputMode="numeric"
            value={draft.pairsCap}
            onChange={(pairsCap) => onChange({ pairsCap })}
            error={wrong.has('pairsCap') ? t('settings.number.wrong') : undefined}
          />
        </Columns>
      </Fieldset>
    </>
  )
}
