import styles from './text.module.css'

/** What a person wrote: text only, in its own direction, lines kept, long words broken. */
export function Written({ text }: { text: string }) {
  return (
    <p className={styles['written']} dir="auto">
      {text}
    </p>
  )
}
