import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, type CheckboxFieldProps } from 'react-aria-components/Checkbox'

import styles from './fields.module.css'

export interface CheckboxProps extends Omit<CheckboxFieldProps, 'children' | 'className' | 'style'> {
  children: ReactNode
  hint?: ReactNode
}

/** Yes or no, with its words as part of the target. */
export function Checkbox({ children, hint, ...props }: CheckboxProps) {
  return (
    <CheckboxField {...props}>
      <CheckboxButton className={styles['checkbox'] ?? ''}>
        <span className={styles['box']}>
          <Check aria-hidden size={18} strokeWidth={3} />
        </span>
        <span>
          {children}
          {hint !== undefined && <span className={`${styles['hint']} ${styles['optionText']}`}>{hint}</span>}
        </span>
      </CheckboxButton>
    </CheckboxField>
  )
}
