import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

import type { MeshError } from '../../core/shared/errors.ts'
import { useErrorText } from '../i18n/errors/error-text.ts'
import styles from './states.module.css'

/** What happened, what is safe, what to do. Read out when it appears. */
export function ErrorNotice({ error, children }: { error: MeshError | undefined; children?: ReactNode }) {
  const wording = useErrorText()
  if (error === undefined) return undefined
  const { what, safe, todo } = wording(error)
  return (
    <div role="alert" className={styles['error']}>
      <CircleAlert aria-hidden size={22} className={styles['errorIcon']} />
      <div className={styles['errorText']}>
        <p className={styles['errorWhat']}>{what}</p>
        <p>{safe}</p>
        <p>{todo}</p>
        {children !== undefined && <div className={styles['row']}>{children}</div>}
      </div>
    </div>
  )
}
