/** Minutes without anybody after which a profile may lock by itself; 0: never. The closed list of the contract, in order of choice. */
export const AUTO_LOCK_MINUTES = [1, 5, 10, 15, 30, 60, 0] as const
export type AutoLockMinutes = (typeof AUTO_LOCK_MINUTES)[number]

/** What holds until somebody chooses, and where a choice cannot be read. */
export const DEFAULT_AUTO_LOCK: AutoLockMinutes = 10

/** Whether nobody has been there for long enough. @param idleMs negative where a clock was set back: then it is not time */
export function isTimeToLock({ idleMs, minutes }: { idleMs: number; minutes: AutoLockMinutes }): boolean {
  return minutes !== 0 && idleMs >= minutes * 60_000
}
