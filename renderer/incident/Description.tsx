import { PencilLine } from 'lucide-react'
import { useCallback, useState } from 'react'

import { MAX_LONG_TEXT } from '../../core/domain/shape/scalars.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { CoTextField } from '../components/CoTextField.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Written } from '../components/Written.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { asIncident, beyondTitle, type Incident } from '../incidents/incident-record.ts'
import { TextCheck } from '../report/TextCheck.tsx'
import { Panel } from './Panel.tsx'
import styles from './Incident.module.css'

/** What is happening, written together. */
export function Description({ incident }: { incident: Incident }) {
  const t = useT()
  const { network } = useNetwork()
  const edit = useCommand('record:edit')
  const [editing, setEditing] = useState(false)
  const [typed, setTyped] = useState(incident.what)
  const [merged, setMerged] = useState(false)
  const { run } = edit
  const save = useCallback(
    async ({ base, text }: { base: string; text: string }) => {
      const patch = { what: text, whatBase: base }
      const saved = await run({ network: network.id, kind: 'incident', id: incident.id, patch })
      return saved === undefined ? undefined : asIncident(saved.record).what
    },
    [run, network.id, incident.id],
  )
  const beyond = beyondTitle(incident)
  return (
    <Panel
      title={t('incident.what')}
      actions={
        editing ? (
          <Button isDisabled={typed.length > MAX_LONG_TEXT} onPress={() => setEditing(false)}>
            {t('action.done')}
          </Button>
        ) : (
          <Button look="quiet" icon={PencilLine} onPress={() => (setTyped(incident.what), setEditing(true))}>
            {t('action.edit')}
          </Button>
        )
      }
    >
      {editing ? (
        <CoTextField
          label={t('incident.what.edit')}
          text={incident.what}
          save={save}
          max={MAX_LONG_TEXT}
          autoFocus
          onTyped={setTyped}
          onMerged={() => setMerged(true)}
        />
      ) : (
        <div className={styles['what']}>
          {beyond === '' ? (
            <p className={styles['fine']}>{t('incident.what.title-only')}</p>
          ) : (
            <Written text={beyond} />
          )}
        </div>
      )}
      {editing && (
        <p role="status" className={styles['fine']}>
          {merged ? t('incident.what.merged') : ''}
        </p>
      )}
      <TextCheck text={editing ? typed : incident.what} />
      <ErrorNotice error={edit.failure} />
    </Panel>
  )
}
