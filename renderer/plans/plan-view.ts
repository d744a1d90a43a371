import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { PlanView } from '../../core/domain/records/plan.ts'

/** A plan as the engine shows it. */
export type Plan = PlanView & { readonly id: string }

/** The engine has checked every field of what it shows. */
export function asPlan(record: ShownRecord): Plan {
  return record as unknown as Plan
}

/** What the laptop's person answered, for the plan as a whole. */
export function answerOf(
  entries: readonly { readonly member: string; readonly partstat: string | null }[],
  person: string,
): string | undefined {
  return entries.find(({ member }) => member === person)?.partstat ?? undefined
}
