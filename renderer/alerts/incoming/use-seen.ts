import { useEffect, useSyncExternalStore } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { useEngine } from '../../engine/engine-context.tsx'
import { isUnseen, type Alert } from '../alert-record.ts'

/** Says once that this person has the alert before their eyes: while it is drawn, in a window that is not hidden. */
export function useSeen(alert: Alert | undefined): void {
  const engine = useEngine()
  const { id: network, person } = useNetwork().network
  const visible = useSyncExternalStore(onVisibility, () => document.visibilityState === 'visible')
  const state = alert?.state
  const sayable = state !== undefined && state !== 'draft' && state !== 'cancelled' && state !== 'all-clear'
  const id = visible && sayable && isUnseen(alert!, person) ? alert!.id : undefined
  useEffect(() => {
    // Where it cannot be written now, the next look at it says so
    if (id !== undefined) engine.run('alert:seen', { network, id }).catch(() => undefined)
  }, [engine, network, id])
}

function onVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}
