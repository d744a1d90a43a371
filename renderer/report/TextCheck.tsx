import { EyeOff } from 'lucide-react'

import { checkText } from '../../core/domain/text-check.ts'
import { Notice } from '../components/Notice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Report.module.css'

const SHOWN = 6

/**
 * A calm notice of what in a text could identify somebody; it stops nobody from reporting (product.md, requirement 6).
 * `then`: what follows from it, where it is not a report.
 */
export function TextCheck({ text, then }: { text: string; then?: string }) {
  const t = useT()
  const found = checkText(text)
  return (
    <div role="status">
      {found.length > 0 && (
        <Notice look="wait" icon={EyeOff} title={t('check.title')}>
          <ul className={styles['found']}>
            {found.slice(0, SHOWN).map(({ what, start, end }) => (
              <li key={start}>
                <bdi className={styles['excerpt']}>{text.slice(start, end)}</bdi> {t(`check.${what}`)}
              </li>
            ))}
          </ul>
          <p>{then ?? t('check.text')}</p>
        </Notice>
      )}
    </div>
  )
}
