import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

import styles from './LongList.module.css'

/** Rows drawn above and below those in sight. */
const OVERSCAN = 6
const KEYS: Readonly<Record<string, (row: number, list: { last: number; inSight: number }) => number>> = {
  ArrowDown: (row) => row + 1,
  ArrowUp: (row) => row - 1,
  PageDown: (row, { inSight }) => row + inSight,
  PageUp: (row, { inSight }) => row - inSight,
  Home: () => 0,
  End: (_, { last }) => last,
}

export interface LongListProps {
  label: string
  /** All rows, in the document or not. */
  count: number
  /** Usual height of a row; each is measured when it is drawn. */
  rowPx: number
  /** What scrolls: a box around the list, or the screen it stands on; null before it is there. */
  scroller: HTMLElement | null
  /** What stands in a row, its link the first `a`; undefined while it is on its way. */
  row: (index: number) => ReactNode | undefined
  /** Stands where a row is on its way. */
  waiting: ReactNode
  onInSight: (rows: { readonly first: number; readonly last: number }) => void
}

/**
 * A list of any length: only the rows in sight, and the one with the focus, are in the document. The arrow keys, Page Up,
 * Page Down, Home and End move between the rows; a row that is still on its way takes the focus until its link does.
 */
export function LongList({ label, count, rowPx, scroller, row, waiting, onInSight }: LongListProps) {
  const list = useRef<HTMLUListElement>(null)
  const wanted = useRef<number>(undefined)
  const [focused, setFocused] = useState<number>()
  const contentOf = useFocusedKept(row, focused)
  const margin = useScrollMargin(list, scroller)
  const rangeExtractor = useCallback<typeof defaultRangeExtractor>(
    (range) => {
      const drawn = defaultRangeExtractor(range)
      if (focused === undefined || focused >= range.count || drawn.includes(focused)) return drawn
      return [...drawn, focused].toSorted((a, b) => a - b)
    },
    [focused],
  )
  // React Compiler is not used here: the virtualizer is a changing object by design.
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    scrollMargin: margin,
    indexAttribute: 'data-row',
    rangeExtractor,
    onChange: ({ range }) => {
      if (range !== null) onInSight({ first: range.startIndex, last: range.endIndex })
    },
  })
  useEffect(() => {
    if (wanted.current === undefined) return
    const item = list.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`)
    const link = item?.querySelector<HTMLElement>('a')
    ;(link ?? item)?.focus({ preventScroll: true })
    if (link !== null && link !== undefined) wanted.current = undefined
  })
  const move = (event: KeyboardEvent): void => {
    const at = rowOf(event.target)
    if (at === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const { startIndex = 0, endIndex = 0 } = rows.range ?? {}
    const next = KEYS[event.key]?.(at, { last: count - 1, inSight: Math.max(1, endIndex - startIndex - 1) })
    if (next === undefined) return
    event.preventDefault()
    wanted.current = Math.min(count - 1, Math.max(0, next))
    setFocused(wanted.current)
    rows.scrollToIndex(wanted.current)
  }
  const leave = (to: EventTarget | null): void => {
    if (to !== null && list.current?.contains(to as Node) === true) return
    wanted.current = undefined
    setFocused(undefined)
  }
  return (
    // the links inside are the controls; the keys only move between them
    <ul
      ref={list}
      className={styles['rows']}
      style={{ blockSize: rows.getTotalSize() }}
      aria-label={label}
      onKeyDown={move}
      onFocus={({ target }) => setFocused(rowOf(target))}
      onBlur={({ relatedTarget }) => leave(relatedTarget)}
    >
      {rows.getVirtualItems().map(({ index, start }) => {
        const content = contentOf(index)
        return (
          <li
            key={index}
            ref={rows.measureElement}
            data-row={index}
            tabIndex={-1}
            aria-setsize={count}
            aria-posinset={index + 1}
            aria-busy={content === undefined}
            className={styles['item']}
            style={{ transform: `translateY(${start - margin}px)` }}
          >
            {content ?? waiting}
          </li>
        )
      })}
    </ul>
  )
}

function rowOf(target: EventTarget): number | undefined {
  const row = (target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row']
  return row === undefined ? undefined : Number(row)
}

/** The row with the focus keeps what it holds when it is out of sight and not asked for any more: its link has the focus. */
function useFocusedKept(row: LongListProps['row'], focused: number | undefined): LongListProps['row'] {
  const kept = useRef<{ index: number; content: ReactNode }>(undefined)
  return (index) => {
    const content = row(index)
    if (index !== focused) return content
    if (content !== undefined) kept.current = { index, content }
    return kept.current?.index === index ? kept.current.content : undefined
  }
}

/** How far below the beginning of what scrolls the list begins, in pixels. */
function useScrollMargin(list: { current: HTMLElement | null }, scroller: HTMLElement | null): number {
  const [margin, setMargin] = useState(0)
  // after every drawing: what stands above the list may have grown
  useLayoutEffect(() => {
    if (scroller === null || list.current === null) return
    const top = list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientTop
    setMargin(Math.round(top + scroller.scrollTop))
  })
  return margin
}
