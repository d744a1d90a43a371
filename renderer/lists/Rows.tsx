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
export function Row(props: RowProps) {
  return (
    <li className={`${styles['row']} ${props.href === undefined ? '' : styles['linkRow']}`}>
      <Inside {...props} />
    </li>
  )
}

/** What stands in a row of a long list, which makes its own items. */
export function LongRow(props: RowProps) {
  return (
    <div className={`${styles['row']} ${styles['longRow']} ${props.href === undefined ? '' : styles['linkRow']}`}>
      <Inside {...props} />
    </div>
  )
}

/** Stands where a row of a long list is on its way. */
export function LongRowWaiting() {
  return (
    <div className={`${styles['row']} ${styles['longRow']}`} aria-hidden>
      <div className={styles['main']}>
        <span className={styles['waiting']} />
      </div>
    </div>
  )
}

function Inside({ title, href, sub, side }: RowProps) {
  return (
    <>
      <div className={styles['main']}>
        {href !== undefined ? (
          <Link href={href} className={styles['rowLink']}>
            {title}
          </Link>
        ) : (
          <div className={styles['title']}>{title}</div>
        )}
        {sub !== undefined && <div className={styles['sub']}>{sub}</div>}
      </div>
      {side !== undefined && <div className={styles['side']}>{side}</div>}
    </>
  )
}
