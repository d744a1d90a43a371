import { cleanText } from '../../core/domain/text/clean.ts'
import styles from './text.module.css'

/** What a person wrote: text only, in its own direction, lines kept, long words broken. A text written together comes as it is stored. */
export function Written({ text }: { text: string }) {
  return (
    <p className={styles['written']} dir="auto">
      {cleanText(text)}
    </p>
  )
}
