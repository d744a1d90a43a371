import type { AboutFacts, AlertFacts, NetworkPeople } from '../../domain/edits/alert/facts.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import type { IncidentView } from '../../domain/records/incident-view.ts'
import type { MemberView } from '../../domain/records/member.ts'
import { DEFAULT_SETTINGS, type NetworkView } from '../../domain/records/network.ts'
import type { PlanView } from '../../domain/records/plan.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Alerts that changed last, among which somebody's own of the last minutes are looked for. */
const LATELY = 500

/** What alerts rest on in one network, read when it is asked for. */
export function alertFacts(runtime: NetworkRuntime): AlertFacts {
  return {
    people: () => peopleOf(runtime),
    about: ({ kind, id }) => {
      const found = runtime.ledger.get(id)
      if (found?.kind !== kind) return undefined
      return kind === 'incident' ? ofIncident(found.record as never) : ofPlan(found.record as never)
    },
    escalationMinutes: () => runtime.settings?.escalationMinutes ?? DEFAULT_SETTINGS.escalationMinutes,
    checkInMinutes: () => runtime.settings?.checkInMinutes ?? DEFAULT_SETTINGS.checkInMinutes,
    isContact: (id) => runtime.ledger.get(id)?.kind === 'contact',
    agreed: (person) => hasAgreed(runtime, person),
    sentWide: (since) => sentWide(runtime, since),
  }
}

/** Whether a person has accepted the safety agreement. */
export function hasAgreed(runtime: NetworkRuntime, person: string): boolean {
  const record = runtime.ledger.get(runtime.memberDocument(person))?.record as MemberView | undefined
  return typeof record?.safetyAgreementAt === 'number'
}

/** Looks at those that changed last: what was sent within minutes is among them. */
function sentWide({ ledger, membership }: NetworkRuntime, since: number): number {
  const own = membership.person
  return [false, true]
    .flatMap((archived) => ledger.list({ kind: 'alert', archived, sort: 'changed', offset: 0, limit: LATELY }).records)
    .filter(({ record }) => {
      const { sent, sentBy, sendings } = record as unknown as AlertView
      return sentBy === own && sent !== null && sent > since && sendings.some(({ reach }) => reach === 'wide')
    }).length
}

function peopleOf(runtime: NetworkRuntime): NetworkPeople {
  const { ledger, membership } = runtime
  const network = ledger.get(runtime.networkDocument)?.record as NetworkView | undefined
  return {
    kind: network?.kind ?? null,
    members: membership.present().map(({ person, role }) => ({
      id: person,
      coordinator: role !== 'member',
      skills: (ledger.get(runtime.memberDocument(person))?.record as MemberView | undefined)?.skills ?? [],
    })),
    circles: (network?.circles ?? [])
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, members, pointContact, backUp, buddies, routes, checkInMinutes, checkInGraceMinutes }) => ({
        id,
        members,
        pointContact,
        backUp,
        buddies,
        places: routes.filter((one) => !one.expired && one.archivedAt === null).flatMap(({ places }) => places),
        checkInMinutes,
        checkInGraceMinutes,
      })),
    teams: (network?.teams ?? []).filter(({ archivedAt }) => archivedAt === null),
  }
}

function ofIncident({ verification, verificationLog, urgency, severity, certainty, place }: IncidentView): AboutFacts {
  const outcomes = verificationLog.map(({ to }) => to)
  return { verification, outcomes, urgency, severity, certainty, area: place?.label ?? null }
}

function ofPlan({ state, statusLog, place }: PlanView): AboutFacts {
  const confirmed = statusLog.some(({ to }) => to === 'confirmed')
  return {
    verification: state === 'confirmed' ? 'verified' : 'unverified',
    outcomes: confirmed ? ['verified'] : [],
    urgency: null,
    severity: null,
    certainty: null,
    area: place?.label ?? null,
  }
}
