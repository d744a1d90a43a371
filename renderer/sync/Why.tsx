import { GitBranch, Power, ShieldAlert, Split, Wifi } from 'lucide-react'

import { Card, Section } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './sync.module.css'

const REASONS = [
  ['off', Power],
  ['wifi', Wifi],
  ['guest', Split],
  ['firewall', ShieldAlert],
  ['version', GitBranch],
] as const

/** Plain causes: what this computer cannot know, but a person can look at. */
export function Why() {
  const t = useT()
  return (
    <Section title={t('sync.why')}>
      <Card>
        <ul className={styles['reasons']}>
          {REASONS.map(([reason, Icon]) => (
            <li key={reason}>
              <Icon aria-hidden size={20} />
              {t(`sync.why.${reason}`)}
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
