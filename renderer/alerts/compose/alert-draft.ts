import { EXPIRY_MINUTES, MAX_HEADLINE, MAX_INSTRUCTION } from '../../../core/domain/records/alert/alert.ts'
import type { HELP_KINDS } from '../../../core/domain/records/words.ts'
import { given, wholeNumber } from '../../forms/read-fields.ts'
import type { Alert } from '../alert-record.ts'

/** Help that can be called for: an all-clear is given to an alert, not called for. */
type Help = Exclude<(typeof HELP_KINDS)[number], 'all-clear'>
export const CALLED_URGENCIES = ['Immediate', 'Expected', 'Future'] as const
/** Who can be called. `circle`: the sender's own; `other-circle`: one that is chosen by name. */
export const SCOPES = ['circle', 'other-circle', 'network', 'specialists', 'verifiers'] as const
export type Scope = (typeof SCOPES)[number]
/** How long a call can hold, in minutes. */
export const HELD_MINUTES = [5, 15, 30, 60, 120, 240, 480, 720, 1440] as const
/** Longest name of a place or a skill, in UTF-16 units, as the engine takes them. */
export const MAX_AREA = 200
export const MAX_SKILL = 64
const MAX_NEEDS = 20

/** A call for help as it stands in the fields. */
export interface AlertDraft {
  readonly kind: Help | undefined
  readonly headline: string
  readonly instruction: string
  readonly area: string
  /** Undefined: as the incident has it. */
  readonly urgency: (typeof CALLED_URGENCIES)[number] | undefined
  readonly scope: Scope
  /** Id of the circle where it is another than the sender's own. */
  readonly circle: string
  /** The skill that specialists have. */
  readonly skill: string
  readonly needs: readonly { readonly role: string; readonly count: string }[]
  readonly minutes: number
  readonly drill: boolean
}

/** Two are asked for: nobody goes alone, and a number is what lets the rest be stood down. */
export const EMPTY_DRAFT: AlertDraft = {
  kind: undefined,
  headline: '',
  instruction: '',
  area: '',
  urgency: 'Immediate',
  scope: 'circle',
  circle: '',
  skill: '',
  needs: [{ role: '', count: '2' }],
  minutes: EXPIRY_MINUTES.usual,
  drill: false,
}

/** The fields of an alert: of a draft that is changed, or of one whose place a new one takes. */
export function draftOf(alert: Alert): AlertDraft {
  const needs = alert.need.map(({ role, count }) => ({ role: role ?? '', count: String(count) }))
  const { scope = 'circle', of = null } = alert.audience ?? {}
  return {
    kind: alert.kind === null || alert.kind === 'all-clear' ? undefined : alert.kind,
    headline: alert.headline ?? '',
    instruction: alert.instruction ?? '',
    area: alert.area ?? '',
    urgency: CALLED_URGENCIES.find((one) => one === alert.urgency),
    scope: scope === 'circle' && of !== null ? 'other-circle' : scope,
    circle: scope === 'circle' ? (of ?? '') : '',
    skill: scope === 'specialists' ? (of ?? '') : '',
    needs: needs.length === 0 ? [{ role: '', count: '' }] : needs,
    minutes: alert.minutes ?? EXPIRY_MINUTES.usual,
    drill: alert.drill,
  }
}

export type WrongField = 'kind' | 'headline' | 'instruction' | 'area' | 'circle' | 'skill' | 'needs'

/** Fields without which, or as they are, nothing can be kept or sent. */
export function wrongFields(draft: AlertDraft): ReadonlySet<WrongField> {
  const headline = draft.headline.trim()
  const roles = askedFor(draft).map(({ role }) => role)
  const checks: Readonly<Record<WrongField, boolean>> = {
    kind: draft.kind === undefined,
    headline: headline === '' || headline.length > MAX_HEADLINE,
    instruction: draft.instruction.trim().length > MAX_INSTRUCTION,
    area: draft.area.trim().length > MAX_AREA,
    circle: draft.scope === 'other-circle' && draft.circle === '',
    skill: draft.scope === 'specialists' && (draft.skill.trim() === '' || draft.skill.trim().length > MAX_SKILL),
    needs: askedFor(draft).some(({ count }) => count === undefined) || new Set(roles).size < roles.length,
  }
  return new Set((Object.keys(checks) as WrongField[]).filter((field) => checks[field]))
}

/** Whom it would go to, as the engine asks for it; undefined while that is not said. */
export function audienceOf({
  scope,
  circle,
  skill,
}: AlertDraft): { scope: Exclude<Scope, 'other-circle'>; of?: string } | undefined {
  if (scope === 'other-circle') return circle === '' ? undefined : { scope: 'circle', of: circle }
  if (scope !== 'specialists') return { scope }
  const of = skill.trim()
  return of === '' || of.length > MAX_SKILL ? undefined : { scope, of }
}

/** What is written of a draft that has no wrong field. */
export function alertBody(draft: AlertDraft): Record<string, unknown> {
  const { kind, urgency, minutes } = draft
  return {
    kind,
    headline: draft.headline.trim(),
    instruction: given(draft.instruction) ?? null,
    area: given(draft.area) ?? null,
    ...(urgency !== undefined && { urgency }),
    status: draft.drill ? 'Exercise' : 'Actual',
    audience: audienceOf(draft),
    minutes,
    need: askedFor(draft).map(({ role, count }) => (role === undefined ? { count } : { role, count })),
  }
}

/** All words of it that others would read: what could identify somebody is looked for in these. */
export function wordsOf(draft: AlertDraft): readonly string[] {
  return [draft.headline, draft.instruction, draft.area, ...askedFor(draft).map(({ role }) => role ?? '')]
}

/** One row of needs more, up to as many as fit. */
export function withNeed(draft: AlertDraft): AlertDraft['needs'] {
  return [...draft.needs, { role: '', count: '' }].slice(0, MAX_NEEDS)
}

/** Rows of needs in which anything was typed; a count that is no number from 1 to 1000 is undefined. */
export function askedFor({
  needs,
}: Pick<AlertDraft, 'needs'>): readonly { readonly role: string | undefined; readonly count: number | undefined }[] {
  return needs
    .filter(({ role, count }) => role.trim() !== '' || count.trim() !== '')
    .map(({ role, count }) => {
      const number = wholeNumber(count)
      return { role: given(role), count: number !== undefined && number >= 1 && number <= 1_000 ? number : undefined }
    })
}
