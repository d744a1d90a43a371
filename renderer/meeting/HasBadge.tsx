import { CircleCheck, CircleDashed, Clock } from 'lucide-react'

import { StateBadge } from '../components/StateBadge.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { ReceiptLine } from './receipt.ts'

const LOOKS = {
  everything: { tone: 'good', icon: CircleCheck },
  pending: { tone: 'wait', icon: Clock },
  'not-all': { tone: 'wait', icon: Clock },
  nothing: { tone: 'calm', icon: CircleDashed },
} as const

/** What one person has, in words: only what their computer confirmed. */
export function useHasWords(): (line: Pick<ReceiptLine, 'has' | 'pending'>) => string {
  const t = useT()
  return ({ has, pending }) => {
    if (has === 'everything') return t('receipt.everything')
    if (has === 'pending') return t('receipt.pending', { count: pending })
    return has === 'nothing' ? t('receipt.none') : t('receipt.not-all')
  }
}

export function HasBadge({ line }: { line: Pick<ReceiptLine, 'has' | 'pending'> }) {
  const words = useHasWords()
  return <StateBadge {...LOOKS[line.has]}>{words(line)}</StateBadge>
}
