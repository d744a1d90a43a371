import { useSyncExternalStore } from 'react'

/** How often times on screen move on, in milliseconds. */
const STEP_MS = 20_000

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange)
  if (timer === undefined) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const listener of listeners) listener()
    }, STEP_MS)
  }
  return () => {
    listeners.delete(onChange)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** This laptop's wall clock in milliseconds, moving in steps of 20 seconds: all times on screen move together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
