import { useState, type ReactNode } from 'react'

import { useT } from '../i18n/i18n-context.tsx'
import { RecordList } from '../lists/RecordList.tsx'
import { asIncident } from './incident-record.ts'
import styles from './IncidentList.module.css'
import { IncidentRow, IncidentRowPlaceholder } from './IncidentRow.tsx'

/** Height of a row, as in IncidentRow.module.css; more where the window is narrow. */
const ROW_PX = 84

export interface IncidentListProps {
  network: string
  search: string
  states: readonly string[] | undefined
  sort: 'newest' | 'oldest' | 'changed'
  /** What stands there when nothing matches. */
  empty: ReactNode
}

/** Any number of incidents, in a box that scrolls by itself. */
export function IncidentList({ network, search, states, sort, empty }: IncidentListProps) {
  const t = useT()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  return (
    <RecordList
      query={{
        network,
        kind: 'incident',
        sort,
        ...(search !== '' && { search }),
        ...(states && { states: [...states] }),
      }}
      label={t('nav.incidents')}
      rowPx={ROW_PX}
      scroller={scroller}
      row={(record) => <IncidentRow incident={asIncident(record)} />}
      waiting={<IncidentRowPlaceholder />}
      empty={empty}
    >
      {(list) => (
        <div className={styles['box']}>
          <div ref={setScroller} className={styles['scroller']}>
            {list}
          </div>
        </div>
      )}
    </RecordList>
  )
}
