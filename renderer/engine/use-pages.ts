import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react'

import type { CommandCall } from '../../core/bridge/contract.ts'
import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { MeshError } from '../../core/shared/errors.ts'
import type { Answer } from './engine-client.ts'
import { useEngine } from './engine-context.tsx'

/** Records asked for at once; the contract allows 200. */
const PAGE_SIZE = 100
/** Rows before and after those in sight that are asked for with them. */
const AHEAD = 30

/** Which records, in which order. */
export type ListQuery = Omit<CommandCall<'record:list'>, 'offset' | 'limit'>

export interface Pages {
  /** All that match; undefined before the first answer. */
  readonly total: number | undefined
  /** Undefined for a row that is on its way. */
  at(row: number): ShownRecord | undefined
  readonly error: MeshError | undefined
}

/** A long list of which only the pages around the rows in sight are asked for and kept up to date. */
export function usePages(query: ListQuery, inSight: { readonly first: number; readonly last: number }): Pages {
  const engine = useEngine()
  const key = JSON.stringify(query)
  const known = useRef<{ key: string; total: number | undefined }>({ key, total: undefined })
  const last = known.current.key === key ? (known.current.total ?? inSight.last + 1) - 1 : inSight.last
  const firstPage = Math.floor(Math.max(0, Math.min(inSight.first, last) - AHEAD) / PAGE_SIZE)
  const lastPage = Math.max(firstPage, Math.floor(Math.min(inSight.last + AHEAD, last) / PAGE_SIZE))
  const watched = useMemo(() => {
    const asked = JSON.parse(key) as ListQuery
    return Array.from({ length: lastPage - firstPage + 1 }, (_, at) => ({
      page: firstPage + at,
      watch: engine.watch('record:list', { ...asked, offset: (firstPage + at) * PAGE_SIZE, limit: PAGE_SIZE }),
    }))
  }, [engine, key, firstPage, lastPage])
  const subscribe = useCallback(
    (onChange: () => void) => {
      const stops = watched.map(({ watch }) => watch.subscribe(onChange))
      return () => {
        for (const stop of stops) stop()
      }
    },
    [watched],
  )
  const answers = useStable(() => watched.map(({ watch }) => watch.peek()))
  const present = useSyncExternalStore(subscribe, answers)
  return useMemo(() => {
    const total = present.flatMap((answer) => (answer.state === 'ready' ? [answer.value.total] : []))[0]
    // While a further page is on its way the list keeps its length.
    if (known.current.key !== key || total !== undefined) known.current = { key, total }
    return {
      total: known.current.total,
      at: (row) => {
        const answer = present[Math.floor(row / PAGE_SIZE) - firstPage]
        return answer?.state === 'ready' ? answer.value.records[row % PAGE_SIZE] : undefined
      },
      error: present.flatMap((answer) => ('error' in answer && answer.error !== undefined ? [answer.error] : []))[0],
    }
  }, [present, key, firstPage])
}

type ListAnswer = Answer<{ total: number; records: ShownRecord[] }>

/** The same array for as long as its elements are the same: what `useSyncExternalStore` asks of a snapshot. */
function useStable(read: () => readonly ListAnswer[]): () => readonly ListAnswer[] {
  const last = useRef<readonly ListAnswer[]>([])
  return () => {
    const next = read()
    const same = next.length === last.current.length && next.every((answer, at) => answer === last.current[at])
    if (!same) last.current = next
    return last.current
  }
}
