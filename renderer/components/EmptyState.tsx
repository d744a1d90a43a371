import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './states.module.css'

/** What stands where nothing is yet: what will be here, and how it gets here. */
export function EmptyState({
  icon: Icon,
  title,
  level: Heading = 'h2',
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  /** `h1` where it is all that there is, `h3` inside a part that has a heading of its own. */
  level?: 'h1' | 'h2' | 'h3'
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={styles['empty']}>
      <span className={styles['emptyIcon']}>
        <Icon aria-hidden size={28} strokeWidth={1.75} />
      </span>
      <Heading className={styles['emptyTitle']}>{title}</Heading>
      {children !== undefined && <p className={styles['emptyText']}>{children}</p>}
      {actions !== undefined && <div className={styles['row']}>{actions}</div>}
    </div>
  )
}
