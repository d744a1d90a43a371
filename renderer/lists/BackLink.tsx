import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import styles from './lists.module.css'

/** The way back to the list that a screen belongs to. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={styles['back']}>
      <ArrowLeft aria-hidden size={18} />
      {children}
    </Link>
  )
}
