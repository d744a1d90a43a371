import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'

import styles from './Tabs.module.css'

export interface TabSpec {
  readonly id: string
  readonly label: ReactNode
  readonly content: ReactNode
}

/** Parts of one screen, one at a time; arrow keys move between them. */
export function Tabs({
  label,
  tabs,
  selected,
  onSelect,
  look = 'line',
}: {
  label: string
  tabs: readonly TabSpec[]
  selected?: string
  onSelect?: (id: string) => void
  /** `pills` for ways of doing one thing, where there are tabs around it already. */
  look?: 'line' | 'pills'
}) {
  const control = selected === undefined ? {} : { selectedKey: selected }
  return (
    <AriaTabs className={styles['tabs'] ?? ''} {...control} onSelectionChange={(key) => onSelect?.(String(key))}>
      <TabList aria-label={label} className={`${styles['list']} ${look === 'pills' ? styles['pills'] : ''}`}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles['tab'] ?? ''}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles['panel'] ?? ''}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
