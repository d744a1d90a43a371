/** Choices of minutes without a touch after which the page locks; 0: never. */
export const AUTO_LOCK_MINUTES = [1, 5, 15, 60, 0] as const
export type AutoLockMinutes = (typeof AUTO_LOCK_MINUTES)[number]
/** What holds until somebody chooses. */
export const DEFAULT_AUTO_LOCK: AutoLockMinutes = 15

/** Whether it is time to lock. Times in milliseconds of one clock; a clock that was set back locks nothing. */
export function isTimeToLock(options: { now: number; lastTouch: number; minutes: AutoLockMinutes }): boolean {
  const { now, lastTouch, minutes } = options
  return minutes !== 0 && now - lastTouch >= minutes * 60_000
}
