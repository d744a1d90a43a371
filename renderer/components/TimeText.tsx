import { TriangleAlert } from 'lucide-react'

import { useFormats, useT } from '../i18n/i18n-context.tsx'
import styles from './text.module.css'
import { useNow } from './use-now.ts'

/** Older than this, a date says more than "26 days ago", in milliseconds. */
const RECENT_MS = 7 * 86_400_000

export interface TimeTextProps {
  /** Milliseconds since the Unix epoch; null or undefined when not known. */
  at: number | null | undefined
  /** `ago`: "3 min ago", a date when older; `moment`: date and time; `clock`: time of day; `day`: the date. */
  as?: 'ago' | 'moment' | 'clock' | 'day'
  /** Dated ahead of this laptop's clock: shown with a mark (product.md, "Rules", 5). */
  fromFuture?: boolean
}

/** A time, with the full date as its title. Somebody's wall clock: shown, never trusted. */
export function TimeText({ at, as = 'ago', fromFuture = false }: TimeTextProps) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  if (at === null || at === undefined) return <span className={styles['faint']}>{t('time.unknown')}</span>
  const words = as !== 'ago' ? formats[as](at) : now - at > RECENT_MS ? formats.day(at) : formats.ago(at, now)
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.moment(at)} className={styles['time']}>
      {words ?? t('time.now')}
      {fromFuture && (
        <span className={styles['future']} title={t('time.future')}>
          <TriangleAlert aria-label={t('time.future')} role="img" size={15} />
        </span>
      )}
    </time>
  )
}
