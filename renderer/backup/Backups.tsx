import { ArchiveRestore, HardDriveDownload } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../components/Button.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from '../privacy/privacy.module.css'
import { BackupDialog } from './BackupDialog.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'

/** One encrypted file with everything in it, and the way back. */
export function Backups() {
  const t = useT()
  const [open, setOpen] = useState<'backup' | 'restore'>()
  const close = (): void => setOpen(undefined)
  return (
    <Section title={t('backup.title')}>
      <Card>
        <div className={styles['stack']}>
          <p>{t('backup.text')}</p>
          <div className={styles['buttons']}>
            <Button icon={HardDriveDownload} onPress={() => setOpen('backup')}>
              {t('backup.make')}
            </Button>
            <Button icon={ArchiveRestore} onPress={() => setOpen('restore')}>
              {t('backup.restore')}
            </Button>
          </div>
        </div>
      </Card>
      {open === 'backup' && <BackupDialog onClose={close} />}
      {open === 'restore' && <RestoreDialog onClose={close} />}
    </Section>
  )
}
