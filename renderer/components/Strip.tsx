import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './Strip.module.css'

export interface StripProps {
  look: 'urgent' | 'wait' | 'info'
  icon: LucideIcon
  title: ReactNode
  children?: ReactNode
  /** Buttons and links at the end. */
  actions?: ReactNode
  /** What it is called by those who jump from part to part. */
  label: string
}

/** What stands above every screen until somebody has dealt with it. */
export function Strip({ look, icon: Icon, title, children, actions, label }: StripProps) {
  return (
    <section aria-label={label} className={`${styles['strip']} ${styles[look]}`} data-strip={look}>
      <Icon aria-hidden size={24} className={styles['icon']} />
      <div className={styles['words']} role={look === 'info' ? 'status' : 'alert'}>
        <p className={styles['title']}>{title}</p>
        {children}
      </div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </section>
  )
}
