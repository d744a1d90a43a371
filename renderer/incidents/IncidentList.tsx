import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { usePages } from '../engine/use-pages.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { asIncident } from './incident-record.ts'
import styles from './IncidentList.module.css'
import { IncidentRow, IncidentRowPlaceholder } from './IncidentRow.tsx'

/** Height of a row, as in IncidentRow.module.css. */
const ROW_PX = 84
const KEYS: Readonly<Record<string, (row: number, last: number) => number>> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row) => row + 8,
  PageUp: (row) => row - 8,
  Home: () => 0,
  End: (_, last) => last,
}

export interface IncidentListProps {
  network: string
  search: string
  states: readonly string[] | undefined
  sort: 'newest' | 'oldest' | 'changed'
  /** What stands there when nothing matches. */
  empty: ReactNode
}

/** Any number of incidents: only the rows in sight are in the page, only their pages are asked for. */
export function IncidentList({ network, search, states, sort, empty }: IncidentListProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const [inSight, setInSight] = useState({ first: 0, last: 20 })
  const pages = usePages(
    { network, kind: 'incident', sort, ...(search !== '' && { search }), ...(states && { states: [...states] }) },
    inSight,
  )
  const count = pages.total ?? 0
  // React Compiler is not used here: the virtualizer is a changing object by design.
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    onChange: ({ range }) => {
      if (range === null) return
      const next = { first: range.startIndex, last: range.endIndex }
      setInSight((present) => (present.first === next.first && present.last === next.last ? present : next))
    },
  })
  if (pages.total === undefined) return pages.error ? <ErrorNotice error={pages.error} /> : <Loading />
  if (pages.total === 0) return empty
  const move = (event: KeyboardEvent): void => {
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row']
    const next = KEYS[event.key]?.(Number(at), count - 1)
    if (at === undefined || next === undefined) return
    event.preventDefault()
    const row = Math.min(count - 1, Math.max(0, next))
    rows.scrollToIndex(row)
    focusRow(scroller.current, row)
  }
  return (
    <div className={styles['box']}>
      {/* the links inside are the controls; the arrow keys only move between them */}
      <div ref={scroller} className={styles['scroller']} onKeyDown={move}>
        <ul className={styles['rows']} style={{ blockSize: rows.getTotalSize() }} aria-label={t('nav.incidents')}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const record = pages.at(index)
            return (
              <li
                key={index}
                data-row={index}
                aria-setsize={count}
                aria-posinset={index + 1}
                className={styles['item']}
                style={{ transform: `translateY(${start}px)` }}
              >
                {record === undefined ? <IncidentRowPlaceholder /> : <IncidentRow incident={asIncident(record)} />}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}

/** The row may have to be drawn first. */
function focusRow(scroller: HTMLElement | null, row: number): void {
  requestAnimationFrame(() => scroller?.querySelector<HTMLElement>(`[data-row="${row}"] a`)?.focus())
}
