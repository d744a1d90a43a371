import { RotateCw, Unplug } from 'lucide-react'

import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Loading } from '../components/Loading.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Plain.module.css'

/** Before anything is known. */
export function Opening() {
  const t = useT()
  return (
    <main className={styles['plain']}>
      <Loading text={t('app.connecting')} />
    </main>
  )
}

/** The engine is not there: what is safe, what to do. */
export function Stopped({ title, text, reload = false }: { title: string; text: string; reload?: boolean }) {
  const t = useT()
  const button = (
    <Button icon={RotateCw} onPress={() => location.reload()}>
      {t('app.reload')}
    </Button>
  )
  return (
    <main className={styles['plain']} role="main" aria-live="polite">
      <EmptyState icon={Unplug} level="h1" title={title} actions={reload ? button : undefined}>
        {text}
      </EmptyState>
    </main>
  )
}
