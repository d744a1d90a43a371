import type { ReactNode } from 'react'

import styles from './forms.module.css'

/** Fields that are asked together, under one name. */
export function Fieldset({ legend, hint, children }: { legend: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles['group']}>
      <legend className={styles['legend']}>{legend}</legend>
      {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
      {children}
    </fieldset>
  )
}

/** Fields side by side where there is room; `narrow` for numbers. */
export function Columns({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  return <div className={`${styles['columns']} ${narrow ? styles['narrow'] : ''}`}>{children}</div>
}

/** Short fields that follow one another and wrap. */
export function Wrapped({ children }: { children: ReactNode }) {
  return <div className={styles['wrap']}>{children}</div>
}
