import type { Handlers } from '../../bridge/contract.ts'
import { decodeInvite, type InviteCode } from '../../identity/invite/code.ts'
import { AUTO_ADMIT, OWN_DEVICE } from '../../identity/log/reduce/reduction.ts'
import { isRecoveryKey } from '../../identity/log/state.ts'
import { inviteKeysOf } from '../../identity/invite/keys.ts'
import { bytesEqual, toHex } from '../../shared/bytes.ts'
import type { EngineAccess } from '../access.ts'
import { formatAddress } from '../address-text.ts'
import { joinWith } from './join-with.ts'

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
        recovery: isRecoveryKey(invite),
        addresses: invite.addresses.map(formatAddress),
        inviter: toHex(invite.inviter).slice(0, 8),
        alreadyMember: engine.unlocked.has(toHex(invite.networkId)),
      }
    },
    'network:join': async ({ code: text, as, timeoutMs }, { signal }) => {
      const code = decodeInvite(text, { now: engine.parts.clock.now() })
      const runtime = await joinWith(engine, code, { as, timeoutMs, signal })
      return { network: runtime.id, id: runtime.membership.person }
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
