import { showFields } from '../shape/show.ts'
import { newestOf } from '../states/causal-log.ts'
import { INCIDENT_MACHINE, type IncidentState } from '../states/incident-states.ts'
import { reduceMoves, type Reduced } from '../states/machine.ts'
import { isOut, RESPONDER_MACHINE, type ResponderState } from '../states/responder-states.ts'
import { VERIFICATION_MACHINE, type VerificationState } from '../states/verification-states.ts'
import { NEED_MACHINE, type NeedState } from '../states/work-states.ts'
import { INCIDENT_FIELDS, NONE_WANTED, type AffectedUse, type IncidentRecord, type IncidentShown } from './incident.ts'

type ShownNeed = IncidentShown['needs'][number]
type ShownAffected = IncidentShown['peopleAffected'][number]

export interface NeedView extends ShownNeed {
  readonly state: NeedState
  /** Who claimed it (several, when they did not know of each other) or met it; person ids. */
  readonly by: readonly string[]
}
export interface ResponderView {
  /** Person id. */
  readonly member: string
  readonly state: ResponderState
  /** Milliseconds, by the clock of who recorded it. */
  readonly since: number | null
  /** Who recorded it: the member, or somebody for them. */
  readonly by: string | null
  readonly role: string | null
  readonly eta: number | null
  readonly pair: string | null
  readonly agreedAt: number | null
  readonly checkInDueAt: number | null
  readonly note: string | null
}
export interface AffectedView extends Omit<ShownAffected, 'alias'> {
  /** Unique within the incident: "Person A", "Person A (2)". */
  readonly alias: string
  readonly consent: { readonly followUp: boolean; readonly publicEvent: boolean; readonly share: boolean }
}
export interface IncidentView extends Omit<IncidentShown, 'needs' | 'peopleAffected' | 'responders'> {
  readonly state: IncidentState
  /** Moved to different states by people who did not know of each other. */
  readonly contested: boolean
  /** Why a closed incident counts as reopened. */
  readonly reopenedBy: 'open-need' | 'responder-out' | null
  readonly verification: VerificationState
  /** The newest statement's basis; null while unverified. */
  readonly verificationBasis: string | null
  readonly needs: readonly NeedView[]
  readonly responders: readonly ResponderView[]
  readonly peopleAffected: readonly AffectedView[]
  readonly followUp: { readonly owner: string | null; readonly noneWanted: boolean }
  /** Incidents that this one was merged into. */
  readonly mergedInto: string | null
}

export function presentIncident(record: IncidentRecord, options: { now: number }): IncidentView {
  const shown = showFields(INCIDENT_FIELDS, record, options)
  const verification = reduceMoves(VERIFICATION_MACHINE, record.verificationLog)
  const lastCheck = verification.entries.at(-1)
  const lifecycle = incidentState(record)
  return {
    ...shown,
    ...lifecycle,
    verification: verification.state,
    verificationBasis: lastCheck === undefined ? null : record.verificationLog[lastCheck]!.basis,
    needs: shown.needs.map((need) => ({ ...need, ...needState(record, need.id) })),
    responders: respondersOf(record),
    peopleAffected: showAffected(record, shown.peopleAffected),
    followUp: {
      owner: record.followUpOwner === NONE_WANTED ? null : record.followUpOwner,
      noneWanted: record.followUpOwner === NONE_WANTED,
    },
  }
}

export interface DerivedState {
  readonly state: IncidentState
  readonly contested: boolean
  readonly reopenedBy: 'open-need' | 'responder-out' | null
  readonly mergedInto: string | null
}

/**
 * The lifecycle state, with what other parts of the record do to it: a closed incident with a need that the closing did not
 * see, or that is open again, or with somebody still out there, is `reopened`.
 */
export function incidentState(record: IncidentRecord): DerivedState {
  const reduced = reduceMoves(INCIDENT_MACHINE, record.lifecycle)
  const mergedInto = reduced.state === 'merged' ? mergeTarget(record, reduced) : null
  const reopenedBy = reduced.state === 'closed' ? reopeningOf(record, reduced) : null
  return {
    state: reopenedBy === null ? reduced.state : 'reopened',
    contested: reduced.contested,
    reopenedBy,
    mergedInto,
  }
}

function reopeningOf(record: IncidentRecord, reduced: Reduced<IncidentState>): DerivedState['reopenedBy'] {
  const settled = new Set(reduced.entries.flatMap((id) => record.lifecycle[id]!.settled))
  const unsettled = Object.keys(record.needs).some((id) => !settled.has(id) || !isSettled(needState(record, id).state))
  if (unsettled) return 'open-need'
  return respondersOf(record).some((one) => isOut(one.state)) ? 'responder-out' : null
}

function mergeTarget(record: IncidentRecord, reduced: Reduced<IncidentState>): string | null {
  return reduced.entries.map((id) => record.lifecycle[id]!.into).find((into) => into !== null) ?? null
}

export function isSettled(state: NeedState): boolean {
  return state === 'met' || state === 'dropped'
}

/** @param id of a need that exists */
export function needState(
  record: IncidentRecord,
  id: string,
): { readonly state: NeedState; readonly by: readonly string[] } {
  const moves = record.needs[id]!.log
  const reduced = reduceMoves(NEED_MACHINE, moves)
  const people = new Set(
    reduced.entries
      .filter((entry) => moves[entry]!.to === reduced.state && reduced.state !== 'open')
      .map((entry) => moves[entry]!.by),
  )
  return { state: reduced.state, by: [...people].toSorted() }
}

/** All who were asked or answered, by person id. */
export function respondersOf(record: IncidentRecord): ResponderView[] {
  const members = new Set([
    ...Object.keys(record.responders),
    ...Object.values(record.responderLog).map((move) => move.member),
  ])
  return [...members].toSorted().map((member) => {
    const { state, last } = responderState(record, member)
    const move = last === undefined ? undefined : record.responderLog[last]
    const facts = Object.hasOwn(record.responders, member) ? record.responders[member]! : NO_FACTS
    return { member, state, since: move?.at ?? null, by: move?.by ?? null, ...facts }
  })
}

const NO_FACTS = { role: null, eta: null, pair: null, agreedAt: null, checkInDueAt: null, note: null }

/** Where one member stands; `asked` when nothing is known. */
export function responderState(
  record: IncidentRecord,
  member: string,
): { readonly state: ResponderState; readonly last: string | undefined } {
  const moves = Object.fromEntries(Object.entries(record.responderLog).filter(([, move]) => move.member === member))
  const reduced = reduceMoves(RESPONDER_MACHINE, moves)
  return {
    state: reduced.state,
    last: reduced.entries.find((id) => moves[id]!.to === reduced.state) ?? reduced.entries.at(-1),
  }
}

function showAffected(record: IncidentRecord, affected: readonly ShownAffected[]): AffectedView[] {
  const seen = new Map<string, number>()
  return affected.map((person) => {
    const count = (seen.get(person.alias) ?? 0) + 1
    seen.set(person.alias, count)
    const statements = record.peopleAffected[person.id]!.consentLog
    const newest = newestOf(statements).map((id) => statements[id]!)
    const allows = (use: AffectedUse): boolean => newest.length > 0 && newest.every((one) => one[use] === true)
    return {
      ...person,
      alias: count === 1 ? person.alias : `${person.alias} (${count})`,
      consent: { followUp: allows('followUp'), publicEvent: allows('publicEvent'), share: allows('share') },
    }
  })
}
