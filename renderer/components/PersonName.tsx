import { useT } from '../i18n/i18n-context.tsx'
import styles from './text.module.css'

export interface PersonNameProps {
  /** Undefined when the person is not known here any more. */
  name: string | undefined
  /** Short form of their key: give it where two names look alike. */
  fingerprint?: string
  you?: boolean
}

/** A person's name as text, isolated, with the key's short form where names could be mixed up. */
export function PersonName({ name, fingerprint, you = false }: PersonNameProps) {
  const t = useT()
  if (name === undefined || name === '') return <em className={styles['faint']}>{t('person.unknown')}</em>
  return (
    <span className={styles['person']}>
      <bdi>{name}</bdi>
      {you && <span className={styles['faint']}> ({t('person.you')})</span>}
      {fingerprint !== undefined && (
        <span className={styles['fingerprint']} dir="ltr">
          {t('person.fingerprint', { fingerprint })}
        </span>
      )}
    </span>
  )
}
