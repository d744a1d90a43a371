import { useState } from 'react'
import { useLocation } from 'wouter'

import { useNetwork } from '../../app/network-context.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { EMPTY_DRAFT, newPlanOf, wrongIn } from './plan-draft.ts'
import { PlanFields } from './PlanFields.tsx'
import { usePlanErrors } from './use-plan-errors.ts'
import { ownZone } from '../use-plans.ts'

/** A new plan; opens it once it is made. */
export function NewPlanDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const [, navigate] = useLocation()
  const add = useCommand('record:add')
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [isTried, setTried] = useState(false)
  const errors = usePlanErrors(isTried ? wrongIn(draft) : [])

  const create = async (): Promise<void> => {
    setTried(true)
    if (wrongIn(draft).length > 0) return
    const made = await add.run({ network: network.id, kind: 'plan', records: [newPlanOf(draft, ownZone())] })
    if (made?.ids[0] === undefined) return
    onClose()
    navigate(`/plans/${made.ids[0]}`)
  }
  return (
    <FormDialog
      title={t('plans.new')}
      size="wide"
      submit={t('plan.create')}
      pending={add.pending}
      failure={add.failure}
      onClose={onClose}
      onSubmit={() => void create()}
    >
      <PlanFields draft={draft} onChange={setDraft} errors={errors} />
    </FormDialog>
  )
}
