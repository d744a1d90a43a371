import { Archive, ArchiveRestore, ChevronDown, Pencil } from 'lucide-react'
import { useState } from 'react'

import { PLAN_MACHINE } from '../../../core/domain/states/work-states.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Menu } from '../../components/Menu.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Screen } from '../../components/Screen.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { RecordMenu } from '../../erase/RecordMenu.tsx'
import { Keeping } from '../../keeping/Keeping.tsx'
import { ConfirmDialog } from '../../forms/ConfirmDialog.tsx'
import { useAct, type Acting } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { BackLink } from '../../lists/BackLink.tsx'
import { EditPlanDialog } from '../edit/EditPlanDialog.tsx'
import { PlanBadge } from '../PlanBadge.tsx'
import type { Plan } from '../plan-view.ts'
import styles from '../plans.module.css'
import { Overview } from './Overview.tsx'
import { Partners } from '../partners/Partners.tsx'
import { People } from './People.tsx'
import { Shifts } from './Shifts.tsx'
import { Supplies } from '../supplies/Supplies.tsx'
import { Tasks } from './Tasks.tsx'
import { YourAnswer } from './YourAnswer.tsx'

/** A plan that is here: its state and what can be done to it on top, its parts below. */
export function PlanBody({ plan }: { plan: Plan }) {
  const t = useT()
  const acting = useAct('plan', plan.id)
  const [open, setOpen] = useState<'edit' | 'archive'>()
  const isArchived = plan.archivedAt !== null
  const counted = (label: string, count: number): string => (count === 0 ? label : `${label} (${count})`)
  const shifts = plan.shifts.filter(({ archivedAt }) => archivedAt === null)
  const archive = async (): Promise<void> => {
    if (await acting.act('archive', { archived: true })) setOpen(undefined)
  }
  return (
    <Screen
      title={<bdi>{plan.summary}</bdi>}
      above={<BackLink href="/plans">{t('plan.back')}</BackLink>}
      actions={
        isArchived ? (
          <>
            <Button icon={ArchiveRestore} onPress={() => void acting.act('archive', { archived: false })}>
              {t('plan.unarchive')}
            </Button>
            <RecordMenu id={plan.id} back="/plans" />
          </>
        ) : (
          <>
            <StateMenu plan={plan} acting={acting} />
            <Button icon={Pencil} onPress={() => setOpen('edit')}>
              {t('plan.edit')}
            </Button>
            <Button look="quiet" icon={Archive} onPress={() => setOpen('archive')}>
              {t('plan.archive')}
            </Button>
            <RecordMenu id={plan.id} back="/plans" />
          </>
        )
      }
    >
      <div className={styles['badges']}>
        <PlanBadge state={plan.state} />
        {plan.kind !== null && <span>{t(`plan-kind.${plan.kind}`)}</span>}
      </div>
      <Keeping record={plan} />
      {isArchived && <Notice>{t('plan.archived')}</Notice>}
      {plan.contested && <Notice look="wait">{t('plan.status.contested')}</Notice>}
      <ErrorNotice error={acting.failure} />
      <YourAnswer plan={plan} />
      <Tabs
        label={t('plan.tabs')}
        tabs={[
          { id: 'overview', label: t('plan.tab.overview'), content: <Overview plan={plan} /> },
          { id: 'tasks', label: counted(t('plan.tab.tasks'), plan.tasks.length), content: <Tasks plan={plan} /> },
          {
            id: 'shifts',
            label: counted(t('plan.tab.shifts'), shifts.length),
            content: <Shifts plan={plan} shifts={shifts} />,
          },
          {
            id: 'people',
            label: counted(t('plan.tab.people'), plan.counts.accepted),
            content: <People plan={plan} />,
          },
          {
            id: 'partners',
            label: counted(t('plan.tab.partners'), plan.coSponsors.length + plan.demands.length),
            content: <Partners plan={plan} />,
          },
          {
            id: 'supplies',
            label: counted(t('plan.tab.supplies'), plan.supplies.length),
            content: <Supplies plan={plan} />,
          },
        ]}
      />
      {open === 'edit' && <EditPlanDialog plan={plan} onClose={() => setOpen(undefined)} />}
      {open === 'archive' && (
        <ConfirmDialog
          title={t('plan.archive.title')}
          confirm={t('plan.archive')}
          reversible
          pending={acting.pending}
          failure={acting.failure}
          onConfirm={() => void archive()}
          onClose={() => setOpen(undefined)}
        >
          <p>{t('plan.archive.text')}</p>
        </ConfirmDialog>
      )}
    </Screen>
  )
}

function StateMenu({ plan, acting }: { plan: Plan; acting: Acting }) {
  const t = useT()
  const label = t('plan.status')
  return (
    <Menu
      label={label}
      trigger={<Button icon={ChevronDown}>{label}</Button>}
      entries={PLAN_MACHINE.moves[plan.state].map((to) => ({
        id: to,
        label: t(`plan.move.${to}`),
        onAction: () => void acting.act('status', { to }),
      }))}
    />
  )
}
