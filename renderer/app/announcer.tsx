import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react'

import styles from './announcer.module.css'

type Announce = (text: string) => void
const AnnouncerContext = createContext<Announce>(() => undefined)

/** Longest a spoken line stays in the page, in milliseconds. */
const SPOKEN_MS = 8_000

/** Says things to screen readers, and shows them for a moment: who joined, that something was saved. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [lines, setLines] = useState<readonly { id: number; text: string }[]>([])
  const announce = useCallback((text: string) => {
    const id = performance.now()
    setLines((present) => [...present.slice(-3), { id, text }])
    setTimeout(() => setLines((present) => present.filter((line) => line.id !== id)), SPOKEN_MS)
  }, [])
  const value = useMemo(() => announce, [announce])
  return (
    <AnnouncerContext value={value}>
      {children}
      <div className={styles['lines']} role="status" aria-live="polite" aria-atomic="false">
        {lines.map(({ id, text }) => (
          <p key={id} className={styles['line']}>
            {text}
          </p>
        ))}
      </div>
    </AnnouncerContext>
  )
}

export function useAnnounce(): Announce {
  return use(AnnouncerContext)
}
