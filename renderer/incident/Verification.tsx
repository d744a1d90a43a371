import { useState } from 'react'

import { VERIFICATION_OUTCOMES } from '../../core/domain/states/verification-states.ts'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { Written } from '../components/Written.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { VerificationBadge } from '../incidents/Badges.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { TextCheck } from '../report/TextCheck.tsx'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

type Step = 'checking' | (typeof VERIFICATION_OUTCOMES)[number]

/** How far the report is verified, and on what basis: every statement needs one. */
export function Verification({ incident }: { incident: Incident }) {
  const t = useT()
  const [saying, setSaying] = useState(false)
  const { verification, verificationBasis, source } = incident
  return (
    <Panel title={t('incident.verification')}>
      <p className={styles['itemMeta']}>
        <VerificationBadge state={verification} />
        <span>{t(`source-of.${source ?? 'unknown'}`)}</span>
      </p>
      {verificationBasis !== null && <Written text={verificationBasis} />}
      {verification === 'disputed' && <Notice look="wait" title={t('incident.verification.disputed')} />}
      <Button wide onPress={() => setSaying(true)}>
        {t('incident.verification.change')}
      </Button>
      {saying && <Say incident={incident} onClose={() => setSaying(false)} />}
    </Panel>
  )
}

function Say({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident.id)
  const steps = stepsFrom(incident.verification)
  const [to, setTo] = useState<Step>(steps[0]!)
  const [basis, setBasis] = useState('')
  const [checked, setChecked] = useState(false)
  const submit = async (): Promise<void> => {
    setChecked(true)
    if (basis.trim() !== '' && (await act('verify', { to, basis }))) onClose()
  }
  return (
    <FormDialog
      title={t('incident.verification.change')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
    >
      <Select
        label={t('incident.verification.state')}
        options={steps.map((value) => ({ value, label: t(`verification.${value}`) }))}
        value={to}
        onChange={setTo}
      />
      <TextField
        label={t('incident.verification.basis')}
        hint={t('incident.verification.basis.hint')}
        rows={3}
        maxLength={1_000}
        value={basis}
        onChange={setBasis}
        error={checked && basis.trim() === '' ? t('field.required') : undefined}
      />
      <TextCheck text={basis} />
    </FormDialog>
  )
}

/** A dispute is settled by checking again; else an outcome can be stated at once. */
function stepsFrom(state: Incident['verification']): readonly Step[] {
  if (state === 'disputed') return ['checking']
  return state === 'checking'
    ? VERIFICATION_OUTCOMES
    : ['checking', ...VERIFICATION_OUTCOMES.filter((one) => one !== state)]
}
