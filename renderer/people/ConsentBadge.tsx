import { CircleHelp, ClockAlert, Phone, PhoneOff } from 'lucide-react'

import { StateBadge } from '../components/StateBadge.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { consentState, type Contact } from './contact-view.ts'

const LOOKS = {
  phone: { tone: 'good', icon: Phone },
  'no-phone': { tone: 'calm', icon: PhoneOff },
  none: { tone: 'wait', icon: CircleHelp },
  expired: { tone: 'wait', icon: ClockAlert },
} as const

/** Whether the person may be called in an alert, as far as anybody wrote it down. */
export function ConsentBadge({ contact }: { contact: Pick<Contact, 'consent'> }) {
  const t = useT()
  const state = consentState(contact)
  return <StateBadge {...LOOKS[state]}>{t(`consent.${state}`)}</StateBadge>
}
