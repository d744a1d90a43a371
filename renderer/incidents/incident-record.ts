import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { IncidentView } from '../../core/domain/records/incident-view.ts'
import { isHidden } from '../../core/domain/records/common.ts'
import { cleanLabel, cutText } from '../../core/domain/text/clean.ts'
import { FINISHED, type IncidentState } from '../../core/domain/states/incident-states.ts'

/** Two values of one field, written without knowing of each other; the first is the one shown now. */
export interface FieldConflict {
  readonly field: string
  readonly values: readonly unknown[]
  readonly authors?: readonly { readonly person?: string; readonly name?: string }[]
}

/** An incident as the engine shows it. */
export interface Incident extends IncidentView {
  readonly id: string
  readonly conflicts?: readonly FieldConflict[]
}

/** The engine has parsed the record by the schema of its kind before it told it. */
export function asIncident(record: ShownRecord): Incident {
  return record as unknown as Incident
}

/** States in which somebody may still be needed. */
export const OPEN_STATES = [
  'reported',
  'triaged',
  'responding',
  'reopened',
  'held',
] as const satisfies readonly IncidentState[]
export const AFTER_STATES = ['resolved', 'follow-up'] as const satisfies readonly IncidentState[]
export const FINISHED_STATES: readonly IncidentState[] = [...FINISHED]

/** Longest title, in characters. */
const MAX_TITLE = 120

/** The first line with anything in it, or undefined. */
export function titleOf({ what }: Pick<Incident, 'what'>): string | undefined {
  const line = what
    .slice(0, 1_000)
    .split('\n')
    .map(cleanLabel)
    .find((text) => text !== '')
  return line !== undefined && line.length > MAX_TITLE ? `${cutText(line, MAX_TITLE)}…` : line
}

/** What is written below the title; everything where the title is cut. */
export function beyondTitle(incident: Pick<Incident, 'what'>): string {
  const title = titleOf(incident)
  const what = incident.what.trim()
  return title !== undefined && what.startsWith(title) ? what.slice(title.length).replace(/^[^\S\n]*\n+/, '') : what
}

/** Flagged, and not cleared by two coordinators: its content is shown to nobody. */
export function isFlagged({ flags }: Pick<Incident, 'flags'>): boolean {
  return isHidden(
    Object.fromEntries(
      flags.map((flag) => [
        flag.id,
        { ...flag, decisions: Object.fromEntries(flag.decisions.map((one) => [one.member, one])) },
      ]),
    ),
  )
}
