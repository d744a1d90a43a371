import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Notice } from '../components/Notice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Facts } from '../lists/Facts.tsx'
import styles from '../network/network.module.css'

/** What setting everything back comes to, and who wrote how much since. */
export function RestorePreview({ preview }: { preview: CommandOutput<'restore:preview'> }) {
  const t = useT()
  const { basis, changed, putAway, broughtBack, untouched, unreadable, entries, late, erased, authors } = preview
  const records = (count: number): string | undefined => (count === 0 ? undefined : t('back.records', { count }))
  const isNothing = changed + putAway + broughtBack === 0
  return (
    <>
      {basis === 'claimed' && <Notice look="wait">{t('back.claimed')}</Notice>}
      {isNothing && <p>{t('back.nothing')}</p>}
      <Facts
        facts={[
          [t('back.changed'), records(changed)],
          [t('back.brought'), records(broughtBack)],
          [t('back.away'), records(putAway)],
          [t('back.untouched'), records(untouched)],
          [t('back.entries'), entries === 0 ? undefined : t('back.entries.count', { count: entries })],
          [t('back.late.count'), late === 0 ? undefined : t('back.changes', { count: late })],
          [t('back.erased'), records(erased)],
          [t('back.unreadable'), records(unreadable)],
        ]}
      />
      {authors.length > 0 && (
        <section>
          <h3>{t('back.authors')}</h3>
          <ul className={styles['points']}>
            {authors.map(({ person, name, changes, records: of }) => (
              <li key={person ?? 'unknown'}>
                <bdi>{name ?? t('back.unknown')}</bdi>: {t('back.changes', { count: changes })},{' '}
                {t('back.records', { count: of })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
