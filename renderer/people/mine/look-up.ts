import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { IncidentView } from '../../../core/domain/records/incident-view.ts'
import type { MemberView } from '../../../core/domain/records/member.ts'
import type { EngineClient } from '../../engine/engine-client.ts'
import { asAlert } from '../../alerts/alert-record.ts'
import { asNetworkRecord } from '../../circles/network-record.ts'
import { asPlan } from '../../plans/plan-view.ts'
import { asContact, type Contact } from '../contact-view.ts'
import {
  alertsOf,
  cardsOf,
  circlesNaming,
  incidentsOf,
  plansOf,
  shiftsNaming,
  teamsNaming,
  type HeldCircle,
  type HeldRecord,
} from './held.ts'
import { readAll, type Progress } from './read-all.ts'

/** Everything in one network that names one person. */
export interface Held {
  readonly membership: Omit<CommandOutput<'member:show'>, 'record'>
  /** What the person told of themselves as a member; undefined when nothing. */
  readonly member: MemberView | undefined
  readonly cards: readonly Contact[]
  readonly circles: readonly HeldCircle[]
  readonly plans: readonly HeldRecord[]
  readonly incidents: readonly HeldRecord[]
  readonly alerts: readonly HeldRecord[]
  /** Skills of teams that they are to be called for. */
  readonly teams: readonly string[]
  /** Beginnings, hand-overs and ends of shifts. */
  readonly shifts: number
}

/** @throws MeshError as the questions do, `shared/aborted` */
export async function lookUp(
  engine: Pick<EngineClient, 'run'>,
  options: { network: string; person: string; signal: AbortSignal; onProgress: Progress },
): Promise<Held> {
  const { network, person, signal } = options
  const { record, ...membership } = await engine.run('member:show', { network, person }, { signal })
  const shown = await engine.run('network:show', { network }, { signal })
  const all = await readAll(engine, { ...options, kinds: ['contact', 'plan', 'incident', 'alert'] })
  const { teams = [], duty = [] } = asNetworkRecord(shown.record)
  return {
    membership,
    member: record as unknown as MemberView | undefined,
    cards: cardsOf(person, all.contact.map(asContact)),
    circles: circlesNaming(person, asNetworkRecord(shown.record).circles ?? []),
    plans: plansOf(person, all.plan.map(asPlan)),
    alerts: alertsOf(person, all.alert.map(asAlert)),
    teams: teamsNaming(person, teams),
    shifts: shiftsNaming(person, duty),
    incidents: incidentsOf(person, all.incident as unknown as (IncidentView & { id: string })[]),
  }
}
