import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { decodeInvite, encodeInvite, type InviteCode } from '../../identity/invite/code.ts'
import { inviteClosure, type InviteState, isExpired, isRecoveryKey } from '../../identity/log/state.ts'
import { toHex } from '../../shared/bytes.ts'
import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { parseAddress } from '../address-text.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { joinWith } from './join-with.ts'

const HOUR_MS = 3_600_000
/** Ten years: it lies in a drawer for the day it is needed. */
const GOOD_FOR_HOURS = 10 * 365 * 24
/** The device's own label, which is shown nowhere: the person keeps their name. */
const DEVICE_LABEL = 'recovery key'

type Names = 'recovery:show' | 'recovery:make' | 'recovery:use'
type Shown = NonNullable<CommandOutput<'recovery:show'>['key']>

/** What refuses an invite, in the words of who holds a recovery key. */
const AS_KEY: Partial<Record<ErrorCode, ErrorCode>> = {
  'identity/invite-used-up': 'identity/recovery-key-used',
  'identity/approval-pending': 'identity/recovery-key-used',
  'identity/join-rejected': 'identity/recovery-key-used',
  'identity/invite-revoked': 'identity/recovery-key-withdrawn',
  'identity/invite-unknown': 'identity/recovery-key-withdrawn',
  'identity/invite-expired': 'identity/recovery-key-expired',
}

/** The printed recovery key. */
export function recoveryHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'recovery:show': async ({ network }) => {
      const { membership } = engine.unlocked.network(network)
      const { state, person } = membership
      const keys = [...state.invites.values()].filter((it) => isRecoveryKey(it) && it.person === person)
      const last = keys.at(-1)
      const allowed = membership.belongs && state.persons.get(person)?.role !== 'member'
      if (last === undefined) return { allowed }
      const madeAt = membership.log.record(last.id)?.time ?? 0
      const expires = new Date(last.expires * HOUR_MS).toISOString()
      return { allowed, key: { id: last.id, madeAt, expires, state: stateOf(last, engine.parts.clock.now()) } }
    },
    'recovery:make': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const { membership } = runtime
      const expires = Math.ceil(engine.parts.clock.now() / HOUR_MS) + GOOD_FOR_HOURS
      const { records, id, seed, flags } = runtime.duties.author().recoveryKey({ expires })
      membership.accept(records)
      const inviter = membership.device.publicKey
      // No address: it would be another long before the key is needed
      const code = encodeInvite({ networkId: runtime.entry.id, seed, expires, flags, inviter, addresses: [] })
      seed.fill(0)
      await runtime.online?.invitesReady()
      const until = new Date(expires * HOUR_MS).toISOString()
      return { id: toHex(id), code, expires: until, network: runtime.name, as: membership.nameOf(membership.person) }
    },
    'recovery:use': async ({ code: text, addresses, timeoutMs }, { signal }) => {
      const code = decodeInvite(text)
      if (!isRecoveryKey(code)) throw new MeshError('identity/not-a-recovery-key', 'This is an ordinary invite')
      if (isExpired(code.expires, engine.parts.clock.now()))
        throw new MeshError('identity/recovery-key-expired', 'This recovery key is too old')
      const given = { ...code, addresses: addresses?.map(parseAddress) ?? code.addresses }
      const runtime = await comeBack(engine, given, { timeoutMs, signal })
      const { membership } = runtime
      return {
        network: runtime.id,
        id: membership.person,
        as: membership.nameOf(membership.person),
        others: othersOf(runtime),
      }
    },
  }
}

async function comeBack(
  engine: EngineAccess,
  code: InviteCode,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<NetworkRuntime> {
  try {
    return await joinWith(engine, code, { ...options, as: DEVICE_LABEL })
  } catch (error) {
    const named = error instanceof MeshError ? AS_KEY[error.code] : undefined
    if (named === undefined) throw error
    throw new MeshError(named, 'This recovery key does not open the network any more', { cause: error })
  }
}

function othersOf({ membership }: NetworkRuntime): { id: string; fingerprint: string }[] {
  const { state, person, device } = membership
  return (state.persons.get(person)?.devices ?? [])
    .filter((id) => id !== device.hex && state.devices.get(id)?.status === 'member')
    .map((id) => ({ id, fingerprint: id.slice(0, 8) }))
}

function stateOf(key: InviteState, now: number): Shown['state'] {
  const closure = inviteClosure({ ...key, revoked: false }, now)
  if (closure === 'used-up') return 'used'
  return key.revoked ? 'closed' : closure === undefined ? 'open' : 'expired'
}
