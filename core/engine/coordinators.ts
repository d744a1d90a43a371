import { isCoordinator } from '../identity/log/state.ts'
import { MeshError } from '../shared/errors.ts'
import type { Membership } from './network/membership.ts'

/** What only coordinators do. @throws MeshError `identity/not-a-coordinator` */
export function requireCoordinator({ membership }: { readonly membership: Membership }): void {
  if (!isCoordinator(membership.state, membership.device.hex))
    throw new MeshError('identity/not-a-coordinator', 'Only a coordinator can do this')
}
