import {
  idSet,
  list,
  map,
  needed,
  scalar,
  searched,
  set,
  struct,
  type ParsedFields,
  type ShownFields,
} from '../shape/fields.ts'
import {
  readClock,
  readCountry,
  readId,
  readInteger,
  readLabel,
  readLanguage,
  readNumber,
  readPattern,
  readTime,
  readWord,
  readZone,
} from '../shape/scalars.ts'
import { showFields } from '../shape/show.ts'
import { BASE, labelField, lines, placeField, textField } from './common.ts'
import { HOLD_LOG } from '../retention/holds.ts'
import { DUTY_LOG, dutyOf, type DutyView } from './duty/duty.ts'
import { NETWORK_KINDS, WEEKDAYS } from './words.ts'

const days = (max: number) => scalar(readInteger(1, max))

/** A way that several people take together: places, an optional line, when, and until when it is kept. */
export const ROUTE_FIELDS = {
  name: labelField(),
  places: lines(50),
  /** Longitude and latitude in turn, degrees, rounded to about 100 m. */
  line: list(readNumber(-180, 180), 400),
  windows: map({
    days: list(readWord(WEEKDAYS), 7),
    from: needed(readClock),
    to: needed(readClock),
    archivedAt: scalar(readTime),
  }),
  /** Person ids of those who usually take it: buddies are suggested by it, while it is kept. */
  travellers: idSet(),
  createdBy: scalar(readId),
  expiresAt: scalar(readTime),
  archivedAt: scalar(readTime),
} as const

/** About 10 people by neighbourhood and daily way, with buddies. */
export const CIRCLE_FIELDS = {
  name: searched(needed(readLabel())),
  /** Person ids. */
  members: idSet(),
  /** Pairs of person ids, each as `lower+higher`. */
  buddies: set(readPattern(/^[0-9A-Za-z_.:-]{1,64}\+[0-9A-Za-z_.:-]{1,64}$/, 129), 2_000),
  routes: map(ROUTE_FIELDS),
  /** Minutes after which a silent responder is asked, then grace, then the dispatcher is told. */
  checkInMinutes: days(24 * 60),
  checkInGraceMinutes: days(24 * 60),
  /** Person ids. */
  pointContact: scalar(readId),
  backUp: scalar(readId),
  createdAt: scalar(readTime),
  createdBy: scalar(readId),
  archivedAt: scalar(readTime),
} as const

/** The network's own record: what it is, its settings, places and circles. */
export const NETWORK_FIELDS = {
  ...BASE,
  name: labelField(120),
  kind: scalar(readWord(NETWORK_KINDS)),
  area: labelField(),
  lang: set(readLanguage, 30),
  purpose: textField(1_000),
  /** Other networks: whom to call there and what is shared. */
  links: map({
    name: searched(needed(readLabel())),
    pointContact: labelField(),
    backUp: labelField(),
    shared: textField(500),
    archivedAt: scalar(readTime),
  }),
  settings: struct({
    country: scalar(readCountry),
    timeZone: scalar(readZone),
    emergencyNumber: scalar(readPattern(/^[0-9*#+]{2,15}$/, 15)),
    retentionAlertDays: days(3_650),
    retentionIncidentDays: days(3_650),
    retentionAttachmentDays: days(3_650),
    retentionRouteDays: days(3_650),
    quorumPercent: scalar(readInteger(1, 100)),
    /** Three rising times in minutes. */
    escalationMinutes: list(readInteger(1, 24 * 60), 3),
    checkInMinutes: days(24 * 60),
    pairsCap: scalar(readInteger(1, 20)),
  }),
  savedPlaces: map({ place: placeField(), createdBy: scalar(readId), archivedAt: scalar(readTime) }),
  circles: map(CIRCLE_FIELDS),
  /** Specialist teams: whom to call first for a skill, and who stands in. Person ids. */
  teams: map({
    skill: searched(needed(readLabel(64))),
    pointContact: scalar(readId),
    backUp: scalar(readId),
    archivedAt: scalar(readTime),
  }),
  duty: DUTY_LOG,
  /** Records that are not to be erased. */
  holds: HOLD_LOG,
} as const

/** What holds where a network has not set its own (product.md, "Records" and requirement 19). */
export const DEFAULT_SETTINGS = {
  retentionAlertDays: 7,
  retentionIncidentDays: 90,
  retentionAttachmentDays: 30,
  retentionRouteDays: 60,
  quorumPercent: 50,
  escalationMinutes: [3, 7, 15] as readonly number[],
  checkInMinutes: 30,
  pairsCap: 2,
} as const

export type NetworkRecord = ParsedFields<typeof NETWORK_FIELDS>
export type NetworkSettings = NetworkRecord['settings']
type Shown = ShownFields<typeof NETWORK_FIELDS>
type ShownCircle = Shown['circles'][number]

export interface CircleView extends Omit<ShownCircle, 'buddies' | 'routes'> {
  readonly buddies: readonly { readonly first: string; readonly second: string }[]
  readonly routes: readonly RouteView[]
}
export interface RouteView extends Omit<ShownCircle['routes'][number], 'line'> {
  /** GeoJSON (RFC 7946), or null. */
  readonly line: { readonly type: 'LineString'; readonly coordinates: readonly (readonly [number, number])[] } | null
  readonly expired: boolean
}
export interface NetworkView extends Omit<Shown, 'circles'> {
  readonly circles: readonly CircleView[]
  /** Who is on call, whoever of them may have left: `duty:show` knows of that. */
  readonly onCall: DutyView
  readonly state: 'active' | 'archived'
}

export function presentNetwork(record: NetworkRecord, options: { now: number }): NetworkView {
  const shown = showFields(NETWORK_FIELDS, record, options)
  return {
    ...shown,
    settings: effectiveSettings(record.settings),
    circles: shown.circles.map((circle) => showCircle(circle, options.now)),
    onCall: dutyOf(record.duty, options),
    state: record.archivedAt === null ? 'active' : 'archived',
  }
}

/** The settings with the defaults where nothing was set. */
export function effectiveSettings(settings: NetworkSettings): NetworkSettings {
  const set = Object.entries(settings).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length !== 3),
  )
  return { ...settings, ...DEFAULT_SETTINGS, ...Object.fromEntries(set) }
}

function showCircle(circle: ShownCircle, now: number): CircleView {
  const current = new Set(circle.members)
  return {
    ...circle,
    // Somebody who left the circle is nobody's buddy any more.
    buddies: circle.buddies.flatMap((pair) => {
      const [first = '', second = ''] = pair.split('+')
      return current.has(first) && current.has(second) && first !== second ? [{ first, second }] : []
    }),
    routes: circle.routes.map((route) => ({
      ...route,
      windows: route.windows.filter(({ archivedAt }) => archivedAt === null),
      travellers: route.travellers.filter((person) => current.has(person)),
      line: toLineString(route.line),
      expired: route.expiresAt !== null && route.expiresAt <= now,
    })),
  }
}

function toLineString(flat: readonly number[]): RouteView['line'] {
  const coordinates: [number, number][] = []
  for (let at = 0; at + 1 < flat.length; at += 2) {
    if (Math.abs(flat[at + 1]!) <= 90) coordinates.push([flat[at]!, flat[at + 1]!])
  }
  return coordinates.length >= 2 ? { type: 'LineString', coordinates } : null
}
