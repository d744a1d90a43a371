import { Copy } from 'lucide-react'

import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { CopyButton } from '../forms/CopyButton.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { codeGroups, groupedCode } from './code-groups.ts'
import styles from './meeting.module.css'

/** The code as text in groups of five, numbered so that two people reading do not lose their place. */
export function CodeDialog({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useT()
  const actions = (
    <>
      <CopyButton
        text={groupedCode(code)}
        icon={Copy}
        copied={t('meeting.code.copied')}
        failed={t('meeting.code.failed')}
      >
        {t('meeting.code.copy')}
      </CopyButton>
      <Button look="primary" onPress={onClose}>
        {t('action.done')}
      </Button>
    </>
  )
  return (
    <Dialog title={t('meeting.code.title')} isOpen onClose={onClose} size="wide" actions={actions}>
      <p>{t('meeting.code.text')}</p>
      <ol className={styles['groups']} dir="ltr" data-testid="code-groups">
        {codeGroups(code).map((group, at) => (
          // The groups of one code never change places.
          <li key={at} className={at === 0 ? styles['prefix'] : undefined}>
            {group}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
