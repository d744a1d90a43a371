import { useNetwork } from '../app/network-context.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { Columns } from '../forms/Fieldset.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { circlesOf } from '../circles/network-record.ts'
import type { CardDraft } from './card-draft.ts'

export interface CardFieldsProps {
  draft: CardDraft
  onChange: (draft: CardDraft) => void
  nameMissing: boolean
}

/** The fields of a card. Only the name must be there; there is no field for what Muster does not keep. */
export function CardFields({ draft, onChange, nameMissing }: CardFieldsProps) {
  const t = useT()
  const { network } = useNetwork()
  const circles = circlesOf(valueOf(useQuery('network:show', { network: network.id }))?.record)
  const field = (name: keyof CardDraft) => ({
    value: draft[name],
    onChange: (value: string) => onChange({ ...draft, [name]: value }),
    optional: name !== 'fn',
  })
  return (
    <>
      <TextField
        label={t('card.name')}
        hint={t('card.name.hint')}
        {...field('fn')}
        maxLength={200}
        error={nameMissing ? t('field.required') : undefined}
        autoFocus
      />
      <Columns>
        <TextField label={t('card.tel')} hint={t('card.tel.hint')} {...field('tel')} inputMode="tel" maxLength={600} />
        <TextField label={t('card.role')} hint={t('card.role.hint')} {...field('role')} maxLength={600} />
        <TextField label={t('card.lang')} hint={t('card.lang.hint')} {...field('lang')} maxLength={200} />
        <TextField label={t('card.times')} {...field('bestTimes')} maxLength={200} />
        <TextField label={t('card.email')} {...field('email')} inputMode="email" maxLength={600} />
        <TextField label={t('card.emergency')} {...field('emergencyContact')} maxLength={200} />
        {circles.length > 0 && (
          <Select<string>
            label={t('card.circle')}
            options={[{ id: '', name: t('card.circle.none') }, ...circles].map(({ id, name }) => ({
              value: id === '' ? 'none' : id,
              label: name,
            }))}
            value={draft.circle === '' ? 'none' : draft.circle}
            onChange={(value) => onChange({ ...draft, circle: value === 'none' ? '' : value })}
          />
        )}
      </Columns>
      <TextField
        label={t('card.needs')}
        hint={t('card.needs.hint')}
        {...field('accessNeeds')}
        rows={3}
        maxLength={500}
      />
      <Quiet>{t('card.refused')}</Quiet>
    </>
  )
}
