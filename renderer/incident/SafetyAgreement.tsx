import { Footprints } from 'lucide-react'

import type { MeshError } from '../../core/shared/errors.ts'
import { useNetwork } from '../app/network-context.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Incident.module.css'

const RULES = ['pairs', 'care', 'no-following', 'no-weapons', 'leave'] as const

export interface SafetyAgreementProps {
  /** Says "coming". @returns whether it worked; where not, why stands in `failure` */
  onAccepted: () => Promise<boolean>
  failure: MeshError | undefined
  onClose: () => void
}

/** Shown once, before the first "coming" (product.md, requirement 15). */
export function SafetyAgreement({ onAccepted, failure, onClose }: SafetyAgreementProps) {
  const t = useT()
  const { network } = useNetwork()
  const member = useAct('member', network.person)
  const accept = async (): Promise<void> => {
    if (!(await member.act('acceptSafetyAgreement', {}))) return
    if (await onAccepted()) onClose()
  }
  return (
    <FormDialog
      title={t('safety.before')}
      onClose={onClose}
      onSubmit={() => void accept()}
      submit={t('safety.accept')}
      pending={member.pending}
      failure={member.failure ?? failure}
    >
      <p>{t('safety.lead')}</p>
      <ul className={styles['rules']}>
        {RULES.map((rule) => (
          <li key={rule}>
            <Footprints aria-hidden size={18} />
            {t(`safety.${rule}`)}
          </li>
        ))}
      </ul>
    </FormDialog>
  )
}
