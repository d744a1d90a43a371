import { useMemo } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import type { Answer } from '../engine/engine-client.ts'
import { useQuery } from '../engine/use-query.ts'
import { asPlan, type Plan } from './plan-view.ts'

/** Largest window of one question. */
export const MOST_PLANS = 200

export interface Plans {
  readonly answer: Answer<CommandOutput<'record:list'>>
  readonly plans: readonly Plan[]
  readonly total: number
}

/** Plans of the current network that are not put away, the newest 200 that match. */
export function usePlans({ search = '', state }: { search?: string; state?: string | undefined } = {}): Plans {
  const network = useNetwork().network.id
  const answer = useQuery('record:list', {
    network,
    kind: 'plan',
    limit: MOST_PLANS,
    ...(search.trim() !== '' && { search: search.trim().slice(0, 200) }),
    ...(state !== undefined && { state }),
  })
  return useMemo(() => {
    const found = answer.state === 'ready' ? answer.value : { total: 0, records: [] }
    return { answer, plans: found.records.map(asPlan), total: found.total }
  }, [answer])
}

/** This laptop's time zone, for plans that name none. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
