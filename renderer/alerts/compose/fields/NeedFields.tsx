import { Plus } from 'lucide-react'

import { Button } from '../../../components/Button.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { Columns, Fieldset } from '../../../forms/Fieldset.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import { withNeed, type AlertDraft } from '../alert-draft.ts'
import type { PartProps } from './part-props.ts'

/** How many people, for each role: the number at which the rest are told not to come. */
export function NeedFields({ draft, wrong, onChange }: PartProps) {
  const t = useT()
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
            error={wrong.has('needs') ? t('alert.need.wrong') : undefined}
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
        <Button look="quiet" icon={Plus} onPress={() => onChange({ needs: withNeed(draft) })}>
          {t('alert.need.more')}
        </Button>
      </div>
    </Fieldset>
  )
}
