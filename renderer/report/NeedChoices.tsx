import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Label } from 'react-aria-components/Label'

import { HELP_KINDS } from '../../core/domain/records/words.ts'
import fields from '../components/fields.module.css'
import { useT } from '../i18n/i18n-context.tsx'
import { HELP_ICONS } from '../incidents/looks.ts'

type HelpKind = (typeof HELP_KINDS)[number]
/** An all-clear is no need. */
const NEEDED = HELP_KINDS.filter((kind) => kind !== 'all-clear')

/** Which kinds of help are asked for: a closed list of help. */
export function NeedChoices({
  chosen,
  onChange,
}: {
  chosen: readonly HelpKind[]
  onChange: (kinds: HelpKind[]) => void
}) {
  const t = useT()
  return (
    <CheckboxGroup
      className={fields['field'] ?? ''}
      value={[...chosen]}
      onChange={(kinds) => onChange(kinds as HelpKind[])}
    >
      <Label className={fields['label']}>{t('report.needs')}</Label>
      <div className={fields['choices']}>
        {NEEDED.map((kind) => {
          const Icon = HELP_ICONS[kind]
          return (
            <CheckboxField key={kind} value={kind}>
              <CheckboxButton className={fields['choice'] ?? ''}>
                <Icon aria-hidden size={18} />
                {t(`help.${kind}`)}
              </CheckboxButton>
            </CheckboxField>
          )
        })}
      </div>
    </CheckboxGroup>
  )
}
