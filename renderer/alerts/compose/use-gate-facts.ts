import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { circlesOf, type Circle } from '../../circles/network-record.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import type { GateFacts } from './draft-gate.ts'

/** What the gate asks of the network: which circles there are, and which are this person's own. */
export function useGateFacts(verification: VerificationState): GateFacts & { readonly circles: readonly Circle[] } {
  const { network } = useNetwork()
  const circles = circlesOf(valueOf(useQuery('network:show', { network: network.id }))?.record)
  const own = circles.filter(({ members }) => members.includes(network.person)).map(({ id }) => id)
  return { verification, circles, ownCircles: new Set(own), circleNetwork: network.kind === 'circle' }
}
