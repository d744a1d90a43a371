import { Dialog } from '../components/Dialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { codeGroups, groupedCode } from './code-groups.ts'
import { CodeActions } from './CodeActions.tsx'
import styles from './meeting.module.css'

/** The code as text in groups of five, numbered so that two people reading do not lose their place. */
export function CodeDialog({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useT()
  const actions = <CodeActions text={groupedCode(code)} label={t('meeting.code.copy')} onClose={onClose} />
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
