import { CalendarDays, CalendarPlus } from 'lucide-react'

import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { useT } from '../i18n/i18n-context.tsx'

/** Before the first plan. */
export function EmptyPlans({ onNew }: { onNew: () => void }) {
  const t = useT()
  const create = (
    <Button icon={CalendarPlus} onPress={onNew}>
      {t('plans.new')}
    </Button>
  )
  return (
    <EmptyState icon={CalendarDays} title={t('plans.empty')} actions={create}>
      {t('plans.empty.text')}
    </EmptyState>
  )
}
