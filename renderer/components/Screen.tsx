import { useEffect, useRef, type ReactNode } from 'react'

import styles from './Screen.module.css'

export interface ScreenProps {
  title: ReactNode
  /** A line under the title. */
  lead?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** Above the title: a link back. */
  above?: ReactNode
  /** `narrow` for reading and forms; `full` for lists that scroll by themselves. */
  width?: 'plain' | 'narrow' | 'full'
  children: ReactNode
}

/** One screen: its heading takes the focus when the screen opens, so that reading starts there. */
export function Screen({ title, lead, actions, above, width = 'plain', children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { activeElement } = document
    if (activeElement === null || activeElement === document.body || activeElement.closest('nav') !== null)
      heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={`${styles['screen']} ${styles[width]}`}>
      {above}
      <header className={styles['head']}>
        <div className={styles['titles']}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a screen with a heading of its own. */
export function Section({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles['section']}>
      <header className={styles['sectionHead']}>
        <h2>{title}</h2>
        {actions}
      </header>
      {children}
    </section>
  )
}

/** A quiet box around things that belong together. */
export function Card({ children, padded = true }: { children: ReactNode; padded?: boolean }) {
  return <div className={`${styles['card']} ${padded ? styles['padded'] : ''}`}>{children}</div>
}
