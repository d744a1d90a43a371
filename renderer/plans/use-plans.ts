import { useMemo } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import type { Answer } from '../engine/engine-client.ts'
import { usePages, type ListQuery } from '../engine/use-pages.ts'
import { useQuery } from '../engine/use-query.ts'
import { asPlan, type Plan } from './plan-view.ts'

/** Most plans that are put in the order of their dates, or looked at for a week. */
const MOST_DATED = 2_000

export interface Plans {
  readonly answer: Answer<CommandOutput<'record:list'>>
  /** The newest of them, those that are here so far. */
  readonly plans: readonly Plan[]
  readonly total: number
}

/** What `record:list` is asked for plans of the current network that are not put away. */
export function usePlansQuery({ search = '', state }: { search?: string; state?: string | undefined }): ListQuery {
  return {
    network: useNetwork().network.id,
    kind: 'plan',
    ...(search.trim() !== '' && { search: search.trim().slice(0, 200) }),
    ...(state !== undefined && { state }),
  }
}

/** The newest plans that match, at most `most`. */
export function usePlans(query: ListQuery, most = MOST_DATED): Plans {
  const count = useQuery('record:list', { ...query, limit: 0 })
  const total = count.state === 'ready' ? count.value.total : 0
  const wanted = Math.min(total, most)
  const pages = usePages(query, { first: 0, last: Math.max(0, wanted - 1) })
  return useMemo(() => {
    const plans = Array.from({ length: wanted }, (_, row) => pages.at(row)).flatMap((found) =>
      found ? [asPlan(found)] : [],
    )
    if (wanted === 0 || plans.length > 0) return { answer: count, plans, total }
    const { error } = pages
    return { answer: error === undefined ? { state: 'loading' } : { state: 'failed', error }, plans, total }
  }, [count, pages, wanted, total])
}

/** This laptop's time zone, for plans that name none. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
