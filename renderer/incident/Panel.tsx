import type { ReactNode } from 'react'

import styles from './Incident.module.css'

/** One part of an incident, in a box with a heading. */
export function Panel({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles['panel']}>
      <header className={styles['panelHead']}>
        <h2>{title}</h2>
        {actions}
      </header>
      {children}
    </section>
  )
}
