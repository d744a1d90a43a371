import type { PLAN_KINDS } from '../../../core/domain/records/words.ts'
import { cleared, localInput, localTime } from '../../forms/read-fields.ts'
import type { Plan } from '../plan-view.ts'
import { REPEATS, repeatOf, type Repeat } from './repeats.ts'

/** A plan as its form holds it: everything as text. */
export interface PlanDraft {
  readonly summary: string
  readonly kind: (typeof PLAN_KINDS)[number] | undefined
  /** `datetime-local` values. */
  readonly start: string
  readonly end: string
  readonly repeat: Repeat | 'other'
  readonly place: string
}

export const EMPTY_DRAFT: PlanDraft = {
  summary: '',
  kind: undefined,
  start: '',
  end: '',
  repeat: 'never',
  place: '',
}

export function draftOf(plan: Plan): PlanDraft {
  return {
    summary: plan.summary ?? '',
    kind: plan.kind ?? undefined,
    start: localInput(plan.start),
    end: localInput(plan.end),
    repeat: repeatOf(plan.rrule),
    place: plan.place?.label ?? '',
  }
}

/** What is wrong with a draft, by field. */
export function wrongIn(draft: PlanDraft): readonly ('summary' | 'end')[] {
  const [start, end] = [localTime(draft.start), localTime(draft.end)]
  return [
    ...(draft.summary.trim() === '' ? (['summary'] as const) : []),
    ...(start !== undefined && end !== undefined && end < start ? (['end'] as const) : []),
  ]
}

/**
 * The fields that differ between two drafts, as the plan's edit takes them; nothing is written that nobody changed, so that two
 * people who edit different fields keep both.
 *
 * @param zone this laptop's time zone: the times were typed in it
 */
export function patchOf(before: PlanDraft, after: PlanDraft, zone: string): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  const differs = (name: keyof PlanDraft): boolean => before[name] !== after[name]
  if (differs('summary')) patch['summary'] = after.summary.trim()
  if (differs('kind')) patch['kind'] = after.kind ?? null
  if (differs('start')) {
    patch['start'] = localTime(after.start) ?? null
    if (after.start !== '') patch['tzid'] = zone
  }
  if (differs('end')) patch['end'] = localTime(after.end) ?? null
  if (differs('repeat') && after.repeat !== 'other') patch['rrule'] = REPEATS[after.repeat]
  if (differs('place')) patch['place'] = cleared(after.place) === null ? null : { label: after.place.trim() }
  return patch
}

/** The fields of a new plan: the same without what was left empty. */
export function newPlanOf(draft: PlanDraft, zone: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(patchOf(EMPTY_DRAFT, draft, zone)).filter(([, value]) => value !== null))
}
