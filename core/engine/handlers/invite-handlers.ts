import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { encodeInvite } from '../../identity/invite/code.ts'
import { AUTO_ADMIT } from '../../identity/log/reduce/reduction.ts'
import { inviteClosure, type InviteState, isRecoveryKey } from '../../identity/log/state.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Address } from '../../network/ports.ts'
import type { EngineAccess } from '../access.ts'
import { parseAddress } from '../address-text.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

const HOUR_MS = 3_600_000
/** What one code holds. */
const MOST_ADDRESSES = 2

type Names = 'invite:create' | 'invite:list' | 'invite:revoke' | 'request:list' | 'request:approve' | 'request:reject'

/** Invites, and the requests of those who came by one. */
export function inviteHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'invite:create': async ({ network, uses, hours, approve, ownDevice, addresses }) => {
      const runtime = engine.unlocked.network(network)
      const given = addresses?.map(parseAddress)
      const reachable = given ?? (await ownAddresses(engine))
      const expires = Math.ceil(engine.parts.clock.now() / HOUR_MS) + hours
      const { records, id, seed, flags } = runtime.duties
        .author()
        .invite({ uses, expires, autoAdmit: !approve, ownDevice })
      runtime.membership.accept(records)
      const code = encodeInvite({
        networkId: runtime.entry.id,
        seed,
        expires,
        flags,
        inviter: runtime.membership.device.publicKey,
        addresses: reachable.slice(0, MOST_ADDRESSES),
      })
      await runtime.online?.invitesReady()
      return { id: toHex(id), code, expires: new Date(expires * HOUR_MS).toISOString(), uses }
    },
    'invite:list': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const now = engine.parts.clock.now()
      return {
        invites: [...runtime.membership.state.invites.values()]
          .filter((invite) => !isRecoveryKey(invite))
          .map((invite) => shownInvite(runtime, invite, now)),
      }
    },
    'invite:revoke': async ({ network, invite }) => {
      const runtime = engine.unlocked.network(network)
      runtime.membership.accept(runtime.duties.author().revoke(invite))
      return { id: invite }
    },
    'request:list': async ({ network }) => {
      const { membership } = engine.unlocked.network(network)
      const requests = [...membership.state.requests.values()].map(({ id, kind, device, name, at }) => ({
        id,
        name: membership.openName(name) ?? '',
        fingerprint: device.slice(0, 8),
        at,
        reason: kind === 'request' ? ('approval' as const) : ('over-use' as const),
      }))
      return { requests }
    },
    'request:approve': async ({ network, request }) => {
      const runtime = engine.unlocked.network(network)
      runtime.membership.accept(runtime.duties.author().approve(request))
      return { id: request }
    },
    'request:reject': async ({ network, request }) => {
      const runtime = engine.unlocked.network(network)
      runtime.membership.accept(runtime.duties.author().reject(request))
      return { id: request }
    },
  }
}

/** Where this laptop is, or will be once it runs: the port is chosen now and kept. */
async function ownAddresses(engine: EngineAccess): Promise<readonly Address[]> {
  const online = engine.addresses()
  if (online.length > 0) return online.toSorted((a, b) => Number(a.ip.includes(':')) - Number(b.ip.includes(':')))
  if (engine.options.online)
    throw new MeshError('network/address-unavailable', 'This laptop has no address on any network')
  return engine.futureAddresses()
}

function shownInvite(
  runtime: NetworkRuntime,
  invite: InviteState,
  now: number,
): CommandOutput<'invite:list'>['invites'][number] {
  const { id, uses, used, expires, flags, person } = invite
  return {
    id,
    expires: new Date(expires * HOUR_MS).toISOString(),
    uses,
    used,
    approve: (flags & AUTO_ADMIT) === 0,
    state: inviteClosure(invite, now) ?? 'open',
    by: runtime.membership.nameOf(person),
  }
}
