import type { Handlers } from '../../bridge/contract.ts'
import { DeviceKey } from '../../identity/device-key.ts'
import { decodeInvite, type InviteCode } from '../../identity/invite/code.ts'
import { AUTO_ADMIT, OWN_DEVICE } from '../../identity/log/reduce/reduction.ts'
import { inviteKeysOf } from '../../identity/invite/keys.ts'
import { bytesEqual, toHex } from '../../shared/bytes.ts'
import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { formatAddress } from '../address-text.ts'
import { joinNetwork } from '../joining.ts'

/** After these the same device key may still be let in, or has been: it is kept and asked with again. */
const ASK_AGAIN: readonly ErrorCode[] = ['identity/approval-pending', 'network/nobody-found', 'shared/aborted']

/** Reading an invite, and joining by it. */
export function joinHandlers(engine: EngineAccess): Pick<Handlers, 'invite:inspect' | 'network:join'> {
  return {
    'invite:inspect': async ({ code }) => {
      const invite = decodeInvite(code)
      const expires = invite.expires * 3_600_000
      return {
        network: toHex(invite.networkId),
        ...knownInvite(engine, invite),
        expires: new Date(expires).toISOString(),
        expired: engine.parts.clock.now() > expires,
        approve: (invite.flags & AUTO_ADMIT) === 0,
        ownDevice: (invite.flags & OWN_DEVICE) !== 0,
        addresses: invite.addresses.map(formatAddress),
        inviter: toHex(invite.inviter).slice(0, 8),
        alreadyMember: engine.unlocked.has(toHex(invite.networkId)),
      }
    },
    'network:join': async ({ code: text, as, timeoutMs }, { signal }) => {
      const { unlocked, parts } = engine
      const { wifi } = unlocked
      const code = decodeInvite(text, { now: parts.clock.now() })
      const network = toHex(code.networkId)
      if (unlocked.has(network))
        throw new MeshError('identity/already-a-member', 'This laptop is in that network already')
      if (wifi === undefined) throw new MeshError('network/not-running', 'Joining needs the network')
      const { rows } = unlocked.profile
      const seed = rows.joiningSeed(code.networkId, code.seed) ?? parts.random(32)
      rows.saveJoiningSeed(code.networkId, code.seed, seed)
      const device = new DeviceKey(seed)
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      try {
        const joined = await joinNetwork({ code, device, name: as, wifi, parts, signal: within })
        const entry = {
          id: code.networkId,
          seed,
          state: 'making',
          as,
          name: '',
          kind: 'circle',
          joinedAt: parts.clock.now(),
        } as const
        const runtime = await unlocked.adopt(entry, joined.records)
        rows.forgetJoiningSeed(code.networkId, code.seed)
        runtime.online?.reach([joined.address])
        return { network, id: runtime.membership.person }
      } catch (error) {
        const keep = error instanceof MeshError && ASK_AGAIN.includes(error.code)
        if (!keep && !unlocked.has(network)) rows.forgetJoiningSeed(code.networkId, code.seed)
        throw error
      } finally {
        device.forget()
      }
    },
  }
}

/** The invite's record, where this laptop is in its network. */
function knownInvite({ unlocked }: EngineAccess, code: InviteCode): { invite?: string } {
  const network = toHex(code.networkId)
  if (!unlocked.has(network)) return {}
  const { signing } = inviteKeysOf(code.seed)
  const key = signing.publicKey
  signing.forget()
  const { invites } = unlocked.network(network).membership.state
  const found = [...invites.values()].find((invite) => bytesEqual(invite.key, key))
  return found === undefined ? {} : { invite: found.id }
}
