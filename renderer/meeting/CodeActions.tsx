import { Copy } from 'lucide-react'

import { Button } from '../components/Button.tsx'
import { CopyButton } from '../forms/CopyButton.tsx'
import { useT } from '../i18n/i18n-context.tsx'

/** What stands below a code that is shown: copying it, and being done. @param text as it is copied @param label of copying */
export function CodeActions({ text, label, onClose }: { text: string; label: string; onClose: () => void }) {
  const t = useT()
  return (
    <>
      <CopyButton text={text} icon={Copy} copied={t('meeting.code.copied')} failed={t('meeting.code.failed')}>
        {label}
      </CopyButton>
      <Button look="primary" onPress={onClose}>
        {t('action.done')}
      </Button>
    </>
  )
}
