import { MoreHorizontal, Plus } from 'lucide-react'
import { useState } from 'react'

import type { NeedView } from '../../core/domain/records/incident-view.ts'
import { HELP_KINDS } from '../../core/domain/records/words.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Menu } from '../components/Menu.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { NeedBadge } from '../incidents/Badges.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { HELP_ICONS } from '../incidents/looks.ts'
import { NeedName } from '../incidents/NeedName.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

/** What is asked for, who has taken it on, what is met. */
export function Needs({ incident }: { incident: Incident }) {
  const t = useT()
  const [adding, setAdding] = useState(false)
  const { act, pending, failure } = useAct('incident', incident.id)
  const move = (need: string, state: string): void => void act('moveNeed', { need, state })
  return (
    <Panel
      title={t('incident.needs')}
      actions={
        <Button look="quiet" icon={Plus} onPress={() => setAdding(true)}>
          {t('incident.needs.add')}
        </Button>
      }
    >
      {incident.needs.length === 0 && <p className={styles['fine']}>{t('incident.needs.none')}</p>}
      <ul className={styles['items']}>
        {incident.needs.toSorted(openFirst).map((need) => (
          <Need key={need.id} need={need} pending={pending} onMove={(state) => move(need.id, state)} />
        ))}
      </ul>
      <ErrorNotice error={failure} />
      {adding && <AddNeed incident={incident.id} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function Need({ need, pending, onMove }: { need: NeedView; pending: boolean; onMove: (state: string) => void }) {
  const t = useT()
  const { nameOf } = useMembers()
  const Icon = HELP_ICONS[need.kind]
  const words = need.text ?? t(`help.${need.kind}`)
  const settled = need.state === 'met' || need.state === 'dropped'
  return (
    <li className={styles['item']}>
      <Icon aria-hidden size={22} className={styles['itemIcon']} />
      <span className={styles['itemWords']}>
        <strong className={settled ? styles['settled'] : undefined}>
          <NeedName need={need} />
        </strong>
        <span className={styles['itemMeta']}>
          <NeedBadge state={need.state} />
          {need.by.map((person) => (
            <PersonName key={person} {...nameOf(person)} />
          ))}
        </span>
      </span>
      {need.state === 'open' && (
        <Button isPending={pending} onPress={() => onMove('claimed')}>
          {t('incident.needs.take')}
        </Button>
      )}
      {need.state === 'claimed' && (
        <Button isPending={pending} onPress={() => onMove('met')}>
          {t('incident.needs.met')}
        </Button>
      )}
      <Menu
        label={t('incident.needs.more', { need: words })}
        trigger={
          <Button look="quiet" iconOnly icon={MoreHorizontal} aria-label={t('incident.needs.more', { need: words })} />
        }
        entries={(settled
          ? ([['open', 'incident.needs.reopen']] as const)
          : ([
              ['claimed', 'incident.needs.take'],
              ['met', 'incident.needs.met'],
              ['dropped', 'incident.needs.drop'],
            ] as const)
        ).map(([state, label]) => ({ id: state, label: t(label), onAction: () => onMove(state) }))}
      />
    </li>
  )
}

function AddNeed({ incident, onClose }: { incident: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident)
  const [kind, setKind] = useState<Exclude<(typeof HELP_KINDS)[number], 'all-clear'>>('care')
  const [text, setText] = useState('')
  const submit = async (): Promise<void> => {
    const added = await act('addNeed', { kind, ...(text.trim() !== '' && { text }) })
    if (added) onClose()
  }
  return (
    <FormDialog
      title={t('incident.needs.add')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
    >
      <Select
        label={t('incident.needs.kind')}
        options={HELP_KINDS.filter((one) => one !== 'all-clear').map((value) => ({ value, label: t(`help.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <TextField label={t('incident.needs.text')} optional maxLength={500} value={text} onChange={setText} />
    </FormDialog>
  )
}

const ORDER = ['open', 'claimed', 'met', 'dropped']

function openFirst(a: NeedView, b: NeedView): number {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state)
}
