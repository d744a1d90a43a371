import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Notice } from '../components/Notice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from '../privacy/privacy.module.css'

/** What a restore brought, and what it means for the computer that made the backup. */
export function Restored({ done }: { done: CommandOutput<'profile:restore'> }) {
  const t = useT()
  return (
    <div className={styles['stack']}>
      <ul>
        {done.networks.map(({ id, name, records, erased, refused }) => (
          <li key={id}>
            <bdi>{name}</bdi>: {t('backup.brought', { count: records })}
            {erased > 0 && ` ${t('backup.stays-erased', { count: erased })}`}
            {refused > 0 && ` ${t('backup.refused', { count: refused })}`}
          </li>
        ))}
      </ul>
      {done.leftOut > 0 && <p>{t('backup.left-out', { count: done.leftOut })}</p>}
      {done.networks.some(({ isNew }) => isNew) && (
        <Notice look="wait" title={t('backup.old')}>
          <p>{t('backup.old.text')}</p>
        </Notice>
      )}
    </div>
  )
}
