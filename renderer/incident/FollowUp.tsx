import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Menu } from '../components/Menu.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { TextField } from '../components/TextField.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { useMembers } from '../people/use-members.ts'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

const PERSON_ID = /^[0-9a-f]{32}$/

/** Who looks after the people concerned when the incident itself is over. */
export function FollowUp({ incident }: { incident: Incident }) {
  const t = useT()
  const { network } = useNetwork()
  const { nameOf } = useMembers()
  const { act, pending, failure } = useAct('incident', incident.id)
  const [other, setOther] = useState(false)
  const { owner, noneWanted } = incident.followUp
  return (
    <Panel title={t('incident.followUp')}>
      <p>
        {owner !== null ? (
          PERSON_ID.test(owner) ? (
            <PersonName {...nameOf(owner)} />
          ) : (
            <bdi>{owner}</bdi>
          )
        ) : noneWanted ? (
          t('incident.followUp.none')
        ) : (
          <span className={styles['fine']}>{t('incident.followUp.unset')}</span>
        )}
      </p>
      <div className={styles['moves']}>
        {owner === null && !noneWanted && (
          <Button isDisabled={pending} onPress={() => void act('followUp', { owner: network.person })}>
            {t('incident.followUp.me')}
          </Button>
        )}
        <Menu
          label={t('incident.followUp.owner')}
          trigger={<Button iconOnly icon={MoreHorizontal} aria-label={t('incident.followUp.owner')} />}
          entries={[
            {
              id: 'me',
              label: t('incident.followUp.me'),
              checked: owner === network.person,
              onAction: () => void act('followUp', { owner: network.person }),
            },
            { id: 'other', label: t('incident.followUp.team'), onAction: () => setOther(true) },
            {
              id: 'none',
              label: t('incident.followUp.none'),
              checked: noneWanted,
              onAction: () => void act('followUp', { noneWanted: true }),
            },
          ]}
        />
      </div>
      <ErrorNotice error={failure} />
      {other && <Other incident={incident.id} onClose={() => setOther(false)} />}
    </Panel>
  )
}

function Other({ incident, onClose }: { incident: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('incident', incident)
  const [owner, setOwner] = useState('')
  const submit = async (): Promise<void> => {
    if (owner.trim() !== '' && (await act('followUp', { owner }))) onClose()
  }
  return (
    <FormDialog
      title={t('incident.followUp.team')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
    >
      <TextField label={t('incident.followUp.owner')} maxLength={120} autoFocus value={owner} onChange={setOwner} />
    </FormDialog>
  )
}
