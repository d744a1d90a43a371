import { Ban, CircleCheck, CircleSlash, Clock } from 'lucide-react'

import { StateBadge } from '../components/StateBadge.tsx'
import { useT } from '../i18n/i18n-context.tsx'

const LOOKS = {
  open: { tone: 'good', icon: CircleCheck },
  'used-up': { tone: 'calm', icon: CircleSlash },
  expired: { tone: 'calm', icon: Clock },
  revoked: { tone: 'calm', icon: Ban },
} as const

export function InviteBadge({ state }: { state: keyof typeof LOOKS }) {
  const t = useT()
  return <StateBadge {...LOOKS[state]}>{t(`invite-state.${state}`)}</StateBadge>
}
