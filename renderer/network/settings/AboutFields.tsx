import { NETWORK_KINDS } from '../../../core/domain/records/words.ts'
import { Choices } from '../../components/Choices.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns, Fieldset } from '../../forms/Fieldset.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import type { SettingsDraft, SettingsField } from './settings-draft.ts'

export interface SettingsFieldsProps {
  draft: SettingsDraft
  wrong: ReadonlySet<SettingsField>
  onChange: (change: Partial<SettingsDraft>) => void
}

/** What the network is, and where. */
export function AboutFields({ draft, wrong, onChange }: SettingsFieldsProps) {
  const t = useT()
  return (
    <>
      <Fieldset legend={t('settings.about')}>
        <Columns>
          <TextField
            label={t('settings.name')}
            value={draft.name}
            onChange={(name) => onChange({ name })}
            maxLength={120}
            error={wrong.has('name') ? t('field.required') : undefined}
          />
          <TextField
            label={t('settings.area')}
            hint={t('settings.area.hint')}
            value={draft.area}
            onChange={(area) => onChange({ area })}
            maxLength={200}
            optional
          />
          <TextField
            label={t('settings.lang')}
            hint={t('settings.lang.hint')}
            value={draft.lang}
            onChange={(lang) => onChange({ lang })}
            maxLength={200}
            optional
          />
        </Columns>
        <Choices<SettingsDraft['kind']>
          label={t('settings.kind')}
          options={NETWORK_KINDS.map((value) => ({ value, label: t(`network-kind.${value}`) }))}
          value={draft.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <TextField
          label={t('settings.purpose')}
          rows={3}
          value={draft.purpose}
          onChange={(purpose) => onChange({ purpose })}
          maxLength={1000}
          optional
        />
      </Fieldset>
      <Fieldset legend={t('settings.where')}>
        <Columns>
          <TextField
            label={t('settings.country')}
            hint={t('settings.country.hint')}
            value={draft.country}
            onChange={(country) => onChange({ country })}
            maxLength={2}
            error={wrong.has('country') ? t('settings.country.wrong') : undefined}
            optional
          />
          <TextField
            label={t('settings.zone')}
            hint={t('settings.zone.hint')}
            value={draft.timeZone}
            onChange={(timeZone) => onChange({ timeZone })}
            maxLength={50}
            error={wrong.has('timeZone') ? t('settings.zone.wrong') : undefined}
            optional
          />
          <TextField
            label={t('settings.emergency')}
            hint={t(draft.emergencyNumber.trim() === '' ? 'settings.emergency.missing' : 'settings.emergency.hint')}
            value={draft.emergencyNumber}
            onChange={(emergencyNumber) => onChange({ emergencyNumber })}
            inputMode="tel"
            maxLength={15}
            error={wrong.has('emergencyNumber') ? t('settings.emergency.wrong') : undefined}
            optional
          />
        </Columns>
      </Fieldset>
    </>
  )
}
