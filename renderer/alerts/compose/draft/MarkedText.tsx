import { checkText } from '../../../../core/domain/text-check.ts'
import { useT } from '../../../i18n/i18n-context.tsx'
import styles from '../compose.module.css'

/** A text in which what could identify somebody is marked, and named for those who cannot see the mark. */
export function MarkedText({ text }: { text: string }) {
  const t = useT()
  const spans = checkText(text)
  return (
    <bdi className={styles['marked']}>
      {spans.map(({ what, start, end }, at) => (
        <span key={start}>
          {text.slice(spans[at - 1]?.end ?? 0, start)}
          <mark className={styles['mark']} title={t(`check.${what}`)}>
            {text.slice(start, end)}
            <span className={styles['markWhat']}> ({t(`check.${what}`)})</span>
          </mark>
        </span>
      ))}
      {text.slice(spans.at(-1)?.end ?? 0)}
    </bdi>
  )
}
