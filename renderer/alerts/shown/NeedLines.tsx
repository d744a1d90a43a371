import { useT } from '../../i18n/i18n-context.tsx'
import type { Alert } from '../alert-record.ts'
import styles from './shown.module.css'

/** How many are coming of how many, for each role. */
export function NeedLines({ alert }: { alert: Alert }) {
  const t = useT()
  if (alert.need.length === 0) return undefined
  return (
    <ul className={styles['needs']}>
      {alert.need.map(({ role, count, coming }) => (
        <li key={role ?? ''}>
          {role === null
            ? t('alert.board.need', { coming, count })
            : t('alert.board.need.role', { role, coming, count })}
        </li>
      ))}
    </ul>
  )
}
