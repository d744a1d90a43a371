import { Check, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, type MenuItemProps } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'

import styles from './fields.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  /** Shown instead of the label, which is then for type-ahead. */
  readonly content?: ReactNode
  readonly icon?: LucideIcon
  readonly hint?: ReactNode
  readonly checked?: boolean
  readonly disabled?: boolean
  onAction: () => void
}

/** A button's menu: `trigger` is a pressable element (`Button`, or one of react-aria-components). */
export function Menu({
  trigger,
  entries,
  label,
}: {
  trigger: ReactNode
  entries: readonly MenuEntry[]
  label?: string
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover offset={4}>
        <AriaMenu className={styles['options'] ?? ''} aria-label={label}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

function Entry({ entry, ...props }: { entry: MenuEntry } & MenuItemProps) {
  const { icon: Icon, checked } = entry
  return (
    <MenuItem
      {...props}
      id={entry.id}
      className={styles['option'] ?? ''}
      textValue={entry.label}
      isDisabled={entry.disabled === true}
      onAction={entry.onAction}
    >
      {Icon !== undefined && <Icon aria-hidden size={18} />}
      <span className={styles['optionText']}>
        <span>{entry.content ?? entry.label}</span>
        {entry.hint !== undefined && <span className={styles['hint']}>{entry.hint}</span>}
      </span>
      {checked === true && <Check aria-hidden size={18} className={styles['check']} />}
    </MenuItem>
  )
}
