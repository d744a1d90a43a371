import { DEFAULT_SETTINGS } from '../../../core/domain/records/network.ts'
import type { NETWORK_KINDS } from '../../../core/domain/records/words.ts'
import type { NetworkRecord } from '../../circles/network-record.ts'
import { cleared, latinDigits, parts, wholeNumber } from '../../forms/read-fields.ts'

export const RETENTIONS = [
  'retentionAlertDays',
  'retentionIncidentDays',
  'retentionAttachmentDays',
  'retentionRouteDays',
] as const
export type Retention = (typeof RETENTIONS)[number]

/** The network's settings as the form holds them: everything as text. */
export interface SettingsDraft extends Readonly<Record<Retention, string>> {
  readonly name: string
  readonly kind: (typeof NETWORK_KINDS)[number]
  readonly area: string
  readonly purpose: string
  readonly lang: string
  readonly country: string
  readonly timeZone: string
  readonly emergencyNumber: string
  readonly escalation: readonly [string, string, string]
  readonly checkInMinutes: string
  readonly pairsCap: string
}

export function settingsDraftOf(record: NetworkRecord): SettingsDraft {
  const { settings } = record
  const number = (name: Retention | 'checkInMinutes' | 'pairsCap'): string =>
    String(settings?.[name] ?? DEFAULT_SETTINGS[name])
  const minutes = settings?.escalationMinutes ?? DEFAULT_SETTINGS.escalationMinutes
  return {
    name: record.name ?? '',
    kind: record.kind ?? 'circle',
    area: record.area ?? '',
    purpose: record.purpose ?? '',
    lang: (record.lang ?? []).join(', '),
    country: settings?.country ?? '',
    timeZone: settings?.timeZone ?? '',
    emergencyNumber: settings?.emergencyNumber ?? '',
    retentionAlertDays: number('retentionAlertDays'),
    retentionIncidentDays: number('retentionIncidentDays'),
    retentionAttachmentDays: number('retentionAttachmentDays'),
    retentionRouteDays: number('retentionRouteDays'),
    escalation: [String(minutes[0] ?? ''), String(minutes[1] ?? ''), String(minutes[2] ?? '')],
    checkInMinutes: number('checkInMinutes'),
    pairsCap: number('pairsCap'),
  }
}

export type SettingsField = Exclude<keyof SettingsDraft, 'kind' | 'area' | 'purpose' | 'lang'>

/** The fields that cannot be saved as they stand. @param knowsZone whether this laptop knows a time zone by its name */
export function wrongSettings(draft: SettingsDraft, knowsZone: (zone: string) => boolean): ReadonlySet<SettingsField> {
  const within = (text: string, max: number): boolean => {
    const value = wholeNumber(text)
    return value !== undefined && value >= 1 && value <= max
  }
  const checks: readonly (readonly [SettingsField, boolean])[] = [
    ['name', draft.name.trim() !== ''],
    ['country', draft.country.trim() === '' || /^[A-Za-z]{2}$/.test(draft.country.trim())],
    ['timeZone', draft.timeZone.trim() === '' || knowsZone(draft.timeZone.trim())],
    [
      'emergencyNumber',
      draft.emergencyNumber.trim() === '' || /^[0-9*#+]{2,15}$/.test(latinDigits(draft.emergencyNumber)),
    ],
    ...RETENTIONS.map((name) => [name, within(draft[name], 3_650)] as const),
    ['escalation', wrongSteps(draft.escalation).every((wrong) => wrong === undefined)],
    ['checkInMinutes', within(draft.checkInMinutes, 1_440)],
    ['pairsCap', within(draft.pairsCap, 20)],
  ]
  return new Set(checks.filter(([, isRight]) => !isRight).map(([name]) => name))
}

/** What is wrong with each of the three times of the escalation: no number of minutes, or not later than the one before. */
export function wrongSteps(escalation: SettingsDraft['escalation']): readonly ('number' | 'order' | undefined)[] {
  const minutes = escalation.map((text) => wholeNumber(text))
  return minutes.map((value, at) => {
    if (value === undefined || value < 1 || value > 1_440) return 'number'
    const before = minutes[at - 1]
    return before !== undefined && value <= before ? 'order' : undefined
  })
}

/** What differs between two drafts, as the network's edit takes it. Call it with drafts in which nothing is wrong. */
export function settingsPatch(before: SettingsDraft, after: SettingsDraft): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  const settings: Record<string, unknown> = {}
  const differs = (name: keyof SettingsDraft): boolean => String(before[name]) !== String(after[name])
  if (differs('name')) patch['name'] = after.name.trim()
  if (differs('kind')) patch['kind'] = after.kind
  if (differs('area')) patch['area'] = cleared(after.area)
  if (differs('purpose')) patch['purpose'] = cleared(after.purpose)
  if (differs('lang')) patch['lang'] = parts(after.lang)
  if (differs('country')) settings['country'] = cleared(after.country)?.toUpperCase() ?? null
  if (differs('timeZone')) settings['timeZone'] = cleared(after.timeZone)
  if (differs('emergencyNumber')) settings['emergencyNumber'] = cleared(latinDigits(after.emergencyNumber))
  for (const name of [...RETENTIONS, 'checkInMinutes', 'pairsCap'] as const)
    if (differs(name)) settings[name] = wholeNumber(after[name]) ?? null
  if (differs('escalation')) settings['escalationMinutes'] = after.escalation.map((text) => wholeNumber(text))
  return Object.keys(settings).length === 0 ? patch : { ...patch, settings }
}
