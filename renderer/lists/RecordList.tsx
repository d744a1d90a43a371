import { RotateCw } from 'lucide-react'
import { useCallback, useRef, useState, type ReactNode } from 'react'

import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { usePages, type ListQuery } from '../engine/use-pages.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { LongList, type LongListProps } from './LongList.tsx'

/** Going further than this many rows at once is a jump: the list waits for where it ends. */
const JUMP_ROWS = 40
/** How long the rows in sight stand still after a jump before they are asked for, in milliseconds. */
const SETTLED_MS = 60

type Rows = { readonly first: number; readonly last: number }

export interface RecordListProps extends Pick<LongListProps, 'label' | 'rowPx' | 'scroller' | 'waiting'> {
  query: ListQuery
  row: (record: ShownRecord) => ReactNode
  /** What stands there when nothing matches. */
  empty: ReactNode
  /** What is on its way, in words. */
  loading?: string
  /** Around the list: a box, what scrolls. */
  children: (list: ReactNode) => ReactNode
}

/** Any number of records of one kind: only the pages around those in sight are asked for and kept up to date. */
export function RecordList({ query, row, empty, loading, children, ...list }: RecordListProps) {
  const t = useT()
  const [inSight, onInSight] = useSettled({ first: 0, last: 20 })
  const pages = usePages(query, inSight)
  if (pages.total === undefined) {
    if (pages.error === undefined) return <Loading text={loading} />
    return (
      <ErrorNotice error={pages.error}>
        <Button icon={RotateCw} onPress={() => location.reload()}>
          {t('app.reload')}
        </Button>
      </ErrorNotice>
    )
  }
  if (pages.total === 0) return empty
  const rowAt = (index: number): ReactNode | undefined => {
    const record = pages.at(index)
    return record && row(record)
  }
  return (
    <>
      {pages.error !== undefined && <Notice look="wait">{t('error.stale')}</Notice>}
      {children(<LongList {...list} count={pages.total} row={rowAt} onInSight={onInSight} />)}
    </>
  )
}

/** The rows in sight; while somebody drags the scroll bar through thousands, only where they stop. */
function useSettled(first: Rows): [Rows, (next: Rows) => void] {
  const [settled, setSettled] = useState(first)
  const last = useRef(first.first)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tell = useCallback((next: Rows) => {
    const settle = (): void =>
      setSettled((present) => (present.first === next.first && present.last === next.last ? present : next))
    clearTimeout(timer.current)
    if (Math.abs(next.first - last.current) > JUMP_ROWS) timer.current = setTimeout(settle, SETTLED_MS)
    else settle()
    last.current = next.first
  }, [])
  return [settled, tell]
}
