import { LoaderCircle } from 'lucide-react'

import { useT } from '../i18n/i18n-context.tsx'
import styles from './states.module.css'

/** Something is on its way. `text` says what, and where a total is known, how much. */
export function Loading({ text }: { text?: string }) {
  const t = useT()
  return (
    <p role="status" className={styles['loading']}>
      <LoaderCircle aria-hidden size={22} className={styles['turning']} />
      {text ?? t('app.loading')}
    </p>
  )
}
