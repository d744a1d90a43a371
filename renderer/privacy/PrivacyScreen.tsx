import { EyeOff, KeyRound, Lock } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { AUTO_LOCK_MINUTES, type AutoLockMinutes } from '../../core/bridge/contract/auto-lock.ts'
import { Backups } from '../backup/Backups.tsx'
import { Doctor } from '../backup/Doctor.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { useQuickHide } from '../app/QuickHide.tsx'
import { shortcutText } from '../app/use-shortcut.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Card, Screen, Section } from '../components/Screen.tsx'
import { Select } from '../components/Select.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { CallPreferences } from './CallPreferences.tsx'
import { Erased } from './Erased.tsx'
import { PassphraseDialog } from './PassphraseDialog.tsx'
import styles from './privacy.module.css'

const KEPT = ['records', 'names', 'wire', 'log', 'page'] as const

/** What is saved and who can read it, and how to make it unreadable at once. */
export function PrivacyScreen() {
  const t = useT()
  const [isChanging, setChanging] = useState(false)
  return (
    <Screen title={t('privacy.title')} lead={t('privacy.lead')} width="narrow">
      <Locking />
      <CallPreferences />
      <Section title={t('privacy.passphrase')}>
        <Card>
          <div className={styles['stack']}>
            <p>{t('privacy.passphrase.text')}</p>
            <Button icon={KeyRound} onPress={() => setChanging(true)}>
              {t('privacy.passphrase.change')}
            </Button>
          </div>
        </Card>
      </Section>
      <Backups />
      <Section title={t('privacy.saved')}>
        <Card>
          <dl className={styles['list']}>
            {KEPT.map((kept) => (
              <div key={kept}>
                <dt>{t(`privacy.saved.${kept}`)}</dt>
                <dd>{t(`privacy.saved.${kept}.who`)}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </Section>
      <Doctor />
      <Erased />
      <Leaving />
      {isChanging && <PassphraseDialog onClose={() => setChanging(false)} />}
    </Screen>
  )
}

function Locking() {
  const t = useT()
  const hide = useQuickHide()
  const lock = useCommand('profile:lock')
  const kept = valueOf(useQuery('profile:preferences', {}))?.autoLockMinutes
  const save = useCommand('profile:set-preferences')
  return (
    <Section title={t('privacy.lock')}>
      <Card>
        <div className={styles['stack']}>
          <p>{t('privacy.lock.text')}</p>
          <div className={styles['buttons']}>
            <Button icon={Lock} isPending={lock.pending} onPress={() => void lock.run({})}>
              {t('privacy.lock.now')}
            </Button>
            <Button icon={EyeOff} onPress={hide} aria-keyshortcuts="Control+Shift+L Meta+Shift+L">
              {t('privacy.hide')}
            </Button>
          </div>
          <Quiet>{t('privacy.hide.text', { keys: shortcutText({ key: 'l', shift: true }) })}</Quiet>
          <ErrorNotice error={lock.failure ?? save.failure} />
          <div className={styles['field']}>
            <Select<string>
              label={t('privacy.auto')}
              hint={t('privacy.auto.hint')}
              options={AUTO_LOCK_MINUTES.map((count) => ({
                value: String(count),
                label: count === 0 ? t('privacy.auto.never') : t('privacy.auto.minutes', { count }),
              }))}
              value={kept === undefined ? undefined : String(kept)}
              onChange={(value) => void save.run({ autoLockMinutes: Number(value) as AutoLockMinutes })}
            />
          </div>
        </div>
      </Card>
    </Section>
  )
}

/** Leads to where a network is left: it is said there what that means for that one. */
function Leaving() {
  const t = useT()
  const { networks, choose } = useNetwork()
  const [, navigate] = useLocation()
  return (
    <Section title={t('privacy.leave')}>
      <Quiet>{t('privacy.leave.text')}</Quiet>
      <div className={styles['buttons']}>
        {networks.map(({ id, name }) => (
          <Button
            key={id}
            onPress={() => {
              navigate('/network/leave')
              choose(id)
            }}
          >
            {t('privacy.leave.of', { network: name })}
          </Button>
        ))}
      </div>
    </Section>
  )
}
