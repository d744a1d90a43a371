import { useLayoutEffect, useState } from 'react'

import styles from './LongList.module.css'
import { RecordList, type RecordListProps } from './RecordList.tsx'
import { LongRowWaiting } from './Rows.tsx'

/** Usual height of a row with a line under its title, as in lists.module.css. */
const ROW_PX = 66

/** Any number of records as rows (`LongRow`) on a screen that scrolls as a whole. */
export function ScreenList(props: Omit<RecordListProps, 'rowPx' | 'scroller' | 'waiting' | 'children'>) {
  const [screen, setScreen] = useState<HTMLElement | null>(null)
  useLayoutEffect(() => setScreen(document.getElementById('main')), [])
  return (
    <RecordList {...props} rowPx={ROW_PX} scroller={screen} waiting={<LongRowWaiting />}>
      {(list) => <div className={styles['box']}>{list}</div>}
    </RecordList>
  )
}
