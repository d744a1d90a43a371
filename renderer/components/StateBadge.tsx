import type { LucideIcon } from 'lucide-react'

import styles from './StateBadge.module.css'
import tones from './tones.module.css'

/** The five tones of a state. Never colour alone: each has its icon and its word. */
export type Tone = 'urgent' | 'wait' | 'good' | 'info' | 'calm'

/** A state as icon, word and colour. */
export function StateBadge({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: string }) {
  return (
    <span className={`${styles['badge']} ${tones[tone]}`}>
      <Icon aria-hidden size={15} strokeWidth={2.4} className={styles['icon']} />
      {children}
    </span>
  )
}
