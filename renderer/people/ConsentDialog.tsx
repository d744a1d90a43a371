import { useState } from 'react'

import { CONSENT_USES } from '../../core/domain/records/contact.ts'
import { Checkbox } from '../components/Checkbox.tsx'
import { TextField } from '../components/TextField.tsx'
import { Fieldset } from '../forms/Fieldset.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { given, localDate, localTime } from '../forms/read-fields.ts'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Contact } from './contact-view.ts'

/** Consent is asked again after a year, unless said otherwise; in milliseconds. */
const YEAR_MS = 365 * 86_400_000

/** Nothing is ticked in advance: a yes is given, not left standing. */
export function ConsentDialog({ contact, yours, onClose }: { contact: Contact; yours: boolean; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('contact', contact.id)
  const held = contact.consent
  const [uses, setUses] = useState({
    phoneTree: held?.phoneTree === true,
    print: held?.print === true,
    linkedNetworks: held?.linkedNetworks === true,
  })
  const [by, setBy] = useState(held?.givenBy ?? (yours ? (contact.fn ?? '') : ''))
  const [until, setUntil] = useState(() => localDate(held?.expired === false ? held.expiresAt : Date.now() + YEAR_MS))
  const [now] = useState(() => Date.now())
  const ends = localTime(until)
  const isPast = ends !== undefined && ends < now
  const save = async (): Promise<void> => {
    if (isPast) return
    const statement = { ...uses, givenBy: given(by) ?? null, expiresAt: ends ?? null }
    if (await act('consent', statement)) onClose()
  }
  return (
    <FormDialog
      title={held === null ? t('consent.record') : t('consent.change')}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <Fieldset legend={t('consent.what')}>
        {CONSENT_USES.map((use) => (
          <Checkbox
            key={use}
            isSelected={uses[use]}
            onChange={(selected) => setUses({ ...uses, [use]: selected })}
            hint={t(`consent.${use}.hint`)}
          >
            {t(`consent-use.${use}`)}
          </Checkbox>
        ))}
      </Fieldset>
      <TextField
        label={t('consent.by')}
        hint={t('consent.by.hint')}
        value={by}
        onChange={setBy}
        maxLength={200}
        optional
      />
      <TextField
        label={t('consent.until')}
        hint={t('consent.until.hint')}
        type="date"
        value={until}
        onChange={setUntil}
        error={isPast ? t('consent.until.past') : undefined}
        optional
      />
    </FormDialog>
  )
}
