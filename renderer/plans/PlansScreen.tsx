import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../components/Button.tsx'
import { Screen } from '../components/Screen.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { NewPlanDialog } from './edit/NewPlanDialog.tsx'
import { PlanList } from './PlanList.tsx'
import { WeekView } from './WeekView.tsx'

/** All plans: what the week brings, or a list to search. */
export function PlansScreen() {
  const t = useT()
  const [isNew, setNew] = useState(false)
  const create = (
    <Button look="primary" icon={CalendarPlus} onPress={() => setNew(true)}>
      {t('plans.new')}
    </Button>
  )
  return (
    <Screen title={t('nav.plans')} lead={t('plans.lead')} actions={create}>
      <Tabs
        label={t('plans.view')}
        tabs={[
          { id: 'week', label: t('plans.week'), content: <WeekView onNew={() => setNew(true)} /> },
          { id: 'list', label: t('plans.list'), content: <PlanList onNew={() => setNew(true)} /> },
        ]}
      />
      {isNew && <NewPlanDialog onClose={() => setNew(false)} />}
    </Screen>
  )
}
