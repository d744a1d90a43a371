import type { LucideIcon } from 'lucide-react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import type { ReactNode } from 'react'

import styles from './Button.module.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  children?: ReactNode
  icon?: LucideIcon
  /** `primary` once a screen; `quiet` has no border; `danger` takes something away. */
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** An icon alone: give `aria-label`. */
  iconOnly?: boolean
  wide?: boolean
}

/** At least 44 px high. While `isPending` it stays focusable and does nothing. */
export function Button({
  children,
  icon: Icon,
  look = 'plain',
  iconOnly = false,
  wide = false,
  ...props
}: ButtonProps) {
  const classes = [styles['button'], styles[look], iconOnly && styles['iconOnly'], wide && styles['wide']]
  return (
    <AriaButton {...props} className={classes.filter(Boolean).join(' ')}>
      {Icon !== undefined && <Icon aria-hidden size={20} strokeWidth={2} className={styles['icon']} />}
      {children}
    </AriaButton>
  )
}
