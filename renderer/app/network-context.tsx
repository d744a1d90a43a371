import { createContext, use, type ReactNode } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'

export type NetworkSummary = CommandOutput<'network:list'>['networks'][number]

export interface CurrentNetwork {
  /** The network that the screens show. */
  readonly network: NetworkSummary
  readonly networks: readonly NetworkSummary[]
  choose: (id: string) => void
}

const NetworkContext = createContext<CurrentNetwork | undefined>(undefined)

export function NetworkProvider({ current, children }: { current: CurrentNetwork; children: ReactNode }) {
  return <NetworkContext value={current}>{children}</NetworkContext>
}

/** The network that this laptop's person looks at now. Screens inside the frame always have one. */
export function useNetwork(): CurrentNetwork {
  const current = use(NetworkContext)
  if (current === undefined) throw new Error('A screen outside of NetworkProvider')
  return current
}
