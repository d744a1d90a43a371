import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'

import { useEngine } from '../engine/engine-context.tsx'
import { DEFAULT_AUTO_LOCK, isTimeToLock, type AutoLockMinutes } from './auto-lock.ts'

interface AutoLock {
  readonly minutes: AutoLockMinutes
  readonly choose: (minutes: AutoLockMinutes) => void
}

const AutoLockContext = createContext<AutoLock>({ minutes: DEFAULT_AUTO_LOCK, choose: () => undefined })

/** How often the time since the last touch is looked at, in milliseconds. */
const LOOK_MS = 5_000
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/**
 * Locks when nobody has touched the window for some minutes. By the wall clock, so that a laptop that slept is locked when it
 * wakes. The choice is held in memory: the page keeps nothing on the disk.
 */
export function AutoLockProvider({ children }: { children: ReactNode }) {
  const engine = useEngine()
  const [minutes, choose] = useState<AutoLockMinutes>(DEFAULT_AUTO_LOCK)
  useEffect(() => {
    let lastTouch = Date.now()
    const touch = (): void => {
      lastTouch = Date.now()
    }
    const timer = setInterval(() => {
      if (!isTimeToLock({ now: Date.now(), lastTouch, minutes })) return
      touch()
      engine.run('profile:lock', {}).catch(() => undefined)
    }, LOOK_MS)
    for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true, passive: true })
    return () => {
      clearInterval(timer)
      for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true })
    }
  }, [engine, minutes])
  const value = useMemo(() => ({ minutes, choose }), [minutes])
  return <AutoLockContext value={value}>{children}</AutoLockContext>
}

export function useAutoLock(): AutoLock {
  return use(AutoLockContext)
}
