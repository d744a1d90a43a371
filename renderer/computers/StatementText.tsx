import { Copy } from 'lucide-react'

import { CopyButton } from '../forms/CopyButton.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import styles from './computers.module.css'

/** What has been said against a stolen computer, as text to hand on, and to whom. */
export function StatementText({ by, statement }: { by: readonly string[]; statement: string | undefined }) {
  const t = useT()
  const formats = useFormats()
  if (statement === undefined) return undefined
  return (
    <>
      <p>{t('dispute.said', { names: formats.list(by), count: by.length })}</p>
      <p>{t(by.length < 2 ? 'dispute.next.second' : 'dispute.next.anybody')}</p>
      {/* Long enough to scroll: the keyboard gets there. */}
      <p className={styles['statement']} dir="ltr" role="group" tabIndex={0} aria-label={t('dispute.statement')}>
        {statement}
      </p>
      <div className={styles['actions']}>
        <CopyButton text={statement} icon={Copy} copied={t('meeting.code.copied')} failed={t('meeting.code.failed')}>
          {t('dispute.copy')}
        </CopyButton>
      </div>
    </>
  )
}
