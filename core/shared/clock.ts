/** Where time comes from. Tests pass a fake; only the composition roots pass the real one. */
export interface Clock {
  /** Milliseconds since the Unix epoch, by this laptop's wall clock: to show, never to order by. */
  now(): number
  /** Milliseconds of a clock that never jumps: to measure waits by. */
  monotonic(): number
  /** Runs `task` once after `delayMs`. @returns the function that cancels it */
  after(delayMs: number, task: () => void): () => void
}

/** The laptop's own clocks and timers. A pending timer does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Where randomness comes from: `size` unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array
