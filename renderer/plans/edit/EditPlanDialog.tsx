import { useState } from 'react'

import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { draftOf, patchOf, wrongIn } from './plan-draft.ts'
import type { Plan } from '../plan-view.ts'
import { PlanFields } from './PlanFields.tsx'
import { usePlanErrors } from './use-plan-errors.ts'
import { ownZone } from '../use-plans.ts'

/** Changes what a plan is, when and where; writes only what was changed. */
export function EditPlanDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan.id)
  // As it was when the dialog opened: what arrives meanwhile is not undone by saving.
  const [before] = useState(() => draftOf(plan))
  const [draft, setDraft] = useState(before)
  const [isTried, setTried] = useState(false)
  const errors = usePlanErrors(isTried ? wrongIn(draft) : [])

  const save = async (): Promise<void> => {
    setTried(true)
    if (wrongIn(draft).length > 0) return
    const patch = patchOf(before, draft, ownZone())
    if (Object.keys(patch).length === 0 || (await act('edit', patch))) onClose()
  }
  return (
    <FormDialog
      title={t('plan.edit.title')}
      size="wide"
      submit={t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <PlanFields draft={draft} onChange={setDraft} errors={errors} hasOther={before.repeat === 'other'} />
    </FormDialog>
  )
}
