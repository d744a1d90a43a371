import { createContext, use, useCallback, useState, type ReactNode } from 'react'

import { useEngine } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './QuickHide.module.css'
import { useShortcut } from './use-shortcut.ts'

const HideContext = createContext<() => void>(() => undefined)

/** Ctrl+Shift+L: a blank screen at once, everywhere, and the profile locked behind it. */
export function QuickHide({ children }: { children: ReactNode }) {
  const engine = useEngine()
  const t = useT()
  const [hidden, setHidden] = useState(false)
  const hide = useCallback(() => {
    setHidden(true)
    engine.run('profile:lock', {}).catch(() => undefined)
  }, [engine])
  useShortcut({ key: 'l', shift: true }, hide)
  return (
    <HideContext value={hide}>
      {hidden ? (
        // Nothing else is in the page while it is hidden; a key or a press asks for the passphrase.
        <button
          type="button"
          autoFocus
          className={styles['blank']}
          aria-label={t('app.blank')}
          onClick={() => setHidden(false)}
        />
      ) : (
        children
      )}
    </HideContext>
  )
}

/** Hides and locks at once. */
export function useQuickHide(): () => void {
  return use(HideContext)
}
