import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { asNetworkRecord, circlesOf, type Circle } from '../../circles/network-record.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import type { GateFacts } from './draft-gate.ts'

/** What the gate asks of the network, and what can be chosen from: its circles, and the skills it has teams for. */
export interface ComposeFacts extends GateFacts {
  readonly circles: readonly Circle[]
  readonly skills: readonly string[]
}

export function useGateFacts(verification: VerificationState): ComposeFacts {
  const { network } = useNetwork()
  const record = valueOf(useQuery('network:show', { network: network.id }))?.record
  const circles = circlesOf(record)
  const teams = (record && asNetworkRecord(record).teams) ?? []
  const own = circles.filter(({ members }) => members.includes(network.person)).map(({ id }) => id)
  const skills = [...new Set(teams.flatMap(({ skill, archivedAt }) => (archivedAt === null ? (skill ?? []) : [])))]
  return { verification, circles, skills, ownCircles: new Set(own), circleNetwork: network.kind === 'circle' }
}
