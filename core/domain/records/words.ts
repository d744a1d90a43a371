/** Kinds of network (product.md, "How such groups are organised"). */
export const NETWORK_KINDS = ['circle', 'area', 'specialist', 'coalition'] as const

/** What happened: events only, a closed list. */
export const INCIDENT_KINDS = [
  'flood',
  'fire',
  'heat',
  'cold',
  'storm',
  'earthquake',
  'landslide',
  'outage',
  'shortage',
  'accident',
  'medical',
  'lost-child',
  'lost-person',
  'harassment',
  'hate-incident',
  'threat',
  'damage',
  'displacement',
  'other',
] as const

/** Kinds of help that can be needed or called for: a closed list (product.md, "What it refuses"). */
export const HELP_KINDS = [
  'verify',
  'accompany',
  'observe',
  'first-aid',
  'interpret',
  'care',
  'supplies',
  'shelter',
  'check-on-neighbours',
  'meeting',
  'all-clear',
] as const

/** How a report is known. */
export const SOURCES = ['saw-it', 'told-by-affected', 'second-hand', 'media'] as const

/** How closely a place may be told, most exact first. */
export const PLACE_PRECISIONS = ['exact', 'block', 'area', 'withheld'] as const
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number]

/** How closely a time is known. */
export const TIME_PRECISIONS = ['exact', 'hour', 'day', 'unknown'] as const

/** CAP 1.2, section 3.2.2, element `urgency`. */
export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
/** CAP 1.2, section 3.2.2, element `severity`. */
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
/** CAP 1.2, section 3.2.2, element `certainty`. */
export const CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const

/** Who is meant to see or to be told. */
export const AUDIENCES = ['circle', 'network', 'specialists', 'verifiers'] as const

/** Public and other services that can be called. */
export const SERVICES = [
  'ambulance',
  'fire-brigade',
  'police',
  'rescue',
  'utility',
  'crisis-line',
  'health-service',
  'social-service',
  'other',
] as const

export const PLAN_KINDS = ['meeting', 'event', 'supply', 'training', 'response-plan'] as const

/** Answer to an invitation: PARTSTAT (RFC 5545, 3.2.12) in lower case. */
export const PARTSTATS = ['accepted', 'declined', 'tentative'] as const

/** Whom a demand can be addressed to: institutions, never persons. */
export const INSTITUTION_KINDS = [
  'council',
  'authority',
  'court',
  'school',
  'hospital',
  'transport-operator',
  'utility',
  'housing-company',
  'employer',
  'company',
  'media',
  'association',
] as const

export const ALERT_STATUSES = ['Actual', 'Exercise', 'Test'] as const
export const PROPOSAL_KINDS = ['election', 'consent', 'majority', 'advisory'] as const
export const FLAG_REASONS = ['identifies-someone', 'unsafe'] as const
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
