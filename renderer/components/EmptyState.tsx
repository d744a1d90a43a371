import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './states.module.css'

/** What stands where nothing is yet: what will be here, and how it gets here. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={styles['empty']}>
      <span className={styles['emptyIcon']}>
        <Icon aria-hidden size={28} strokeWidth={1.75} />
      </span>
      <h2 className={styles['emptyTitle']}>{title}</h2>
      {children !== undefined && <p className={styles['emptyText']}>{children}</p>}
      {actions !== undefined && <div className={styles['row']}>{actions}</div>}
    </div>
  )
}
