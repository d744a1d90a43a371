import { CHECK_IN_MINUTES } from '../../../core/domain/states/responder-states.ts'
import { TextField } from '../../components/TextField.tsx'
import { Columns, Fieldset } from '../../forms/Fieldset.tsx'
import { wholeNumber } from '../../forms/read-fields.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { SettingsFieldsProps } from './AboutFields.tsx'
import { RETENTIONS, wrongSteps } from './settings-draft.ts'

const STEPS = [1, 2, 3] as const

/** How long things are kept, and what happens when nobody answers. */
export function RuleFields({ draft, wrong, onChange }: SettingsFieldsProps) {
  const t = useT()
  const wrongAt = wrongSteps(draft.escalation)
  const [first = 0, second = 0, third = 0] = draft.escalation.map((text) => wholeNumber(text) ?? 0)
  const escalate = (at: number, text: string): void => {
    const [first, second, third] = draft.escalation.map((present, index) => (index === at ? text : present))
    onChange({ escalation: [first ?? '', second ?? '', third ?? ''] })
  }
  const stepError = (what: (typeof wrongAt)[number]): string | undefined =>
    what === undefined ? undefined : t(`settings.escalation.wrong.${what}`)
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
              error={stepError(wrongAt[step - 1])}
            />
          ))}
        </Columns>
        {!wrong.has('escalation') && <p>{t('settings.escalation.sentence', { first, second, third })}</p>}
      </Fieldset>
      <Fieldset legend={t('settings.care')}>
        <Columns narrow>
          <TextField
            label={t('settings.checkIn')}
            inputMode="numeric"
            value={draft.checkInMinutes}
            onChange={(checkInMinutes) => onChange({ checkInMinutes })}
            hint={t('settings.checkIn.hint', { grace: CHECK_IN_MINUTES.grace })}
            error={wrong.has('checkInMinutes') ? t('settings.checkIn.wrong') : undefined}
          />
          <TextField
            label={t('settings.pairs')}
            inputMode="numeric"
            value={draft.pairsCap}
            onChange={(pairsCap) => onChange({ pairsCap })}
            error={wrong.has('pairsCap') ? t('settings.pairs.wrong') : undefined}
          />
        </Columns>
      </Fieldset>
    </>
  )
}
