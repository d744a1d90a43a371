import { Check, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'

import { Button } from '../components/Button.tsx'
import styles from './forms.module.css'

export interface CopyButtonProps {
  text: string
  icon: LucideIcon
  /** Said when it was copied. */
  copied: string
  /** Said when the system refused: what to do instead. */
  failed: string
  children: ReactNode
}

/** Puts a text on the clipboard and says whether that worked. */
export function CopyButton({ text, icon, copied, failed, children }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    const done = await writeClipboard(text)
    setState(done ? 'copied' : 'failed')
  }
  return (
    <>
      <Button icon={state === 'copied' ? Check : icon} onPress={() => void copy()}>
        {children}
      </Button>
      <span role="status" className={state === 'idle' ? undefined : styles['copied']}>
        {state === 'copied' ? copied : state === 'failed' ? failed : ''}
      </span>
    </>
  )
}

/** @returns whether the system took it */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
