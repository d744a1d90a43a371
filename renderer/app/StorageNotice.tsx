import { Notice } from '../components/Notice.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { MessageId } from '../i18n/en/catalogue.ts'
import type { SyncStatus } from './sync-sentence.ts'
import styles from './Outside.module.css'

const WHY: Readonly<Record<NonNullable<SyncStatus['storage']>, readonly [what: MessageId, todo: MessageId]>> = {
  'documents/disk-full': ['storage.full', 'storage.full.todo'],
  'documents/read-only': ['storage.read-only', 'storage.read-only.todo'],
  'documents/write-failed': ['storage.fails', 'storage.fails.todo'],
}

/** Above every screen while this computer can save nothing: what others send does not come in either, and nobody would see it. */
export function StorageNotice() {
  const t = useT()
  const code = valueOf(useQuery('sync:status', {}))?.storage
  if (code === undefined) return undefined
  const [what, todo] = WHY[code]
  return (
    <section role="alert" className={styles['outside']} data-storage={code}>
      <Notice look="wait" title={t(what)}>
        <p>{t('storage.safe')}</p>
        <p>{t(todo)}</p>
      </Notice>
    </section>
  )
}
