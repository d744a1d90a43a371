import {
  Activity,
  AlarmClock,
  ArrowLeftRight,
  Baby,
  BadgeAlert,
  BadgeCheck,
  Bandage,
  Ban,
  Binoculars,
  Check,
  CheckCheck,
  CircleAlert,
  CircleDashed,
  CircleEllipsis,
  CircleHelp,
  CircleSlash,
  CloudLightning,
  Combine,
  Eye,
  Flame,
  Footprints,
  Hammer,
  HandHelping,
  HeartHandshake,
  HeartPulse,
  House,
  Hourglass,
  LifeBuoy,
  MapPin,
  MessageCircleWarning,
  MessagesSquare,
  Mountain,
  Package,
  PackageX,
  Pause,
  PlugZap,
  Search,
  ShieldAlert,
  ShieldCheck,
  Snowflake,
  Speech,
  Split,
  Tent,
  ThermometerSun,
  TriangleAlert,
  Undo2,
  UserRoundSearch,
  Users,
  Waves,
  type LucideIcon,
} from 'lucide-react'

import type { HELP_KINDS, INCIDENT_KINDS } from '../../core/domain/records/words.ts'
import type { IncidentState } from '../../core/domain/states/incident-states.ts'
import type { ResponderState } from '../../core/domain/states/responder-states.ts'
import type { VerificationState } from '../../core/domain/states/verification-states.ts'
import type { NeedState } from '../../core/domain/states/work-states.ts'
import type { Tone } from '../components/StateBadge.tsx'

interface Look {
  readonly tone: Tone
  readonly icon: LucideIcon
}

/** Every state has its own icon; the tone says how much it asks of people. */
export const INCIDENT_LOOK: Readonly<Record<IncidentState, Look>> = {
  draft: { tone: 'calm', icon: CircleDashed },
  reported: { tone: 'urgent', icon: CircleAlert },
  triaged: { tone: 'wait', icon: Binoculars },
  responding: { tone: 'info', icon: Activity },
  resolved: { tone: 'good', icon: Check },
  'follow-up': { tone: 'info', icon: HeartHandshake },
  closed: { tone: 'calm', icon: CheckCheck },
  reopened: { tone: 'urgent', icon: Undo2 },
  held: { tone: 'wait', icon: Pause },
  merged: { tone: 'calm', icon: Combine },
  withdrawn: { tone: 'calm', icon: CircleSlash },
  erased: { tone: 'calm', icon: Ban },
}

export const VERIFICATION_LOOK: Readonly<Record<VerificationState, Look>> = {
  unverified: { tone: 'wait', icon: CircleHelp },
  checking: { tone: 'info', icon: Search },
  verified: { tone: 'good', icon: BadgeCheck },
  partly: { tone: 'good', icon: ShieldCheck },
  'could-not-verify': { tone: 'wait', icon: CircleDashed },
  unfounded: { tone: 'calm', icon: CircleSlash },
  disputed: { tone: 'urgent', icon: Split },
}

export const RESPONDER_LOOK: Readonly<Record<ResponderState, Look>> = {
  asked: { tone: 'calm', icon: Hourglass },
  coming: { tone: 'info', icon: Footprints },
  'on-scene': { tone: 'info', icon: MapPin },
  leaving: { tone: 'wait', icon: ArrowLeftRight },
  safe: { tone: 'good', icon: Check },
  cannot: { tone: 'calm', icon: CircleSlash },
  standby: { tone: 'wait', icon: Pause },
  overdue: { tone: 'urgent', icon: AlarmClock },
  'needs-help': { tone: 'urgent', icon: LifeBuoy },
}

export const NEED_LOOK: Readonly<Record<NeedState, Look>> = {
  open: { tone: 'urgent', icon: CircleAlert },
  claimed: { tone: 'info', icon: HandHelping },
  met: { tone: 'good', icon: Check },
  dropped: { tone: 'calm', icon: CircleSlash },
}

export const KIND_ICONS: Readonly<Record<(typeof INCIDENT_KINDS)[number], LucideIcon>> = {
  flood: Waves,
  fire: Flame,
  heat: ThermometerSun,
  cold: Snowflake,
  storm: CloudLightning,
  earthquake: Activity,
  landslide: Mountain,
  outage: PlugZap,
  shortage: PackageX,
  accident: TriangleAlert,
  medical: HeartPulse,
  'lost-child': Baby,
  'lost-person': UserRoundSearch,
  harassment: MessageCircleWarning,
  'hate-incident': BadgeAlert,
  threat: ShieldAlert,
  damage: Hammer,
  displacement: House,
  other: CircleEllipsis,
}

export const HELP_ICONS: Readonly<Record<(typeof HELP_KINDS)[number], LucideIcon>> = {
  verify: Search,
  accompany: Users,
  observe: Eye,
  'first-aid': Bandage,
  interpret: Speech,
  care: HeartHandshake,
  supplies: Package,
  shelter: Tent,
  'check-on-neighbours': House,
  meeting: MessagesSquare,
  'all-clear': CheckCheck,
}
