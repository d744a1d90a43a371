import { Info, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

import styles from './states.module.css'

const LOOKS: Readonly<Record<'calm' | 'wait' | 'good', LucideIcon>> = { calm: Info, wait: TriangleAlert, good: Info }

/** A remark beside what it is about: not an error. */
export function Notice({
  look = 'calm',
  icon,
  title,
  children,
}: {
  look?: 'calm' | 'wait' | 'good'
  icon?: LucideIcon
  title?: ReactNode
  children?: ReactNode
}) {
  const Icon = icon ?? LOOKS[look]
  return (
    <div className={`${styles['notice']} ${styles[look]}`}>
      <Icon aria-hidden size={20} className={styles['errorIcon']} />
      <div className={styles['errorText']}>
        {title !== undefined && <p className={styles['errorWhat']}>{title}</p>}
        {children}
      </div>
    </div>
  )
}
