import { EyeOff } from 'lucide-react'
import { useState } from 'react'

import { FLAG_REASONS } from '../../../core/domain/records/words.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/Choices.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Incident } from '../../incidents/incident-record.ts'

/** Any member can have an incident hidden for all at once (product.md, requirement 22). */
export function FlagDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident.id)
  const [reason, setReason] = useState<(typeof FLAG_REASONS)[number]>('identifies-someone')
  const submit = async (): Promise<void> => {
    if (await act('flag', { reason })) onClose()
  }
  return (
    <FormDialog
      title={t('incident.flag.title')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.hide')}
      danger
      asks
      pending={pending}
      failure={failure}
    >
      <p>{t('incident.flag.text')}</p>
      <Choices
        label={t('incident.flag.why')}
        options={FLAG_REASONS.map((value) => ({ value, label: t(`incident.flag.${value}`) }))}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  )
}

/** What stands there while it is hidden; coordinators decide here. */
export function Hidden({ incident }: { incident: Incident }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('incident', incident.id)
  const mayDecide = network.role !== 'member'
  const decided = Math.max(
    0,
    ...incident.flags.map(({ decisions }) => decisions.filter(({ keep }) => keep !== null).length),
  )
  const decide = async (keep: boolean): Promise<void> => {
    for (const flag of incident.flags) if (!(await act('decideFlag', { flag: flag.id, keep }))) return
  }
  return (
    <>
      <EmptyState
        icon={EyeOff}
        title={t('incident.hidden.title')}
        actions={
          mayDecide ? (
            <>
              <Button isDisabled={pending} onPress={() => void decide(true)}>
                {t('incident.hidden.keep')}
              </Button>
              <Button isDisabled={pending} onPress={() => void decide(false)}>
                {t('incident.hidden.stay')}
              </Button>
            </>
          ) : undefined
        }
      >
        {t('incident.hidden.text')} {t('incident.hidden.decided', { count: decided })}.
      </EmptyState>
      <ErrorNotice error={failure} />
    </>
  )
}
