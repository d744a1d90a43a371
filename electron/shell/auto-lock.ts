import type { PowerMonitor } from 'electron'

import { type AutoLockMinutes, DEFAULT_AUTO_LOCK, isTimeToLock } from '../../core/bridge/contract/auto-lock.ts'
import type { Clock } from '../../core/shared/clock.ts'

const LOOK_EVERY_MS = 15_000

/** What locks when nobody is at the laptop. */
export interface AwayLock {
  /** From now on after so long without keyboard or mouse, of any program. */
  setMinutes(minutes: AutoLockMinutes): void
  stop(): void
}

/** Locks when the laptop sleeps, when its screen is locked, and when nobody is at it for as long as the profile says. */
export function lockWhenAway(
  monitor: Pick<PowerMonitor, 'getSystemIdleTime' | 'on'>,
  { clock, lock }: { clock: Clock; lock: () => void },
): AwayLock {
  monitor.on('suspend', lock)
  monitor.on('lock-screen', lock)
  let minutes = DEFAULT_AUTO_LOCK
  let cancel = (): void => undefined
  const look = (): void => {
    if (isTimeToLock({ idleMs: monitor.getSystemIdleTime() * 1_000, minutes })) lock()
  }
  const lookOn = (): void => {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      look()
      lookOn()
    })
  }
  lookOn()
  return {
    setMinutes: (chosen) => {
      if (chosen === minutes) return
      minutes = chosen
      look()
    },
    stop: () => cancel(),
  }
}
