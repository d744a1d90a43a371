import { DeviceKey } from '../../identity/device-key.ts'
import type { InviteCode } from '../../identity/invite/code.ts'
import { toHex } from '../../shared/bytes.ts'
import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { joinNetwork } from '../joining.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** After these the same device key may still be let in, or has been: it is kept and asked with again. */
const ASK_AGAIN: readonly ErrorCode[] = ['identity/approval-pending', 'network/nobody-found', 'shared/aborted']

/**
 * Has this laptop let in by a code, and takes the network in.
 *
 * @throws MeshError `identity/already-a-member`, `network/not-running`, and as `joinNetwork`
 */
export async function joinWith(
  engine: EngineAccess,
  code: InviteCode,
  options: { as: string; timeoutMs: number; signal: AbortSignal },
): Promise<NetworkRuntime> {
  const { unlocked, parts } = engine
  const { wifi } = unlocked
  const { as, timeoutMs, signal } = options
  const network = toHex(code.networkId)
  if (unlocked.has(network)) throw new MeshError('identity/already-a-member', 'This laptop is in that network already')
  if (wifi === undefined) throw new MeshError('network/not-running', 'Joining needs the network')
  const { rows } = unlocked.profile
  const seed = rows.joiningSeed(code.networkId, code.seed) ?? parts.random(32)
  rows.saveJoiningSeed(code.networkId, code.seed, seed)
  const device = new DeviceKey(seed)
  const within = AbortSignal.any([signal, unlocked.closing, AbortSignal.timeout(timeoutMs)])
  try {
    const joined = await joinNetwork({ code, device, name: as, wifi, parts, signal: within })
    const joinedAt = parts.clock.now()
    const entry = { id: code.networkId, seed, state: 'making', as, name: '', kind: 'circle', joinedAt } as const
    const runtime = await unlocked.adopt(entry, joined.records)
    rows.forgetJoiningSeed(code.networkId, code.seed)
    runtime.online?.reach([joined.address])
    return runtime
  } catch (error) {
    const keep = error instanceof MeshError && ASK_AGAIN.includes(error.code)
    if (!keep && !unlocked.has(network)) rows.forgetJoiningSeed(code.networkId, code.seed)
    throw error
  } finally {
    device.forget()
  }
}
