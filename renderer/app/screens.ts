import {
  BellRing,
  CalendarDays,
  CircleHelp,
  ContactRound,
  Home,
  IdCard,
  Network,
  PhoneCall,
  Presentation,
  RefreshCw,
  Settings2,
  ShieldCheck,
  Siren,
  UsersRound,
  type LucideIcon,
} from 'lucide-react'

import type { MessageId } from '../i18n/en/catalogue.ts'

export interface ScreenLink {
  readonly path: string
  readonly label: MessageId
  readonly icon: LucideIcon
}

/** The side navigation, in order. */
export const MAIN_SCREENS: readonly ScreenLink[] = [
  { path: '/today', label: 'nav.today', icon: Home },
  { path: '/incidents', label: 'nav.incidents', icon: Siren },
  { path: '/alerts', label: 'nav.alerts', icon: BellRing },
  { path: '/people', label: 'nav.people', icon: ContactRound },
  { path: '/circles', label: 'nav.circles', icon: UsersRound },
  { path: '/duty', label: 'nav.duty', icon: PhoneCall },
  { path: '/tree', label: 'nav.tree', icon: Network },
  { path: '/plans', label: 'nav.plans', icon: CalendarDays },
  { path: '/meeting', label: 'nav.meeting', icon: Presentation },
  { path: '/network', label: 'nav.network', icon: Settings2 },
]

/** Reached from the foot of the navigation and from the command menu. */
export const OTHER_SCREENS: readonly ScreenLink[] = [
  { path: '/card', label: 'nav.card', icon: IdCard },
  { path: '/sync', label: 'nav.sync', icon: RefreshCw },
  { path: '/privacy', label: 'nav.privacy', icon: ShieldCheck },
  { path: '/help', label: 'nav.help', icon: CircleHelp },
]
