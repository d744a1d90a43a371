import { useState } from 'react'

import { isKnownZone } from '../../../core/domain/input/zone.ts'
import { useAnnounce } from '../../app/announcer.tsx'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Card } from '../../components/Screen.tsx'
import { useQuery } from '../../engine/use-query.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { asNetworkRecord, type NetworkRecord } from '../../circles/network-record.ts'
import { Answered } from '../../lists/Answered.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import styles from '../network.module.css'
import { AboutFields } from './AboutFields.tsx'
import { RuleFields } from './RuleFields.tsx'
import { settingsDraftOf, settingsPatch, wrongSettings } from './settings-draft.ts'

/** What the network is and what holds for all in it. Every member can change it; every change has its author. */
export function Settings() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('network:show', { network: network.id })
  return (
    <Answered answer={answer} loading={t('settings.loading')}>
      {({ record }) => <SettingsForm record={asNetworkRecord(record)} />}
    </Answered>
  )
}

function SettingsForm({ record }: { record: NetworkRecord }) {
  const t = useT()
  const announce = useAnnounce()
  const { act, pending, failure } = useAct('network', record.id)
  const stored = settingsDraftOf(record)
  // What was typed here, on top of what is stored: somebody else's change to another field shows at once.
  const [typed, setTyped] = useState<Partial<typeof stored>>({})
  const draft = { ...stored, ...typed }
  const wrong = wrongSettings(draft, isKnownZone)
  const patch = wrong.size === 0 ? settingsPatch(stored, draft) : undefined
  const isUnchanged = patch !== undefined && Object.keys(patch).length === 0
  const save = async (): Promise<void> => {
    if (patch === undefined || isUnchanged || !(await act('edit', patch))) return
    setTyped({})
    announce(t('settings.saved'))
  }
  const fields = { draft, wrong, onChange: (change: Partial<typeof stored>) => setTyped({ ...typed, ...change }) }
  return (
    <Card>
      <form
        noValidate
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <AboutFields {...fields} />
        <RuleFields {...fields} />
        <ErrorNotice error={failure} />
        <div className={styles['buttons']}>
          <Button type="submit" look="primary" isPending={pending} isDisabled={isUnchanged || wrong.size > 0}>
            {t('action.save')}
          </Button>
          {!isUnchanged && <Button onPress={() => setTyped({})}>{t('settings.undo')}</Button>}
          {isUnchanged && <Quiet>{t('settings.unchanged')}</Quiet>}
        </div>
      </form>
    </Card>
  )
}
