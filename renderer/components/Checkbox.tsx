import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox'

import styles from './fields.module.css'

export interface CheckboxProps extends Omit<AriaCheckboxProps, 'children' | 'className' | 'style'> {
  children: ReactNode
  hint?: ReactNode
}

/** Yes or no, with its words as part of the target. */
export function Checkbox({ children, hint, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className={styles['checkbox']}>
      <span className={styles['box']}>
        <Check aria-hidden size={18} strokeWidth={3} />
      </span>
      <span>
        {children}
        {hint !== undefined && <span className={`${styles['hint']} ${styles['optionText']}`}>{hint}</span>}
      </span>
    </AriaCheckbox>
  )
}
