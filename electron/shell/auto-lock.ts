import type { PowerMonitor } from 'electron'

import type { Clock } from '../../core/shared/clock.ts'

/** Nobody has touched keyboard or mouse for so long. */
const IDLE_S = 10 * 60
const LOOK_EVERY_MS = 15_000

/**
 * Locks when the laptop sleeps, when its screen is locked, and when nobody is at it.
 * @returns the function that stops it
 */
export function lockWhenAway(
  monitor: Pick<PowerMonitor, 'getSystemIdleTime' | 'on'>,
  { clock, lock }: { clock: Clock; lock: () => void },
): () => void {
  monitor.on('suspend', lock)
  monitor.on('lock-screen', lock)
  let cancel = (): void => undefined
  const look = (): void => {
    if (monitor.getSystemIdleTime() >= IDLE_S) lock()
    cancel = clock.after(LOOK_EVERY_MS, look)
  }
  cancel = clock.after(LOOK_EVERY_MS, look)
  return () => cancel()
}
