import { Drama } from 'lucide-react'

import { useT } from '../../i18n/i18n-context.tsx'
import styles from './shown.module.css'

/** Over everything of a drill: a pattern, an icon and the word, so that it is told apart without colour too. */
export function DrillStrip() {
  const t = useT()
  return (
    <div className={styles['drillStrip']} data-drill-strip>
      <Drama aria-hidden size={24} />
      <p>
        <strong>{t('alert.drill.text')}</strong>
      </p>
    </div>
  )
}
