import { BellRing, Volume2 } from 'lucide-react'
import { useState } from 'react'

import { askForNotices, noticeState } from '../alerts/incoming/ring/browser-notices.ts'
import { Ringer } from '../alerts/incoming/ring/ring-sound.ts'
import { Button } from '../components/Button.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import styles from './privacy.module.css'

/** How calls are told on this computer: sound, quiet hours, single keys, notices of the browser. */
export function CallPreferences() {
  const t = useT()
  const preferences = valueOf(useQuery('profile:preferences', {}))
  const save = useCommand('profile:set-preferences')
  const [ringer] = useState(() => new Ringer())
  if (preferences === undefined) return undefined
  const { sound, singleKeys, quietHours } = preferences
  const setQuiet = (change: Partial<typeof quietHours>): void =>
    void save.run({ quietHours: { ...quietHours, ...change } })
  return (
    <Section title={t('prefs.calls')}>
      <Card>
        <div className={styles['stack']}>
          <Checkbox isSelected={sound} onChange={(on) => void save.run({ sound: on })} hint={t('prefs.sound.hint')}>
            {t('prefs.sound')}
          </Checkbox>
          <Button icon={Volume2} onPress={() => ringer.ring('call')}>
            {t('prefs.sound.try')}
          </Button>
          <Checkbox isSelected={quietHours.on} onChange={(on) => setQuiet({ on })} hint={t('prefs.quiet.hint')}>
            {t('prefs.quiet')}
          </Checkbox>
          {quietHours.on && (
            <div className={styles['times']}>
              {(['from', 'to'] as const).map((end) => (
                <TimeOfDay
                  key={end}
                  label={t(`prefs.quiet.${end}`)}
                  value={quietHours[end]}
                  onChange={(time) => setQuiet({ [end]: time })}
                />
              ))}
            </div>
          )}
          <Checkbox
            isSelected={singleKeys}
            onChange={(on) => void save.run({ singleKeys: on })}
            hint={t('prefs.keys.hint')}
          >
            {t('prefs.keys')}
          </Checkbox>
          <Notices />
          <ErrorNotice error={save.failure} />
        </div>
      </Card>
    </Section>
  )
}

/** Kept once it is a whole time: a field that is being typed in is not. */
function TimeOfDay({ label, value, onChange }: { label: string; value: string; onChange: (time: string) => void }) {
  const [typed, setTyped] = useState(value)
  return (
    <TextField
      label={label}
      type="time"
      value={typed}
      onChange={(time) => {
        setTyped(time)
        if (/^\d\d:\d\d$/.test(time)) onChange(time)
      }}
    />
  )
}

/** Only in a browser: the desktop app makes its own. The question comes after a press, as browsers want it. */
function Notices() {
  const t = useT()
  const [state, setState] = useState(noticeState)
  if (state === 'desktop') return undefined
  return (
    <div className={styles['stack']}>
      <h3>{t('prefs.notices')}</h3>
      <Quiet>{t('prefs.notices.text')}</Quiet>
      {state === 'default' ? (
        <Button icon={BellRing} onPress={() => void askForNotices().then(setState)}>
          {t('prefs.notices.ask')}
        </Button>
      ) : (
        <p role="status">{t(`prefs.notices.${state}`)}</p>
      )}
    </div>
  )
}
