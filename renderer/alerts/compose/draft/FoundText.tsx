import { checkText } from '../../../../core/domain/text-check.ts'
import type { Alert } from '../../alert-record.ts'
import styles from '../compose.module.css'
import { MarkedText } from './MarkedText.tsx'

/** The texts of a draft in which something could identify somebody, with that marked. */
export function FoundText({ alert }: { alert: Alert }) {
  const texts = [alert.headline, alert.instruction, alert.area, ...alert.need.map(({ role }) => role)]
  const found = texts.flatMap((text) => (text !== null && checkText(text).length > 0 ? [text] : []))
  return (
    <div className={styles['confirm']}>
      {found.map((text) => (
        <p key={text}>
          <MarkedText text={text} />
        </p>
      ))}
    </div>
  )
}
