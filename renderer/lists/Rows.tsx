import type { ReactNode } from 'react'
import { Link } from 'wouter'

import styles from './lists.module.css'

/** A list of rows in one box. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles['rows']} aria-label={label}>
      {children}
    </ul>
  )
}

export interface RowProps {
  title: ReactNode
  /** The whole row opens this screen. */
  href?: string
  /** Under the title. */
  sub?: ReactNode
  /** Badges and buttons at the end. */
  side?: ReactNode
}

/** One row: what it is, a line about it, its state and what can be done. */
export function Row({ title, href, sub, side }: RowProps) {
  const opens = href !== undefined
  return (
    <li className={`${styles['row']} ${opens ? styles['linkRow'] : ''}`}>
      <div className={styles['main']}>
        {opens ? (
          <Link href={href} className={styles['rowLink']}>
            {title}
          </Link>
        ) : (
          <div className={styles['title']}>{title}</div>
        )}
        {sub !== undefined && <div className={styles['sub']}>{sub}</div>}
      </div>
      {side !== undefined && <div className={styles['side']}>{side}</div>}
    </li>
  )
}
