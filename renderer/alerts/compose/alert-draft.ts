import { MAX_HEADLINE, MAX_INSTRUCTION } from '../../../core/domain/records/alert/alert.ts'
import { TRUE_ENOUGH } from '../../../core/domain/records/alert/gate.ts'
import type { AUDIENCES, HELP_KINDS } from '../../../core/domain/records/words.ts'
import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { given, wholeNumber } from '../../forms/read-fields.ts'
import type { Alert } from '../alert-record.ts'

/** Help that can be called for: an all-clear is given to an alert, not called for. */
type Help = Exclude<(typeof HELP_KINDS)[number], 'all-clear'>
export const CALLED_URGENCIES = ['Immediate', 'Expected', 'Future'] as const

/** A call for help as it stands in the fields. */
export interface AlertDraft {
  readonly kind: Help | undefined
  readonly headline: string
  readonly instruction: string
  /** Undefined: as the incident has it. */
  readonly urgency: (typeof CALLED_URGENCIES)[number] | undefined
  readonly scope: (typeof AUDIENCES)[number]
  /** The skill that specialists have. */
  readonly skill: string
  readonly needs: readonly { readonly role: string; readonly count: string }[]
  readonly drill: boolean
}

export const EMPTY_DRAFT: AlertDraft = {
  kind: undefined,
  headline: '',
  instruction: '',
  urgency: 'Immediate',
  scope: 'circle',
  skill: '',
  needs: [{ role: '', count: '' }],
  drill: false,
}

/** The fields of an alert that was sent, for one that takes its place. */
export function draftOf(alert: Alert): AlertDraft {
  const needs = alert.need.map(({ role, count }) => ({ role: role ?? '', count: String(count) }))
  return {
    kind: alert.kind === null || alert.kind === 'all-clear' ? undefined : alert.kind,
    headline: alert.headline ?? '',
    instruction: alert.instruction ?? '',
    urgency: CALLED_URGENCIES.find((one) => one === alert.urgency),
    scope: alert.audience?.scope ?? 'circle',
    skill: alert.audience?.scope === 'specialists' ? (alert.audience.of ?? '') : '',
    needs: needs.length === 0 ? EMPTY_DRAFT.needs : needs,
    drill: alert.drill,
  }
}

export type WrongField = 'kind' | 'headline' | 'instruction' | 'skill' | 'needs'

/** Fields without which, or as they are, nothing can be sent. */
export function wrongFields(draft: AlertDraft): ReadonlySet<WrongField> {
  const headline = draft.headline.trim()
  const roles = askedFor(draft).map(({ role }) => role)
  const checks: Readonly<Record<WrongField, boolean>> = {
    kind: draft.kind === undefined,
    headline: headline === '' || headline.length > MAX_HEADLINE,
    instruction: draft.instruction.trim().length > MAX_INSTRUCTION,
    skill: draft.scope === 'specialists' && draft.skill.trim() === '',
    needs: askedFor(draft).some(({ count }) => count === undefined) || new Set(roles).size < roles.length,
  }
  return new Set((Object.keys(checks) as WrongField[]).filter((field) => checks[field]))
}

/** What is written of a draft that has no wrong field. */
export function alertBody(draft: AlertDraft): Record<string, unknown> {
  const { kind, urgency, scope } = draft
  return {
    kind,
    headline: draft.headline.trim(),
    instruction: given(draft.instruction) ?? null,
    ...(urgency !== undefined && { urgency }),
    status: draft.drill ? 'Exercise' : 'Actual',
    audience: scope === 'specialists' ? { scope, of: draft.skill.trim() } : { scope },
    need: askedFor(draft).map(({ role, count }) => (role === undefined ? { count } : { role, count })),
  }
}

/** Rows of needs in which anything was typed; a count that is no number from 1 to 1000 is undefined. */
function askedFor({ needs }: AlertDraft): { readonly role: string | undefined; readonly count: number | undefined }[] {
  return needs
    .filter(({ role, count }) => role.trim() !== '' || count.trim() !== '')
    .map(({ role, count }) => {
      const number = wholeNumber(count)
      return { role: given(role), count: number !== undefined && number >= 1 && number <= 1_000 ? number : undefined }
    })
}

/** Whether two members must say "act now" first: told before the draft is made, by the rule of core/domain/records/alert/gate.ts. */
export function asksForTwo(draft: AlertDraft, verification: VerificationState): boolean {
  const wide = draft.scope === 'network' || draft.scope === 'specialists'
  return wide && !draft.drill && !TRUE_ENOUGH.has(verification)
}
