import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { type DeviceState, isRecoveryKey, type MembershipState } from '../../identity/log/state.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { beCaughtUp } from './caught-up.ts'
import { lastSequencesOf } from './last-sequences.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Device = CommandOutput<'device:list'>['devices'][number]

/** The computers of one person. */
export function deviceHandlers(engine: EngineAccess): Pick<Handlers, 'device:list' | 'device:remove'> {
  return {
    'device:list': async ({ network, person }) => {
      const runtime = engine.unlocked.network(network)
      const found = runtime.membership.state.persons.get(person ?? runtime.membership.person)
      if (found === undefined) throw new MeshError('domain/not-found', 'No such person in this network')
      return { devices: found.devices.flatMap((device) => shownDevice(runtime, device) ?? []) }
    },
    'device:remove': async ({ network, device }, { signal }) => {
      const runtime = engine.unlocked.network(network)
      const { membership, duties } = runtime
      if (device === membership.device.hex)
        throw new MeshError('domain/not-allowed-now', 'A laptop cannot remove itself: it leaves')
      if (membership.state.devices.get(device)?.status !== 'member')
        throw new MeshError('domain/not-found', 'No such device in this network')
      await beCaughtUp(runtime, { going: [device], signal })
      const last = lastSequencesOf(runtime, [device])
      const isOwn = membership.personOfDevice(device) === membership.person
      const isMember = membership.state.devices.get(membership.device.hex)?.role === 'member'
      // A member may take a computer of their own out; a coordinator's removal brings the new key along at once
      if (isOwn && isMember) membership.accept(duties.author().leave(last, { devices: [device] }))
      else duties.remove([device], last)
      return { id: device }
    },
  }
}

function cameBy(state: MembershipState, { invite, person, device }: DeviceState): Device['by'] {
  if (invite !== undefined && isRecoveryKey(state.invites.get(invite) ?? { flags: 0 })) return 'recovery-key'
  return state.persons.get(person)?.devices[0] === device ? 'first' : 'code'
}

/** Undefined for one that waits for a coordinator. */
function shownDevice({ membership, hub }: NetworkRuntime, id: string): Device | undefined {
  const found = membership.state.devices.get(id)
  if (found === undefined || found.status === 'pending') return undefined
  const at = hub.receipts.receipt(id)?.at
  return {
    id,
    fingerprint: id.slice(0, 8),
    here: id === membership.device.hex,
    state: found.status === 'member' ? 'current' : found.status,
    by: cameBy(membership.state, found),
    connected: hub.isPresent(id),
    joinedAt: found.admittedAt,
    ...(at !== undefined && { lastExchangeAt: at }),
  }
}
