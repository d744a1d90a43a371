import { createContext, use, useCallback, useSyncExternalStore, type ReactNode } from 'react'

import type { EngineClient } from './engine-client.ts'

const EngineContext = createContext<EngineClient | undefined>(undefined)

/** Gives the screens below their way to the engine. */
export function EngineProvider({ client, children }: { client: EngineClient; children: ReactNode }) {
  return <EngineContext value={client}>{children}</EngineContext>
}

export function useEngine(): EngineClient {
  const client = use(EngineContext)
  if (client === undefined) throw new Error('A screen outside of EngineProvider')
  return client
}

/** False once the engine went away. */
export function useConnected(): boolean {
  const client = useEngine()
  const subscribe = useCallback((onChange: () => void) => client.onConnection(onChange), [client])
  return useSyncExternalStore(subscribe, () => client.connected)
}
