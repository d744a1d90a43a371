import { useEffect } from 'react'

import { isTimeToLock } from '../../core/bridge/contract/auto-lock.ts'
import { useEngine } from '../engine/engine-context.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'

/** How often the time since the last touch is looked at, in milliseconds. */
const LOOK_MS = 5_000
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/**
 * Locks when nobody has touched the window for as long as the profile says. By the wall clock, so that a laptop that slept is
 * locked when it wakes. In the desktop app a hidden window counts for nothing: there the shell watches the whole laptop, and
 * what was put away into the tray goes on while somebody works at something else.
 */
export function AutoLock({ shell }: { shell: 'desktop' | 'browser' }) {
  const engine = useEngine()
  const minutes = valueOf(useQuery('profile:preferences', {}))?.autoLockMinutes
  useEffect(() => {
    if (minutes === undefined) return
    let lastTouch = Date.now()
    const touch = (): void => {
      lastTouch = Date.now()
    }
    const timer = setInterval(() => {
      if (shell === 'desktop' && document.hidden) return touch()
      if (!isTimeToLock({ idleMs: Date.now() - lastTouch, minutes })) return
      touch()
      engine.run('profile:lock', {}).catch(() => undefined)
    }, LOOK_MS)
    for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true, passive: true })
    return () => {
      clearInterval(timer)
      for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true })
    }
  }, [engine, minutes, shell])
  return undefined
}
