import { CircleCheck, CircleDashed, CircleSlash, Ellipsis, Hammer, Plus } from 'lucide-react'
import { useState } from 'react'

import { TASK_MACHINE, type TaskState } from '../../../core/domain/states/work-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Menu } from '../../components/Menu.tsx'
import { Section } from '../../components/Screen.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { useAct, type Acting } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import type { Plan } from '../plan-view.ts'
import { Names } from '../../people/Names.tsx'
import { TaskDialog } from './TaskDialog.tsx'

const LOOKS = {
  'needs-action': { tone: 'wait', icon: CircleDashed },
  'in-process': { tone: 'info', icon: Hammer },
  completed: { tone: 'good', icon: CircleCheck },
  cancelled: { tone: 'calm', icon: CircleSlash },
} as const
const ORDER: readonly TaskState[] = ['needs-action', 'in-process', 'completed', 'cancelled']

type Task = Plan['tasks'][number]

/** What has to be done, what nobody does yet first. */
export function Tasks({ plan }: { plan: Plan }) {
  const t = useT()
  const acting = useAct('plan', plan.id)
  const [isAdding, setAdding] = useState(false)
  const sorted = plan.tasks.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.due ?? Infinity) - (b.due ?? Infinity),
  )
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      {t('task.add')}
    </Button>
  )
  return (
    <Section title={t('plan.tab.tasks')} actions={add}>
      <ErrorNotice error={acting.failure} />
      {sorted.length === 0 ? (
        <Quiet>{t('task.none')}</Quiet>
      ) : (
        <Rows label={t('plan.tab.tasks')}>
          {sorted.map((task) => (
            <TaskRow key={task.id} task={task} acting={acting} />
          ))}
        </Rows>
      )}
      {isAdding && <TaskDialog plan={plan.id} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function TaskRow({ task, acting }: { task: Task; acting: Acting }) {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const { network } = useNetwork()
  const isMine = task.by.includes(network.person)
  const isOpen = task.state === 'needs-action' || task.state === 'in-process'
  const move = (state: TaskState): void => void acting.act('moveTask', { task: task.id, state })
  return (
    <Row
      title={<bdi>{task.summary}</bdi>}
      sub={
        <>
          <Names people={task.by} members={members} nobody={t('task.nobody')} />
          {task.due !== null && <span>{t('task.due.at', { when: formats.moment(task.due) })}</span>}
          {task.text !== null && <bdi>{task.text}</bdi>}
        </>
      }
      side={
        <>
          <StateBadge {...LOOKS[task.state]}>{t(`task-state.${task.state}`)}</StateBadge>
          {isOpen && !isMine && (
            <Button
              aria-label={t('task.take.name', { task: task.summary })}
              onPress={() => void acting.act('moveTask', { task: task.id, state: 'in-process' })}
            >
              {t('task.take')}
            </Button>
          )}
          {isMine && task.state === 'in-process' && (
            <Button aria-label={t('task.done.name', { task: task.summary })} onPress={() => move('completed')}>
              {t('task.done')}
            </Button>
          )}
          <Menu
            label={t('task.more', { task: task.summary })}
            trigger={
              <Button look="quiet" iconOnly icon={Ellipsis} aria-label={t('task.more', { task: task.summary })} />
            }
            entries={TASK_MACHINE.moves[task.state].map((to) => ({
              id: to,
              label: t(`task.move.${to}`),
              onAction: () => move(to),
            }))}
          />
        </>
      }
    />
  )
}
