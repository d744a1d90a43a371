import type { LucideIcon } from 'lucide-react'
import { Link } from 'wouter'

import styles from './LinkButton.module.css'

/** A way to another screen that looks like a button, beside buttons. */
export function LinkButton({ href, icon: Icon, children }: { href: string; icon: LucideIcon; children: string }) {
  return (
    <Link href={href} className={styles['link']}>
      <Icon aria-hidden size={20} />
      <span>{children}</span>
    </Link>
  )
}
